/// Decides when to stop keeping payloads for lack of space, so that livetop is never what fills a disk.
///
/// Payloads stop below `low` and come back above `enough`: between the two nothing changes, or the recording would
/// flicker while other programs write and delete.
public struct DiskGuard: Hashable, Sendable {
    /// Bytes: one gigabyte, and a quarter more.
    public static let low: Int64 = 1_000_000_000
    public static let enough: Int64 = 1_250_000_000

    public private(set) var isLow = false

    public init() {}

    /// Takes note of the free space, in bytes. Nil (unknown) changes nothing.
    public mutating func apply(freeBytes: Int64?) {
        guard let freeBytes else { return }
        isLow = freeBytes < (isLow ? Self.enough : Self.low)
    }
}

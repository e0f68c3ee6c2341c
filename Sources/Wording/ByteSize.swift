/// A number of bytes, as it is typed: `800k`, `64m`, `5G`; with decimal multiples, as disks are sold.
public struct ByteSize: Hashable, Sendable {
    public let byteCount: Int64

    public init?(_ text: String) {
        let units: [Character: Int64] = [
            "b": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000, "t": 1_000_000_000_000,
        ]
        let lower = text.lowercased()
        let unit = lower.last.flatMap { units[$0] }
        guard let number = Int64(unit == nil ? lower : String(lower.dropLast())), number > 0,
            case let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
        else { return nil }
        byteCount = bytes
    }
}

/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In words, such as `expected a value`.
    public var reason: String
    /// Bytes before the offending one.
    public var byteOffset: Int

    public init(_ reason: String, at byteOffset: Int) {
        self.reason = reason
        self.byteOffset = byteOffset
    }

    public var description: String { "\(reason) at byte \(byteOffset)" }
}

/// Why a text is no filter, and where: shown under the prompt while it is typed.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `expected value`: short enough for one line.
    public var reason: String
    /// Offset in Unicode scalars from the start of the text, at most their count.
    public var position: Int

    public init(_ reason: String, at position: Int) {
        self.reason = reason
        self.position = position
    }

    public var description: String { "\(reason) (at character \(position + 1))" }
}

/// Why a text is no filter, and where: shown under the prompt while it is typed.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `expected value`: short enough for one line.
    public var reason: String
    /// Offset in Unicode scalars from the start of the text, at most their count.
    public var position: Int
    /// What could stand there instead, such as `sessions know tag: id: …`; empty where that would be no help.
    public var hint: String

    public init(_ reason: String, at position: Int, hint: String = "") {
        self.reason = reason
        self.position = position
        self.hint = hint
    }

    /// Without the hint.
    public var summary: String { "\(reason) (at character \(position + 1))" }

    public var description: String { hint.isEmpty ? summary : "\(summary); \(hint)" }
}

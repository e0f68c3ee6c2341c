/// Why there is no such fault, or why it can do nothing: what is wrong and what to do.
public struct FaultError: Error, Hashable, Sendable {
    public var why: String
    public var cure: String
    /// The word that is not known, and those that are.
    public var unknown: (word: String, known: [String])?

    public init(_ why: String, cure: String, unknown: (word: String, known: [String])? = nil) {
        self.why = why
        self.cure = cure
        self.unknown = unknown
    }

    public static func == (left: FaultError, right: FaultError) -> Bool {
        left.why == right.why && left.cure == right.cure
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(why)
        hasher.combine(cure)
    }

    static func unknown(_ word: String, _ what: String, among known: [String]) -> FaultError {
        FaultError(
            "there is no \(what) '\(word)'", cure: "name one of: \(known.joined(separator: ", "))",
            unknown: (word, known))
    }

    /// It would never happen.
    static func never(_ why: String, cure: String) -> FaultError {
        FaultError("it can never fire: \(why)", cure: cure)
    }
}

import ArgumentParser

extension ValidationError {
    /// Stands between the three texts on their way through the parser of the command line, which knows only one.
    static let separator: Character = "\u{1E}"

    /// What is wrong with the values of a command line, as `UserError` has it.
    ///
    /// - Parameters:
    ///   - what: half a sentence: `'x' is no time`.
    ///   - remedy: a command line that works, where there is one.
    init(_ what: String, why: String, remedy: String) {
        let parts = [what, why, remedy].map { $0.filter { $0 != Self.separator } }
        self.init(parts.joined(separator: String(Self.separator)))
    }

    /// The three texts, where `message` comes from there.
    static func parts(of message: String) -> (what: String, why: String, remedy: String)? {
        let parts = message.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 3 ? (parts[0], parts[1], parts[2]) : nil
    }
}

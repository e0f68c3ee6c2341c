import Diagnosis
import Filters
import SessionModel

/// The filter of one list: as it is typed, as it is in force, and what is wrong with the text.
struct FilterField: Hashable, Sendable {
    let scope: FilterScope
    /// As typed; what is in force where that cannot be read.
    private(set) var text = ""
    /// The last text that could be read: a mistake on the way changes nothing on screen.
    private(set) var filter = Filter.everything
    private(set) var problem: FilterError?

    init(_ scope: FilterScope) { self.scope = scope }

    var isActive: Bool { filter != .everything }

    /// Reads the text after a key was pressed.
    mutating func type(_ text: String) {
        self.text = text
        do {
            filter = try read(text)
            problem = nil
        } catch {
            problem = error
            // On the way to `age:>8m` the word `age` was a search for that word: what stands before it is what is meant.
            if let whole = wholeTerms(of: text) { filter = whole }
        }
    }

    /// The filter without the word that is being typed; nil where there is none.
    private func wholeTerms(of text: String) -> Filter? {
        guard let end = text.lastIndex(of: " ") else { return nil }
        // What cannot be read without its last word either leaves the filter as it was.
        return try? read(String(text[..<end]))
    }

    private func read(_ text: String) throws(FilterError) -> Filter {
        try Filter.parse(text, for: scope, findings: Diagnosis.ruleNames)
    }

    /// Ends the typing; the error of a text that cannot be read, whose place the filter before it takes.
    mutating func accept() -> FilterError? {
        guard let problem else { return nil }
        self.problem = nil
        text = filter.description
        return problem
    }

    mutating func clear() { self = FilterField(scope) }
}

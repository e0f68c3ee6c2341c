/// Which sessions, frames, turns or events to show: one language for the screen and for `--filter`.
///
/// ```
/// kind:audio dir:up size:>4k     all of them
/// is:interrupted or has:tool     any of them; `and` binds stronger, parentheses decide
/// !tag:branch-* model:~live      not; a glob; a regular expression
/// "exact text" /regex/i          full text
/// ```
///
/// A value: parse it once, ask it for every row. Printing a filter and parsing that text gives the same filter. What
/// a subject does not have or nobody knows matches nothing, neither `>` nor `<`.
public indirect enum Filter: Hashable, Sendable {
    /// The empty text.
    case everything
    case term(FilterTerm)
    case not(Filter)
    case all([Filter])
    case any([Filter])

    /// Reads a filter.
    ///
    /// - Parameter scope: what will be filtered: a key that this does not have is an error instead of a filter that
    ///   matches nothing. Nil takes every key.
    public static func parse(_ text: String, for scope: FilterScope? = nil) throws(FilterError) -> Filter {
        try FilterParser.parse(text, for: scope)
    }

    public func matches(_ subject: some FilterSubject) -> Bool {
        switch self {
        case .everything: true
        case .term(let term): term.matches(subject)
        case .not(let filter): !filter.matches(subject)
        case .all(let filters): filters.allSatisfy { $0.matches(subject) }
        case .any(let filters): filters.contains { $0.matches(subject) }
        }
    }

    /// Looks into texts, for which the payload of a frame is needed.
    public var needsText: Bool { !texts.isEmpty }

    /// What it looks for in texts, wherever in the filter.
    public var texts: Set<TextTest> {
        switch self {
        case .term(.text(let test)): [test]
        case .everything, .term: []
        case .not(let filter): filter.texts
        case .all(let filters), .any(let filters): filters.reduce(into: []) { $0.formUnion($1.texts) }
        }
    }
}

/// What a filter is used on.
public enum FilterScope: String, CaseIterable, Hashable, Sendable {
    case sessions, turns, frames, events
}

/// A condition without `and`, `or`, `not`.
public enum FilterTerm: Hashable, Sendable {
    /// Any text of the subject holds this.
    case text(TextTest)
    /// Any of the values that the key has in the subject is as the test wants it.
    case key(FilterKey.ID, TextTest)
    case number(FilterKey.ID, FilterRelation, FilterQuantity)

    func matches(_ subject: some FilterSubject) -> Bool {
        switch self {
        case .text(let test): subject.holds(test)
        case .key(let key, let test):
            subject.values(of: key).contains {
                if case .word(let word) = $0 { test.isWhole(word) } else { false }
            }
        case .number(let key, let relation, let quantity):
            subject.values(of: key).contains {
                if case .number(let number) = $0 { relation.holds(number, quantity.value) } else { false }
            }
        }
    }
}

public enum FilterRelation: String, CaseIterable, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = ""
    case greaterOrEqual = ">="
    case greater = ">"

    func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .equal: left == right
        case .greaterOrEqual: left >= right
        case .greater: left > right
        }
    }
}

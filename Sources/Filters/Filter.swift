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
    /// - Parameters:
    ///   - scope: what will be filtered: a key or a word that cannot be asked of this is an error instead of a filter
    ///     that matches nothing. Nil takes every key.
    ///   - findings: what `finding:` knows; where it is empty, every word.
    public static func parse(
        _ text: String, for scope: FilterScope? = nil, findings: [String] = []
    ) throws(FilterError) -> Filter {
        try FilterParser.parse(text, for: scope, findings: findings)
    }

    /// What is left open counts as not matching.
    public func matches(_ subject: some FilterSubject) -> Bool { verdict(on: subject) ?? false }

    /// Whether it matches; nil where that hangs on something for which nobody has looked yet.
    public func verdict(on subject: some FilterSubject) -> Bool? {
        switch self {
        case .everything: true
        case .term(let term): term.verdict(on: subject)
        case .not(let filter): filter.verdict(on: subject).map { !$0 }
        case .all(let filters): Self.verdict(of: filters, on: subject, decidedBy: false)
        case .any(let filters): Self.verdict(of: filters, on: subject, decidedBy: true)
        }
    }

    /// One `false` decides `and`, one `true` decides `or`, whatever is open.
    private static func verdict(
        of filters: [Filter], on subject: some FilterSubject, decidedBy deciding: Bool
    ) -> Bool? {
        var verdict: Bool? = !deciding
        for filter in filters {
            let part = filter.verdict(on: subject)
            if part == deciding { return deciding }
            if part == nil { verdict = nil }
        }
        return verdict
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
    case key(FilterKey, TextTest)
    case number(FilterKey, FilterRelation, FilterQuantity)

    func verdict(on subject: some FilterSubject) -> Bool? {
        switch self {
        case .text(let test): subject.holds(test)
        case .key(let key, let test): key.holds(test, of: subject)
        case .number(let key, let relation, let quantity): key.holds(relation, quantity, of: subject)
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

/// A word in front of `:` in a filter, as data: parser, completion, matching and `docs/filter.md` all come from the one
/// table `FilterKey.all`. What a key is, and how every kind of subject is asked for it, stand in its entry.
public final class FilterKey: Sendable {
    enum Values: Sendable {
        case text
        case number(FilterQuantity.Unit)
        /// One of these, whatever is filtered.
        case words([String])
        /// One of these, each with getters of its own.
        case conditions([FilterWord])
        /// One of the words that the caller of the parser knows.
        case findings
    }

    public let name: String
    /// Other names by which people know it. They mean the same, and a filter is printed without them.
    public let aliases: [String]
    let values: Values
    /// One line for the prompt and the document.
    public let help: String
    public let example: String
    private let getters: FilterGetters<[FilterValue]>

    init(
        _ name: String, or aliases: [String] = [], _ values: Values, _ help: String, example: String,
        sessions: FilterGetters<[FilterValue]>.Getter<FilteredSession>? = nil,
        turns: FilterGetters<[FilterValue]>.Getter<FilteredTurn>? = nil,
        frames: FilterGetters<[FilterValue]>.Getter<FilteredFrame>? = nil,
        events: FilterGetters<[FilterValue]>.Getter<FilteredEvent>? = nil
    ) {
        self.name = name
        self.aliases = aliases
        self.values = values
        self.help = help
        self.example = example
        getters = FilterGetters(sessions: sessions, turns: turns, frames: frames, events: events)
    }

    /// What it can be asked of.
    public var scopes: Set<FilterScope> {
        guard case .conditions(let words) = values else { return getters.scopes }
        return words.reduce(into: []) { $0.formUnion($1.getters.scopes) }
    }

    /// What may stand behind `:`, where that is known: of one scope, or of any.
    public func words(for scope: FilterScope? = nil) -> [String] {
        switch values {
        case .words(let words): words
        case .conditions(let words): words.filter { $0.isKnown(of: scope) }.map(\.name)
        case .text, .number, .findings: []
        }
    }

    public static func named(_ name: String) -> FilterKey? {
        let name = name.lowercased()
        return all.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// `tag: id: model:`: what can be asked of one scope, or of any.
    public static func names(for scope: FilterScope?) -> String {
        keys(for: scope).map { "\($0.name):" }.joined(separator: " ")
    }

    static func keys(for scope: FilterScope?) -> [FilterKey] {
        guard let scope else { return all }
        return all.filter { $0.scopes.contains(scope) }
    }
}

extension FilterKey: Hashable {
    public static func == (left: FilterKey, right: FilterKey) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// MARK: - Asking

extension FilterKey {
    /// Whether some value of the subject is as the test wants it; nil while nobody has looked.
    func holds<Subject: FilterSubject>(_ test: TextTest, of subject: Subject) -> Bool? {
        if case .conditions(let words) = values {
            return Self.holds(words.filter { test.isWhole($0.name) }, of: subject)
        }
        guard let getter = Subject.getter(among: getters) else { return false }
        return getter(subject)?.contains { if case .word(let word) = $0 { test.isWhole(word) } else { false } }
    }

    func holds<Subject: FilterSubject>(
        _ relation: FilterRelation, _ quantity: FilterQuantity, of subject: Subject
    ) -> Bool? {
        guard let getter = Subject.getter(among: getters) else { return false }
        return getter(subject)?.contains {
            if case .number(let number) = $0 { relation.holds(number, quantity.value) } else { false }
        }
    }

    /// Any of them.
    private static func holds<Subject: FilterSubject>(_ words: [FilterWord], of subject: Subject) -> Bool? {
        var answer: Bool? = false
        for word in words {
            guard let getter = Subject.getter(among: word.getters) else { continue }
            let isSo = getter(subject)
            if isSo == true { return true }
            if isSo == nil { answer = nil }
        }
        return answer
    }
}

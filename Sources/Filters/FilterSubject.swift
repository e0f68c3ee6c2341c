internal import LiveProtocol

/// Something that a filter can be asked about.
public protocol FilterSubject {
    /// The getter that is made for subjects of this kind; nil where there is none.
    static func getter<Value>(among getters: FilterGetters<Value>) -> (@Sendable (Self) -> Value?)?
    /// Whether `test` holds for any of the texts that a full-text search goes through.
    func hasText(_ test: (FilterText) -> Bool) -> Bool
    /// Whether the text occurs in it: in one of its own, unless it knows of more.
    func holds(_ test: TextTest) -> Bool
}

extension FilterSubject {
    public func holds(_ test: TextTest) -> Bool { hasText { test.occurs(in: $0) } }
}

/// What a key names in a subject: no value where there is none, several where any may match.
public enum FilterValue: Hashable, Sendable {
    case word(String)
    /// Bytes, seconds, a share of one, or a count: see `FilterKey.all`.
    case number(Double)
}

extension [FilterValue] {
    static func word(_ word: String?) -> Self { word.map { [.word($0)] } ?? [] }
    static func words(_ words: [String]) -> Self { words.map { .word($0) } }
    static func number(_ number: (some BinaryInteger)?) -> Self { number.map { [.number(Double($0))] } ?? [] }
    static func number(_ number: Double?) -> Self { number.map { [.number($0)] } ?? [] }
    static func seconds(_ length: Duration?) -> Self { length.map { [.number($0.seconds)] } ?? [] }
}

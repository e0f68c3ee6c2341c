/// Text → `Filter`. Total: every text gives a filter or an error with a position.
///
/// ```
/// any   = all ("or" all)*             "or" also as | ||
/// all   = not ("and"? not)*           "and" also as & &&
/// not   = ("!" | "not") not | "(" any ")" | term
/// term  = "text" | /regex/i | key:value | ~alias | word
/// value = ("<" "<=" ">" ">=" "=") number | ~regex | glob | "text"
/// ```
struct FilterParser {
    private let scalars: [Unicode.Scalar]
    private let scope: FilterScope?
    private var position = 0
    private var depth = 0
    private var termCount = 0

    private static let depthLimit = 50
    private static let termLimit = 200

    static func parse(_ text: String, for scope: FilterScope?) throws(FilterError) -> Filter {
        var parser = FilterParser(scalars: Array(text.unicodeScalars), scope: scope)
        parser.skipSpace()
        guard parser.current != nil else { return .everything }
        let filter = try parser.any()
        guard parser.current == nil else { throw parser.failure("unexpected )") }
        return filter
    }

    private init(scalars: [Unicode.Scalar], scope: FilterScope?) {
        self.scalars = scalars
        self.scope = scope
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipSpace() {
        while let scalar = current, scalar.properties.isWhitespace { position += 1 }
    }

    private func failure(_ reason: String, at place: Int? = nil) -> FilterError {
        FilterError(reason, at: min(place ?? position, scalars.count))
    }

    // MARK: Logic

    private mutating func any() throws(FilterError) -> Filter {
        var parts = [try all()]
        while takeWord(in: ["or", "|", "||"]) { parts.append(try all()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func all() throws(FilterError) -> Filter {
        var parts = [try factor()]
        while true {
            let isJoined = takeWord(in: ["and", "&", "&&"])
            skipSpace()
            if !isJoined, current == nil || current == ")" || nextWord(in: ["or", "|", "||"]) != nil { break }
            parts.append(try factor())
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func factor() throws(FilterError) -> Filter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw failure("nested too deeply") }
        skipSpace()
        if current == "!" {
            position += 1
            return .not(try factor())
        }
        if takeWord(in: ["not"]) { return .not(try factor()) }
        return current == "(" ? try group() : .term(try term())
    }

    private mutating func group() throws(FilterError) -> Filter {
        let start = position
        position += 1
        let filter = try any()
        guard current == ")" else { throw failure("expected ) for this (", at: start) }
        position += 1
        return filter
    }

    /// Takes the next word when it is one of `words`, in any case.
    private mutating func takeWord(in words: [String]) -> Bool {
        skipSpace()
        guard let end = nextWord(in: words) else { return false }
        position = end
        return true
    }

    /// Where the next word ends when it is one of `words`.
    private func nextWord(in words: [String]) -> Int? {
        var end = position
        while end < scalars.count, !isDelimiter(scalars[end]) { end += 1 }
        return words.contains(string(position..<end).lowercased()) ? end : nil
    }

    private func isDelimiter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "(" || scalar == ")" || scalar == "\""
    }

    private func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    // MARK: Terms

    private mutating func term() throws(FilterError) -> FilterTerm {
        termCount += 1
        guard termCount <= Self.termLimit else { throw failure("more than \(Self.termLimit) terms") }
        switch current {
        case nil, ")": throw failure("expected a term")
        case "\"": return .text(.words(try quoted()))
        case "/": return try slashed()
        case "~": return try alias()
        default: return try keyOrWord()
        }
    }

    private mutating func keyOrWord() throws(FilterError) -> FilterTerm {
        let start = position
        guard let name = keyName() else {
            let word = word()
            if ["and", "or", "&", "&&", "|", "||"].contains(word.lowercased()) {
                throw failure("expected a term before \(word)", at: start)
            }
            return .text(.words(word))
        }
        position += name.unicodeScalars.count + 1
        guard let key = FilterKey.named(name) else { throw failure(unknown(name), at: start) }
        if let scope, !key.scopes.contains(scope) { throw failure("\(key.name): is not known of \(scope)", at: start) }
        return try value(of: key)
    }

    /// The letters before a colon: `kind:` is a key, `12:30` is not.
    private func keyName() -> String? {
        var end = position
        while end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic { end += 1 }
        guard end > position, end < scalars.count, scalars[end] == ":" else { return nil }
        return string(position..<end)
    }

    private func unknown(_ name: String) -> String {
        let known = FilterKey.keys(for: scope).map(\.name)
        guard let near = Suggestion.nearest(to: name, among: known) else {
            return "unknown key \(name.prefix(20)): put it in quotes to search for it"
        }
        return "unknown key \(name): did you mean \(near):?"
    }

    /// Up to the next space or closing parenthesis that the word has not opened; at least one scalar.
    private mutating func word() -> String {
        let start = position
        var open = 0
        while let scalar = current, !scalar.properties.isWhitespace, scalar != "\"" {
            if scalar == "(" { open += 1 }
            if scalar == ")" {
                guard open > 0 else { break }
                open -= 1
            }
            position += 1
        }
        return string(start..<position)
    }

    private mutating func quoted() throws(FilterError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "\"" { return String(text) }
            if scalar == "\\", let next = current, next == "\"" || next == "\\" {
                text.append(next)
                position += 1
            } else {
                text.append(scalar)
            }
        }
        throw failure("expected \" for this \"", at: start)
    }

    /// `/regex/` or `/regex/i`.
    private mutating func slashed() throws(FilterError) -> FilterTerm {
        let start = position
        position += 1
        var source = String.UnicodeScalarView()
        while let scalar = current, scalar != "/" {
            position += 1
            source.append(scalar)
            if scalar == "\\", let next = current {
                source.append(next)
                position += 1
            }
        }
        guard current == "/" else { throw failure("expected / for this /", at: start) }
        position += 1
        let isInsensitive = current == "i"
        if isInsensitive { position += 1 }
        if let next = current, !isDelimiter(next) { throw failure("expected space; the only flag is i") }
        return .text(.pattern(try pattern(String(source), ignoresCase: isInsensitive, at: start + 1)))
    }

    private func pattern(
        _ source: String, ignoresCase: Bool, at start: Int
    ) throws(FilterError) -> TextPattern {
        guard !source.isEmpty else { throw failure("expected a regular expression", at: start) }
        do {
            return try TextPattern(Self.unslashed(source), ignoresCase: ignoresCase)
        } catch {
            throw failure(error.reason, at: start + error.position)
        }
    }

    /// `\/` is a slash: equal patterns are equal however they were written.
    private static func unslashed(_ source: String) -> String {
        var plain = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in source.unicodeScalars {
            if scalar == "/", isEscaped { plain.removeLast() }
            plain.append(scalar)
            isEscaped = scalar == "\\" && !isEscaped
        }
        return String(plain)
    }

    // MARK: Values

    private mutating func value(of key: FilterKey) throws(FilterError) -> FilterTerm {
        if case .number(let unit) = key.values { return try number(key, unit) }
        guard let first = current, !first.properties.isWhitespace, first != ")" else { throw failure("expected value") }
        let start = position
        if first == "~" {
            position += 1
            return .key(key.id, .pattern(try expression()))
        }
        // Quotes hold spaces together; a star means the same inside of them.
        let word = first == "\"" ? try quoted() : word()
        guard !word.contains(where: { $0 == "*" || $0 == "?" }) else { return .key(key.id, .glob(Glob(word))) }
        return .key(key.id, .words(try known(word, of: key, at: start)))
    }

    private mutating func number(_ key: FilterKey, _ unit: FilterQuantity.Unit) throws(FilterError) -> FilterTerm {
        let relation = takeRelation()
        let start = position
        let word = current == "\"" ? try quoted() : word()
        guard let quantity = FilterQuantity(word, in: unit) else { throw failure(unit.expectation, at: start) }
        return .number(key.id, relation, quantity)
    }

    private mutating func takeRelation() -> FilterRelation {
        guard let first = current, first == "<" || first == ">" || first == "=" else { return .equal }
        position += 1
        guard first != "=" else { return .equal }
        let isInclusive = current == "="
        if isInclusive { position += 1 }
        return first == "<" ? (isInclusive ? .lessOrEqual : .less) : (isInclusive ? .greaterOrEqual : .greater)
    }

    /// What follows a `~`: a word or a quoted text, as a pattern.
    private mutating func expression() throws(FilterError) -> TextPattern {
        let start = position
        let isQuoted = current == "\""
        let source = isQuoted ? try quoted() : word()
        return try pattern(source, ignoresCase: true, at: start + (isQuoted ? 1 : 0))
    }

    /// The word, if the key knows it.
    private func known(_ word: String, of key: FilterKey, at start: Int) throws(FilterError) -> String {
        guard case .words(let words) = key.values else { return word }
        if words.contains(where: { $0.lowercased() == word.lowercased() }) { return word }
        if let near = Suggestion.nearest(to: word, among: words) {
            throw failure("\(key.name): has no \(word.prefix(20)): did you mean \(near)?", at: start)
        }
        throw failure("expected \(words.count > 6 ? "a known word" : words.joined(separator: ", "))", at: start)
    }

    // MARK: Aliases

    /// mitmproxy's shorthands, as far as they mean something here.
    private mutating func alias() throws(FilterError) -> FilterTerm {
        let start = position
        position += 1
        let nameStart = position
        while let scalar = current, scalar.isASCII, scalar.properties.isAlphabetic { position += 1 }
        let name = string(nameStart..<position)
        let term: FilterTerm? =
            switch name {
            case "a": .key(.kind, .words("audio"))
            case "q": .key(.dir, .words("up"))
            case "s": .key(.dir, .words("down"))
            case "marked": .key(.is, .words("marked"))
            default: nil
            }
        if let term { return try scoped(term, start) }
        guard ["b", "c", "d", "u"].contains(name) else { throw failure("expected one of \(Self.aliases)", at: start) }
        skipSpace()
        switch name {
        case "b": return .text(.pattern(try expression()))
        case "c": return try scoped(number(try key(.close), .count), start)
        default: return try scoped(.key(name == "d" ? .host : .path, .pattern(try expression())), start)
        }
    }

    static let aliases = "~a ~b ~c ~d ~u ~q ~s ~marked"

    private func key(_ id: FilterKey.ID) throws(FilterError) -> FilterKey {
        guard let key = FilterKey.named(id.rawValue) else { throw failure(unknown(id.rawValue)) }
        return key
    }

    private func scoped(_ term: FilterTerm, _ start: Int) throws(FilterError) -> FilterTerm {
        switch term {
        case .text: break
        case .key(let id, _), .number(let id, _, _):
            if let scope, try !key(id).scopes.contains(scope) {
                throw failure("\(id.rawValue): is not known of \(scope)", at: start)
            }
        }
        return term
    }
}

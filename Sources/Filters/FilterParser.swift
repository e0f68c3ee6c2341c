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
    /// What `finding:` knows; empty: every word.
    private let findings: [String]
    private var position = 0
    private var depth = 0
    private var termCount = 0

    private static let depthLimit = 50
    private static let termLimit = 200

    static func parse(
        _ text: String, for scope: FilterScope?, findings: [String]
    ) throws(FilterError) -> Filter {
        var parser = FilterParser(scalars: Array(text.unicodeScalars), scope: scope, findings: findings)
        parser.skipSpace()
        guard parser.current != nil else { return .everything }
        let filter = try parser.any()
        guard parser.current == nil else { throw parser.failure("unexpected )") }
        return filter
    }

    private init(scalars: [Unicode.Scalar], scope: FilterScope?, findings: [String]) {
        self.scalars = scalars
        self.scope = scope
        self.findings = findings
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipSpace() {
        while let scalar = current, scalar.properties.isWhitespace { position += 1 }
    }

    private func failure(_ reason: String, at place: Int? = nil, hint: String = "") -> FilterError {
        FilterError(reason, at: min(place ?? position, scalars.count), hint: hint)
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
            try refuseComparison(word, at: start)
            return .text(.words(word))
        }
        let key = try key(name, at: start)
        position += name.unicodeScalars.count + 1
        return try value(of: key)
    }

    /// `dur>5` has lost its colon: taken as a text, it would silently fit nothing. Before `=`, which texts often have, that
    /// holds for names of keys alone.
    private func refuseComparison(_ word: String, at start: Int) throws(FilterError) {
        let name = word.prefix { $0.isASCII && $0.isLetter }
        let rest = word.dropFirst(name.count)
        guard !name.isEmpty, let sign = rest.first, "<>=".contains(sign), rest.count > 1 else { return }
        if sign == "=", FilterKey.named(String(name)) == nil { return }
        let key = try key(String(name), at: start)
        throw failure(
            "expected \(key.name):\(rest.prefix(20))", at: start, hint: "in quotes it is searched for as it is")
    }

    /// The letters before a colon: `kind:` is a key, `12:30` is not.
    private func keyName() -> String? {
        var end = position
        while end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic { end += 1 }
        guard end > position, end < scalars.count, scalars[end] == ":" else { return nil }
        return string(position..<end)
    }

    /// The key of that name, if what is filtered can be asked for it.
    private func key(_ name: String, at start: Int) throws(FilterError) -> FilterKey {
        let key = FilterKey.named(name)
        if let key, scope.map(key.scopes.contains) ?? true { return key }
        let known = FilterKey.keys(for: scope)
        var near = Suggestion.nearest(to: name, among: known.flatMap { [$0.name] + $0.aliases })
        near = near.flatMap(FilterKey.named)?.name
        let advice = near.map { "did you mean \($0):?" }
        let hint = FilterKey.names(for: scope)
        guard let key, let scope else {
            let word = String(name.prefix(20))
            throw failure(
                "unknown key \(word): " + (advice ?? "put it in quotes to search for it"), at: start,
                hint: scope.map { "\($0) know \(hint)" } ?? "known are \(hint)")
        }
        throw failure(
            "\(key.name): is not known of \(scope)" + (advice.map { ": \($0)" } ?? ""), at: start,
            hint: "\(scope) know \(hint)")
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
            return .key(key, try fitting(.pattern(try expression()), key, at: start))
        }
        // Quotes hold spaces together; a star means the same inside of them.
        let word = first == "\"" ? try quoted() : word()
        guard !word.contains(where: { $0 == "*" || $0 == "?" }) else {
            return .key(key, try fitting(.glob(Glob(word)), key, at: start))
        }
        return .key(key, .words(try known(word, of: key, at: start)))
    }

    private mutating func number(_ key: FilterKey, _ unit: FilterQuantity.Unit) throws(FilterError) -> FilterTerm {
        let relation = takeRelation()
        let start = position
        let word = current == "\"" ? try quoted() : word()
        guard let quantity = FilterQuantity(word, in: unit) else { throw failure(unit.expectation, at: start) }
        return .number(key, relation, quantity)
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

    /// The words that may stand behind the key here; nil where every word may.
    private func words(of key: FilterKey) -> [String]? {
        switch key.values {
        case .words, .conditions: key.words(for: scope)
        case .findings: findings.isEmpty ? nil : findings
        case .text, .number: nil
        }
    }

    /// The word, if the key knows it. A finding may be named with its case: `rule/case`.
    private func known(_ word: String, of key: FilterKey, at start: Int) throws(FilterError) -> String {
        guard let words = words(of: key) else { return word }
        let name =
            if case .findings = key.values { word.prefix { $0 != "/" }.lowercased() } else { word.lowercased() }
        if words.contains(where: { $0.lowercased() == name }) { return word }
        let shown = word.prefix(30)
        if let scope, key.words().contains(where: { $0.lowercased() == name }) {
            throw failure("\(key.name):\(shown) is not known of \(scope)", at: start, hint: hint(key, words))
        }
        if let near = Suggestion.nearest(to: name, among: words) {
            throw failure("\(key.name): has no \(shown): did you mean \(near)?", at: start, hint: hint(key, words))
        }
        guard words.count > 6 else { throw failure("expected \(words.joined(separator: ", "))", at: start) }
        throw failure("\(key.name): has no \(shown)", at: start, hint: hint(key, words))
    }

    /// The test, if some word of the key is as it wants.
    private func fitting(_ test: TextTest, _ key: FilterKey, at start: Int) throws(FilterError) -> TextTest {
        guard let words = words(of: key), !words.contains(where: test.isWhole) else { return test }
        // Cases of findings are not listed.
        if case .findings = key.values { return test }
        throw failure("\(key.name): has no word that fits", at: start, hint: hint(key, words))
    }

    private func hint(_ key: FilterKey, _ words: [String]) -> String {
        // The rules are many; docs/rules.md lists them.
        if case .findings = key.values { return "livetop rules lists them" }
        return "\(key.name): knows \(words.joined(separator: ", "))"
    }

    // MARK: Aliases

    /// mitmproxy's shorthands, as far as they mean something here.
    private mutating func alias() throws(FilterError) -> FilterTerm {
        let start = position
        position += 1
        let nameStart = position
        while let scalar = current, scalar.isASCII, scalar.properties.isAlphabetic { position += 1 }
        let name = string(nameStart..<position)
        switch name {
        case "a": return try shorthand("kind", "audio", start)
        case "q": return try shorthand("dir", "up", start)
        case "s": return try shorthand("dir", "down", start)
        case "marked": return try shorthand("is", "marked", start)
        case "b":
            skipSpace()
            return .text(.pattern(try expression()))
        case "c":
            skipSpace()
            return try number(key("close", at: start), .count)
        case "d", "u":
            skipSpace()
            let key = try key(name == "d" ? "host" : "path", at: start)
            return .key(key, .pattern(try expression()))
        default: throw failure("expected one of \(Self.aliases)", at: start)
        }
    }

    static let aliases = "~a ~b ~c ~d ~u ~q ~s ~marked"

    private func shorthand(_ name: String, _ word: String, _ start: Int) throws(FilterError) -> FilterTerm {
        let key = try key(name, at: start)
        return .key(key, .words(try known(word, of: key, at: start)))
    }
}

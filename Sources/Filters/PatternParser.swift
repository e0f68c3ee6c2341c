/// Text → program of a `TextPattern`, by recursive descent with a limit on nesting and on size.
struct PatternParser {
    private typealias Instruction = TextPattern.Instruction

    private let scalars: [Unicode.Scalar]
    private let ignoresCase: Bool
    private var position = 0
    private var depth = 0

    private static let depthLimit = 50
    private static let repeatLimit = 200

    static func program(_ source: String, ignoresCase: Bool) throws(FilterError) -> [TextPattern.Instruction] {
        var parser = PatternParser(scalars: Array(source.unicodeScalars), ignoresCase: ignoresCase)
        let body = try parser.alternatives()
        guard parser.position == parser.scalars.count else { throw parser.failure("unexpected )") }
        return body + [.match]
    }

    private init(scalars: [Unicode.Scalar], ignoresCase: Bool) {
        self.scalars = scalars
        self.ignoresCase = ignoresCase
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private func failure(_ reason: String) -> FilterError { FilterError(reason, at: min(position, scalars.count)) }

    /// `a|b|c`
    private mutating func alternatives() throws(FilterError) -> [TextPattern.Instruction] {
        var code = try sequence()
        while take("|") {
            let other = try sequence()
            code =
                [.split(1, code.count + 2)] + code.moved(1) + [.jump(code.count + 2 + other.count)]
                + other.moved(code.count + 2)
            try check(code)
        }
        return code
    }

    private mutating func sequence() throws(FilterError) -> [TextPattern.Instruction] {
        var code: [Instruction] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let part = try repeated(try atom(scalar))
            code += part.moved(code.count)
            try check(code)
        }
        return code
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(FilterError) -> [TextPattern.Instruction] {
        switch scalar {
        case "(": return try group()
        case "[": return [.one(try scalarClass())]
        case "*", "+", "?": throw failure("nothing to repeat before \(scalar)")
        case "\\": return [try escape()]
        default: break
        }
        position += 1
        switch scalar {
        case ".": return [.one(.any)]
        case "^": return [.anchor(.start)]
        case "$": return [.anchor(.end)]
        default: return [literal(scalar)]
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> TextPattern.Instruction {
        .one(ScalarClass(members: [.range(scalar...scalar)], ignoresCase: ignoresCase))
    }

    private mutating func group() throws(FilterError) -> [TextPattern.Instruction] {
        let start = position
        position += 1
        if take("?"), !take(":") { throw failure("only (…) and (?:…) groups are known") }
        depth += 1
        guard depth <= Self.depthLimit else { throw failure("nested too deeply") }
        let code = try alternatives()
        depth -= 1
        guard take(")") else { throw FilterError("expected ) for this (", at: start) }
        return code
    }

    // MARK: Repetition

    /// `* + ? {n} {n,} {n,m}` behind a part; a lazy `?` changes nothing when only the occurrence counts.
    private mutating func repeated(_ part: [TextPattern.Instruction]) throws(FilterError) -> [TextPattern.Instruction] {
        var code = part
        while let (least, most) = try counts() {
            guard code.count * max(least, most ?? least + 1, 1) <= TextPattern.instructionLimit else {
                throw failure("too large")
            }
            code = Self.repeating(code, least, most)
            _ = take("?")
        }
        return code
    }

    private static func repeating(_ part: [Instruction], _ least: Int, _ most: Int?) -> [Instruction] {
        var code: [Instruction] = []
        for _ in 0..<least { code += part.moved(code.count) }
        guard let most else {
            // split → part → jump back
            let start = code.count
            let end = start + part.count + 2
            return code + [.split(start + 1, end)] + part.moved(start + 1) + [.jump(start)]
        }
        for _ in least..<max(least, most) {
            let start = code.count
            code += [.split(start + 1, start + 1 + part.count)] + part.moved(start + 1)
        }
        return code
    }

    private mutating func counts() throws(FilterError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard current == "{", position + 1 < scalars.count, isDigit(scalars[position + 1]) else { return nil }
        position += 1
        let least = try number()
        var most: Int? = least
        if take(",") { most = current.map(isDigit) == true ? try number() : nil }
        guard take("}") else { throw failure("expected }") }
        guard most ?? least >= least else { throw failure("expected the smaller number first") }
        return (least, most)
    }

    private mutating func number() throws(FilterError) -> Int {
        var number = 0
        while let scalar = current, isDigit(scalar) {
            number = number * 10 + Int(scalar.value - 48)
            guard number <= Self.repeatLimit else { throw failure("expected at most \(Self.repeatLimit)") }
            position += 1
        }
        return number
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func check(_ code: [TextPattern.Instruction]) throws(FilterError) {
        if code.count > TextPattern.instructionLimit { throw failure("too large") }
    }

    // MARK: Classes

    private mutating func escape() throws(FilterError) -> TextPattern.Instruction {
        switch position + 1 < scalars.count ? scalars[position + 1] : nil {
        case "b":
            position += 2
            return .anchor(.wordBoundary)
        case "B":
            position += 2
            return .anchor(.noWordBoundary)
        default: return .one(ScalarClass(members: [try escapedMember()], ignoresCase: ignoresCase))
        }
    }

    private mutating func escapedMember() throws(FilterError) -> ScalarClass.Member {
        position += 1
        guard let scalar = current else { throw failure("expected a character after \\") }
        if let member = Self.escapes[scalar] {
            position += 1
            return member
        }
        guard !(scalar.isASCII && scalar.properties.isAlphabetic || isDigit(scalar)) else {
            throw failure("unknown escape \\\(scalar)")
        }
        position += 1
        return .range(scalar...scalar)
    }

    private static let escapes: [Unicode.Scalar: ScalarClass.Member] = [
        "d": .digit, "w": .word, "s": .space, "D": .notDigit, "W": .notWord, "S": .notSpace,
        "n": .range("\n"..."\n"), "t": .range("\t"..."\t"), "r": .range("\r"..."\r"),
    ]

    /// `[a-z_]`, `[^…]`; a `]` in first place stands for itself.
    private mutating func scalarClass() throws(FilterError) -> ScalarClass {
        let start = position
        position += 1
        var set = ScalarClass(members: [], isNegated: take("^"), ignoresCase: ignoresCase)
        while let scalar = current {
            if scalar == "]", !set.members.isEmpty {
                position += 1
                return set
            }
            set.members.append(try member(scalar))
        }
        throw FilterError("expected ] for this [", at: start)
    }

    private mutating func member(_ scalar: Unicode.Scalar) throws(FilterError) -> ScalarClass.Member {
        let first = try single(scalar)
        guard case .range(let low) = first, current == "-", position + 1 < scalars.count, scalars[position + 1] != "]"
        else { return first }
        position += 1
        guard let next = current, case .range(let high) = try single(next), low.lowerBound <= high.lowerBound else {
            throw failure("expected a range such as a-z")
        }
        return .range(low.lowerBound...high.lowerBound)
    }

    private mutating func single(_ scalar: Unicode.Scalar) throws(FilterError) -> ScalarClass.Member {
        if scalar == "\\" { return try escapedMember() }
        position += 1
        return .range(scalar...scalar)
    }
}

extension [TextPattern.Instruction] {
    /// The same code for a place `offset` further on.
    fileprivate func moved(_ offset: Int) -> Self {
        guard offset != 0 else { return self }
        return map { instruction in
            switch instruction {
            case .split(let one, let other): .split(one + offset, other + offset)
            case .jump(let target): .jump(target + offset)
            case .one, .anchor, .match: instruction
            }
        }
    }
}

/// A regular expression whose time is bounded by the length of the text times its own: a filter typed into a live
/// screen must not be able to hang it, as backtracking engines can (`(a+)+$`).
///
/// Literals, `.`, `[a-z]`, `\d \w \s` and their opposites, `^ $ \b \B`, groups, `|`, `* + ? {2,5}`. No captures, no
/// back-references, no look-around: only whether it occurs.
public struct TextPattern: Hashable, Sendable {
    public let source: String
    public let ignoresCase: Bool
    let program: [Instruction]

    /// One step of the program; a thread that reaches `match` has found an occurrence.
    enum Instruction: Hashable, Sendable {
        case one(ScalarClass)
        case split(Int, Int)
        case jump(Int)
        case anchor(Anchor)
        case match
    }

    enum Anchor: Hashable, Sendable {
        case start, end, wordBoundary, noWordBoundary
    }

    /// Programs beyond this are refused.
    static let instructionLimit = 2_000

    init(_ source: String, ignoresCase: Bool) throws(FilterError) {
        self.source = source
        self.ignoresCase = ignoresCase
        program = try PatternParser.program(source, ignoresCase: ignoresCase)
    }

    public static func == (left: TextPattern, right: TextPattern) -> Bool {
        left.source == right.source && left.ignoresCase == right.ignoresCase
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(source)
        hasher.combine(ignoresCase)
    }

    /// Anywhere in `text`. All threads of the program advance together, one scalar at a time (Thompson 1968).
    func occurs(in text: String.UnicodeScalarView) -> Bool {
        var threads = Threads(count: program.count)
        var next = Threads(count: program.count)
        var before: Unicode.Scalar?
        var iterator = text.makeIterator()
        var scalar = iterator.next()
        while true {
            if follow(0, into: &threads, before, scalar) { return true }
            guard let current = scalar else { return false }
            let after = iterator.next()
            next.removeAll()
            for index in threads.list {
                guard case .one(let wanted) = program[index], wanted.contains(current) else { continue }
                if follow(index + 1, into: &next, current, after) { return true }
            }
            swap(&threads, &next)
            before = current
            scalar = after
        }
    }

    /// Adds the instructions that wait for a scalar and can be reached from `start` without one. True at `match`.
    private func follow(
        _ start: Int, into threads: inout Threads, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
    ) -> Bool {
        threads.pending.append(start)
        while let index = threads.pending.popLast() {
            guard threads.insert(index) else { continue }
            switch program[index] {
            case .one: threads.list.append(index)
            case .split(let one, let other): threads.pending += [other, one]
            case .jump(let target): threads.pending.append(target)
            case .anchor(let anchor):
                if anchor.holds(between: before, and: after) { threads.pending.append(index + 1) }
            case .match:
                threads.pending.removeAll()
                return true
            }
        }
        return false
    }

    /// The instructions at which threads are, each once.
    private struct Threads {
        /// Those that wait for a scalar.
        var list: [Int] = []
        var pending: [Int] = []
        private var round = 1
        private var seen: [Int]

        init(count: Int) { seen = Array(repeating: 0, count: count) }

        mutating func insert(_ index: Int) -> Bool {
            guard seen[index] != round else { return false }
            seen[index] = round
            return true
        }

        mutating func removeAll() {
            list.removeAll(keepingCapacity: true)
            round += 1
        }
    }
}

extension TextPattern.Anchor {
    func holds(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        switch self {
        case .start: before == nil
        case .end: after == nil
        case .wordBoundary: isWord(before) != isWord(after)
        case .noWordBoundary: isWord(before) == isWord(after)
        }
    }

    private func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(ScalarClass.word.contains) ?? false }
}

/// A set of scalars: one place of a pattern.
struct ScalarClass: Hashable, Sendable {
    enum Member: Hashable, Sendable {
        case range(ClosedRange<Unicode.Scalar>)
        case digit, word, space
        case notDigit, notWord, notSpace
    }

    var members: [Member]
    var isNegated = false
    var ignoresCase = false

    /// Everything but a line break.
    static let any = ScalarClass(members: [.range("\n"..."\n")], isNegated: true)
    static let word = ScalarClass(members: [.word])

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var isMember = hasMember(scalar)
        if ignoresCase, !isMember {
            isMember = Self.otherCases(of: scalar).contains(where: hasMember)
        }
        return isMember != isNegated
    }

    private func hasMember(_ scalar: Unicode.Scalar) -> Bool {
        members.contains { member in
            switch member {
            case .range(let range): range.contains(scalar)
            case .digit: Self.isDigit(scalar)
            case .word: Self.isWord(scalar)
            case .space: scalar.properties.isWhitespace
            case .notDigit: !Self.isDigit(scalar)
            case .notWord: !Self.isWord(scalar)
            case .notSpace: !scalar.properties.isWhitespace
            }
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_"
            || (scalar.isASCII ? isDigit(scalar) || scalar.properties.isAlphabetic : scalar.properties.isAlphabetic)
    }

    private static func otherCases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard !scalar.isASCII else {
            let isLetter = scalar.value | 0x20 >= 0x61 && scalar.value | 0x20 <= 0x7A
            return isLetter ? [Unicode.Scalar(UInt8(scalar.value ^ 0x20))] : []
        }
        let cases = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
        return cases.compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first : nil }
    }
}

extension TextPattern {
    /// A pattern of the user's, letters as they are.
    ///
    /// - Throws: `FilterError` for what cannot be read, and for a pattern that finds the empty text.
    public init(replacing source: String) throws(FilterError) {
        try self.init(source, ignoresCase: false)
        guard !canBeEmpty else { throw FilterError("it finds the empty text", at: 0) }
    }

    /// Whether `match` can be reached without a scalar, whatever the anchors say.
    private var canBeEmpty: Bool {
        var (pending, seen) = ([0], Set<Int>())
        while let index = pending.popLast() {
            guard seen.insert(index).inserted else { continue }
            switch program[index] {
            case .one: continue
            case .split(let one, let other): pending += [one, other]
            case .jump(let target): pending.append(target)
            case .anchor: pending.append(index + 1)
            case .match: return true
            }
        }
        return false
    }

    /// `text` with all that the pattern finds replaced, from the left and the longest first; nil when it finds nothing.
    public func replacing(in text: String, by replacement: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var kept = 0
        while let found = PatternSearch.first(of: program, in: scalars, from: kept) {
            result.append(contentsOf: scalars[kept..<found.lowerBound])
            result.append(contentsOf: replacement.unicodeScalars)
            kept = found.upperBound
        }
        guard kept > 0 else { return nil }
        result.append(contentsOf: scalars[kept...])
        return String(result)
    }
}

/// Finds where a pattern's program occurs. All threads advance together, each with the place where it began; where two
/// meet, the one that began first goes on. So the time is bounded by the length of the text times that of the program.
private struct PatternSearch {
    private let program: [TextPattern.Instruction]
    private let scalars: [Unicode.Scalar]
    private var found: Range<Int>?
    private var seen: [Int]
    private var round = 0

    private struct Thread {
        var instruction: Int
        var start: Int
    }

    /// The first occurrence that is not empty, and of those that begin there the longest.
    static func first(
        of program: [TextPattern.Instruction], in scalars: [Unicode.Scalar], from start: Int
    ) -> Range<Int>? {
        var search = PatternSearch(program, scalars)
        return search.run(from: start)
    }

    private init(_ program: [TextPattern.Instruction], _ scalars: [Unicode.Scalar]) {
        self.program = program
        self.scalars = scalars
        seen = Array(repeating: 0, count: program.count)
    }

    private mutating func run(from start: Int) -> Range<Int>? {
        var threads: [Thread] = []
        round = 1
        for position in start...scalars.count {
            if found == nil { follow(Thread(instruction: 0, start: position), into: &threads, at: position) }
            guard position < scalars.count, found == nil || !threads.isEmpty else { break }
            round += 1
            var next: [Thread] = []
            for thread in threads where found.map({ thread.start <= $0.lowerBound }) ?? true {
                guard case .one(let wanted) = program[thread.instruction], wanted.contains(scalars[position]) else {
                    continue
                }
                follow(
                    Thread(instruction: thread.instruction + 1, start: thread.start), into: &next, at: position + 1)
            }
            threads = next
        }
        return found
    }

    /// Adds the instructions that wait for a scalar and can be reached from `thread` without one.
    private mutating func follow(_ thread: Thread, into threads: inout [Thread], at position: Int) {
        var pending = [thread.instruction]
        while let index = pending.popLast() {
            guard seen[index] != round else { continue }
            seen[index] = round
            switch program[index] {
            case .one: threads.append(Thread(instruction: index, start: thread.start))
            case .split(let one, let other): pending += [other, one]
            case .jump(let target): pending.append(target)
            case .anchor(let anchor):
                let before = position > 0 ? scalars[position - 1] : nil
                let after = position < scalars.count ? scalars[position] : nil
                if anchor.holds(between: before, and: after) { pending.append(index + 1) }
            case .match:
                guard thread.start < position else { continue }
                if found.map({ thread.start <= $0.lowerBound }) ?? true { found = thread.start..<position }
            }
        }
    }
}

/// Finds known secrets in text that arrives byte by byte, in any of the forms of a `SecretIndex`.
///
/// A window of eight bytes moves over the text; where it equals the beginning of a form, a candidate follows the form
/// until it ends or differs. What has gone at least `tellingCount` bytes is replaced even then: services shorten the
/// keys that they quote. Where a chunk ends within a candidate, the rest of the chunk is dropped; at most seven bytes of
/// a secret leave before it is recognised.
struct SecretMatcher: Sendable {
    private var index: SecretIndex
    /// The last eight bytes, the newest in the lowest place.
    private var window: UInt64 = 0
    /// Where each of them stands, the newest last; -1 in an earlier chunk.
    private var positions = SIMD8<Int>(repeating: -1)
    private var candidates: [Candidate] = []
    /// Where a character ends whose first half left with an earlier chunk: its second half has to stay.
    private var floor = 0

    /// So much of a secret is as good as the whole.
    static let tellingCount = 16
    /// More at once come from repetition; what they share is replaced by those that are followed.
    private static let candidateLimit = 32

    private struct Candidate: Sendable {
        var pattern: SecretIndex.Pattern
        /// Characters of the form that were seen.
        var offset: Int
        /// Where it began in this chunk, 0 when it goes on from the last one.
        var start: Int
        /// Behind its last character in this chunk.
        var end: Int
        /// The placeholder is out already.
        var isReplaced = false
    }

    init(_ index: SecretIndex) { self.index = index }

    /// Nothing has been seen of the text.
    var isAtStart: Bool { window == 0 && candidates.isEmpty }

    /// Nothing is being followed.
    var isIdle: Bool { candidates.isEmpty }

    /// Takes bytes that stand in the chunk as they are meant.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        guard !index.isEmpty else { return }
        var position = range.lowerBound
        while position < range.upperBound {
            guard candidates.isEmpty else {
                take(bytes[position], from: position, to: position + 1, &edits)
                position += 1
                continue
            }
            position = search(bytes, position..<range.upperBound, &edits)
        }
    }

    /// Moves the window over `range` up to where a form begins, and says where to go on. This loop is where the time
    /// goes.
    private mutating func search(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits
    ) -> Int {
        var position = range.lowerBound
        var window = window
        var isHit = false
        let words = index.filter
        let filter = words.span
        while position < range.upperBound, !isHit {
            window = window << 8 | UInt64(bytes[position])
            position += 1
            isHit = SecretIndex.mayBegin(with: window, filter)
        }
        self.window = window
        for taken in max(range.lowerBound, position - 8)..<position { push(taken) }
        if isHit { begin(endingAt: position, &edits) }
        return position
    }

    /// Takes the next byte of text, which stands at `start..<end` of the chunk.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        guard !index.isEmpty else { return }
        if start < 0, end > 0, !candidates.contains(where: \.isReplaced) { floor = end }
        if !candidates.isEmpty { follow(byte, from: start, to: end, &edits) }
        window = window << 8 | UInt64(byte)
        push(start)
        if SecretIndex.mayBegin(with: window, index.filter.span) { begin(endingAt: end, &edits) }
    }

    /// The text ends: what was followed goes no further.
    mutating func endText(_ edits: inout Edits) {
        window = 0
        guard !candidates.isEmpty else { return }
        for candidate in candidates { conclude(candidate, &edits) }
        candidates.removeAll(keepingCapacity: true)
    }

    /// The chunk ends at `count`, the text may go on in the next.
    mutating func endChunk(at count: Int, _ edits: inout Edits) {
        guard !index.isEmpty else { return }
        floor = 0
        positions = SIMD8(repeating: -1)
        for place in candidates.indices {
            let candidate = candidates[place]
            replace(candidate, to: count, &edits)
            candidates[place].isReplaced = candidate.isReplaced || candidate.start < count
            candidates[place].start = 0
            candidates[place].end = 0
        }
    }

    /// A piece of the text ends at `count`, and another message may bring the next. What begins as URLs and names of
    /// resources do stays until it says more.
    mutating func endPiece(at count: Int, _ edits: inout Edits) {
        guard !index.isEmpty else { return }
        floor = 0
        positions = SIMD8(repeating: -1)
        for place in candidates.indices {
            let candidate = candidates[place]
            let isTelling =
                candidate.offset >= Self.tellingCount || 2 * candidate.offset >= index.count(of: candidate.pattern)
                || !index.beginsLikeMany(candidate.pattern)
            guard candidate.isReplaced || isTelling else { continue }
            replace(candidate, to: count, &edits)
            candidates[place].isReplaced = candidate.isReplaced || candidate.start < count
        }
    }

    /// The text goes on at `start`, with what has been learned meanwhile.
    mutating func resume(at start: Int, _ secrets: SecretIndex) {
        if index != secrets {
            let known = index
            candidates.removeAll { !known.keepsPlace($0.pattern, in: secrets) }
            index = secrets
        }
        floor = start
        for place in candidates.indices { (candidates[place].start, candidates[place].end) = (start, start) }
    }

    @inline(__always)
    private mutating func push(_ position: Int) {
        positions = SIMD8(
            lowHalf: SIMD4(positions[1], positions[2], positions[3], positions[4]),
            highHalf: SIMD4(positions[5], positions[6], positions[7], position))
    }

    private mutating func begin(endingAt end: Int, _ edits: inout Edits) {
        for pattern in index.patterns(beginningWith: window) {
            let candidate = Candidate(
                pattern: pattern, offset: SecretIndex.leastCount, start: max(positions[0], floor), end: end)
            if candidate.offset == index.count(of: pattern) {
                replace(candidate, to: end, &edits)
            } else if candidates.count < Self.candidateLimit {
                candidates.append(candidate)
            }
        }
    }

    private mutating func follow(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        var left: [Candidate] = []
        for var candidate in candidates {
            guard index.matches(byte, at: candidate.offset, of: candidate.pattern) else {
                // An escape that began in a former chunk has lost its first half: its second must go as well.
                if start < 0, candidate.isReplaced { candidate.end = end }
                conclude(candidate, &edits)
                continue
            }
            candidate.offset += 1
            candidate.end = end
            if candidate.offset == index.count(of: candidate.pattern) {
                replace(candidate, to: end, &edits)
            } else {
                left.append(candidate)
            }
        }
        candidates = left
    }

    /// It differs here, or the text is over.
    private func conclude(_ candidate: Candidate, _ edits: inout Edits) {
        guard candidate.isReplaced || candidate.offset >= Self.tellingCount else { return }
        replace(candidate, to: candidate.end, &edits)
    }

    private func replace(_ candidate: Candidate, to end: Int, _ edits: inout Edits) {
        let isOut = candidate.isReplaced || candidate.start >= end
        edits.replace(from: candidate.start, to: end, by: isOut ? [] : index.replacement(for: candidate.pattern))
    }
}

/// The secrets of one connection, arranged for being found in a stream: by the first eight bytes of each form in which
/// one may come back. The rest of a form is worked out byte by byte from the secret itself, so nothing is kept twice.
struct SecretIndex: Sendable {
    /// One secret and what stands in its place when it is seen again.
    struct Entry: Hashable, Sendable {
        var bytes: [UInt8]
        var replacement: [UInt8]
    }

    /// A form of a secret: as it is, or as part of a base64 text in which so many bytes stand before it, modulo three.
    struct Pattern: Hashable, Sendable {
        var entry: Int
        /// Nil as it is.
        var alignment: Int?
    }

    /// What is shorter is a word rather than a secret, and would be found everywhere.
    static let leastCount = 8
    /// What is longer is known by its beginning.
    static let mostCount = 4_096
    /// What a client said at the beginning stays; of what is learned later the oldest makes room.
    static let fixedLimit = 48
    static let recentLimit = 16

    private(set) var fixed: [Entry] = []
    private(set) var recent: [Entry] = []
    private var patterns: [UInt64: [Pattern]] = [:]
    /// One bit for each hash of a beginning: most bytes of a text are passed by this alone.
    private(set) var filter: [UInt64] = []

    var isEmpty: Bool { filter.isEmpty }

    /// Remembers a secret for good, or until `recentLimit` others were learned.
    mutating func add(_ bytes: some Collection<UInt8>, replacement: [UInt8], isRecent: Bool = false) {
        let entry = Entry(bytes: Array(bytes.prefix(Self.mostCount)), replacement: replacement)
        guard entry.bytes.count >= Self.leastCount, !fixed.contains(entry), !recent.contains(entry) else { return }
        if isRecent {
            recent.append(entry)
            if recent.count > Self.recentLimit { recent.removeFirst() }
        } else if fixed.count < Self.fixedLimit {
            fixed.append(entry)
        } else {
            return
        }
        arrange()
    }

    mutating func add(_ other: SecretIndex) {
        for entry in other.fixed { add(entry.bytes, replacement: entry.replacement) }
        for entry in other.recent { add(entry.bytes, replacement: entry.replacement, isRecent: true) }
    }

    private mutating func arrange() {
        patterns = [:]
        filter = Array(repeating: 0, count: 64)
        for entry in 0..<(fixed.count + recent.count) {
            for pattern in [Pattern(entry: entry)] + (0..<3).map({ Pattern(entry: entry, alignment: $0) }) {
                for start in beginnings(of: pattern) {
                    patterns[start, default: []].append(pattern)
                    let bit = Self.bit(of: start)
                    filter[bit >> 6] |= 1 << UInt64(bit & 63)
                }
            }
        }
    }

    // MARK: Looking up

    /// False when no form begins with these eight bytes, the first in the highest place; sometimes true when none does.
    @inline(__always)
    static func mayBegin(with window: UInt64, _ filter: borrowing Span<UInt64>) -> Bool {
        let bit = bit(of: window)
        return filter[bit >> 6] >> UInt64(bit & 63) & 1 == 1
    }

    func patterns(beginningWith window: UInt64) -> [Pattern] { patterns[window] ?? [] }

    @inline(__always)
    private static func bit(of window: UInt64) -> Int {
        Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }

    private func entry(_ pattern: Pattern) -> Entry {
        pattern.entry < fixed.count ? fixed[pattern.entry] : recent[pattern.entry - fixed.count]
    }

    func replacement(for pattern: Pattern) -> [UInt8] { entry(pattern).replacement }

    /// The length of the form in characters.
    func count(of pattern: Pattern) -> Int {
        let bytes = entry(pattern).bytes
        return pattern.alignment.map { (bytes.count * 8 - Self.skippedBits($0)) / 6 } ?? bytes.count
    }

    /// Whether `byte` may stand at `offset` of the form, in either alphabet of base64.
    func matches(_ byte: UInt8, at offset: Int, of pattern: Pattern) -> Bool {
        let bytes = entry(pattern).bytes
        guard let alignment = pattern.alignment else { return bytes[offset] == byte }
        return Base64.value(of: byte) == Self.value(at: offset, of: bytes, alignment)
    }

    /// Up to the first digit that the secret alone decides.
    private static func skippedBits(_ alignment: Int) -> Int { alignment == 0 ? 0 : alignment == 1 ? 4 : 2 }

    /// Six bits of the secret.
    private static func value(at offset: Int, of bytes: [UInt8], _ alignment: Int) -> UInt8 {
        let bit = skippedBits(alignment) + 6 * offset
        let next = bit / 8 + 1 < bytes.count ? bytes[bit / 8 + 1] : 0
        let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(next)
        return UInt8(truncatingIfNeeded: pair >> UInt16(10 - bit % 8) & 63)
    }

    private func beginnings(of pattern: Pattern) -> Set<UInt64> {
        let bytes = entry(pattern).bytes
        guard count(of: pattern) >= Self.leastCount else { return [] }
        guard let alignment = pattern.alignment else { return [Self.packed(bytes.prefix(Self.leastCount))] }
        let values = (0..<Self.leastCount).map { Self.value(at: $0, of: bytes, alignment) }
        return Set(
            [false, true].map { isURLSafe in
                Self.packed(values.map { Base64.digit($0, isURLSafe: isURLSafe) })
            })
    }

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension SecretIndex: Hashable {
    static func == (left: SecretIndex, right: SecretIndex) -> Bool {
        left.fixed == right.fixed && left.recent == right.recent
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(fixed)
        hasher.combine(recent)
    }
}

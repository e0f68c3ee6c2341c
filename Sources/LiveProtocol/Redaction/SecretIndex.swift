/// The secrets of one connection, arranged for being found in a stream: by the first eight bytes of each form in which
/// one may come back. The rest of a form is worked out byte by byte from the secret itself, so nothing is kept twice.
struct SecretIndex: Sendable {
    /// One secret and what stands in its place when it is seen again.
    struct Entry: Hashable, Sendable {
        var bytes: [UInt8]
        var replacement: [UInt8]
    }

    /// One form of one secret.
    struct Pattern: Hashable, Sendable {
        var entry: Int
        var form: SecretForm
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
        filter = Array(repeating: 0, count: 256)
        for entry in 0..<(fixed.count + recent.count) {
            for form in SecretForm.all {
                let pattern = Pattern(entry: entry, form: form)
                for start in form.beginnings(of: self.entry(pattern).bytes) {
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
        Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> 50)
    }

    private func entry(_ pattern: Pattern) -> Entry {
        pattern.entry < fixed.count ? fixed[pattern.entry] : recent[pattern.entry - fixed.count]
    }

    func replacement(for pattern: Pattern) -> [UInt8] { entry(pattern).replacement }

    /// The length of the form in characters.
    func count(of pattern: Pattern) -> Int { pattern.form.count(of: entry(pattern).bytes) }

    /// Whether `byte` may stand at `offset` of the form.
    func matches(_ byte: UInt8, at offset: Int, of pattern: Pattern) -> Bool {
        pattern.form.matches(byte, at: offset, of: entry(pattern).bytes)
    }

    /// Whether the secret begins as URLs and names of resources do, `https://` or `auth_tokens/`.
    func beginsLikeMany(_ pattern: Pattern) -> Bool {
        entry(pattern).bytes.prefix(Self.leastCount + 4).contains(UInt8(ascii: "/"))
    }

    /// Whether `pattern` of `self` is the same one in `other`, which knows more: of what stays, the order does.
    func keepsPlace(_ pattern: Pattern, in other: SecretIndex) -> Bool {
        pattern.entry < fixed.count && pattern.entry < other.fixed.count
            && fixed[pattern.entry] == other.fixed[pattern.entry]
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

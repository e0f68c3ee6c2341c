/// Finds credentials by their shape in text that arrives byte by byte, and replaces what follows their known prefix.
///
/// Prefixes are public, the bytes behind them are the secret; so a prefix may leave with one chunk and the secret be
/// dropped from the next. Where a chunk ends within a possible credential, the rest of the chunk is dropped.
///
/// ```
/// expected OAuth token, got ya29.a0AfB_byC…, expired
///                           └──┬┘└───┬────┘
///                           prefix  tail → REDACTED
/// ```
struct CredentialScanner: Sendable {
    enum Context: Sendable {
        /// Strings and other bytes of a frame: `key=` counts behind `?` and `&` only, because conversations and tool
        /// arguments are full of words that end in "key".
        case frame
        /// Errors and close reasons.
        case text
    }

    private let context: Context
    /// The last 16 bytes, the newest in the lowest place.
    private var window: UInt128 = 0
    private var phase: Phase = .searching

    private enum Phase: Sendable {
        case searching
        /// Behind a prefix; `start` is the first byte of the tail.
        case candidate(Tail, start: Int)
        /// In a credential that a former chunk began; its bytes go from `start` on.
        case dropping(start: Int)
    }

    /// What is known of the bytes behind a prefix.
    private struct Tail: Sendable {
        /// The prefix alone proves it. Otherwise it is a word, as in "the bearer of good news".
        var isCertain: Bool
        var count = 0
        var hasDigit = false

        /// Whether it reads like a credential rather than like a word.
        var isCredential: Bool { isCertain ? count > 0 : count >= 16 || count >= 6 && hasDigit }
    }

    init(context: Context) { self.context = context }

    /// Whether nothing has been seen of the text: white space here neither begins nor ends a credential.
    var isAtStart: Bool {
        guard case .searching = phase else { return false }
        return window == 0
    }

    /// Takes bytes that stand in the chunk as they are meant. This loop is where the time goes.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard case .searching = phase else {
                take(bytes[index], from: index, to: index + 1, &edits)
                index += 1
                continue
            }
            var window = window
            var before = UInt8(truncatingIfNeeded: window)
            var byte: UInt8 = 0
            while index < range.upperBound {
                byte = bytes[index]
                window = window << 8 | UInt128(byte)
                index += 1
                if Self.mayEndPrefix(before, byte) { break }
                before = byte
            }
            self.window = window
            if let tail = prefixEnding(byte) { phase = .candidate(tail, start: index) }
        }
    }

    /// Takes the next byte of text, which stands at `start..<end` of the chunk: several bytes for an escape.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        window = window << 8 | UInt128(byte)
        if case .searching = phase {
            if let tail = prefixEnding(byte) { phase = .candidate(tail, start: end) }
            return
        }
        advance(byte, from: start, to: end, &edits)
    }

    /// The text ends at `index`, for instance with a string's closing quote.
    mutating func endText(at index: Int, _ edits: inout Edits) {
        conclude(at: index, &edits)
        window = 0
    }

    /// The chunk ends at `count`, the text may go on in the next. `escapeStart` is where a half-read escape began.
    mutating func endChunk(at count: Int, escapeStart: Int?, _ edits: inout Edits) {
        switch phase {
        case .searching: return
        case .candidate(let tail, let start):
            guard tail.count > 0 || escapeStart != nil else {
                phase = .candidate(tail, start: 0)
                return
            }
            edits.replace(from: start, to: count, by: Edits.placeholder)
        case .dropping(let start):
            edits.replace(from: start, to: count, by: [])
        }
        phase = .dropping(start: 0)
    }

    private mutating func advance(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        guard Self.isTailByte(byte) else {
            if case .candidate(let tail, _) = phase, tail.count == 0, !tail.isCertain, byte == UInt8(ascii: " ") {
                phase = .candidate(tail, start: end)
                return
            }
            // An escape that began in a former chunk has lost its first half: its second must go as well.
            let isHalf = if case .dropping = phase { start < 0 } else { false }
            conclude(at: isHalf ? end : start, &edits)
            if let tail = prefixEnding(byte) { phase = .candidate(tail, start: end) }
            return
        }
        guard case .candidate(var tail, let tailStart) = phase else { return }
        tail.count += 1
        tail.hasDigit = tail.hasDigit || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        // `Token auth_tokens/…`: the second prefix settles what the first left open.
        if !tail.isCertain, prefixEnding(byte) != nil { tail.isCertain = true }
        phase = .candidate(tail, start: tailStart)
    }

    private mutating func conclude(at index: Int, _ edits: inout Edits) {
        switch phase {
        case .searching: return
        case .candidate(let tail, let start):
            if tail.isCredential { edits.replace(from: start, to: index, by: Edits.placeholder) }
        case .dropping(let start):
            edits.replace(from: start, to: index, by: [])
        }
        phase = .searching
    }

    /// Whether a prefix ends with these two bytes, in lower or upper case; sometimes true when none does.
    @inline(__always)
    private static func mayEndPrefix(_ before: UInt8, _ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"): before == UInt8(ascii: "z")
        case UInt8(ascii: " "):
            before & 0x5F == UInt8(ascii: "R") || before & 0x5F == UInt8(ascii: "N")
                || before & 0x5F == UInt8(ascii: "C")
        case UInt8(ascii: "f"), UInt8(ascii: "F"): before == UInt8(ascii: "2")
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "="): true
        default: false
        }
    }

    /// The tail to expect when the window ends with a known prefix, whose last byte is `byte`.
    private func prefixEnding(_ byte: UInt8) -> Tail? {
        switch byte {
        case UInt8(ascii: "a"):
            ends(with: Prefix.apiKey) ? Tail(isCertain: true) : nil
        case UInt8(ascii: "."):
            ends(with: Prefix.oauthToken) ? Tail(isCertain: true) : nil
        case UInt8(ascii: "/"):
            ends(with: Prefix.ephemeralToken) ? Tail(isCertain: true) : nil
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            ends(with: Prefix.escapedEphemeralToken) ? Tail(isCertain: true) : nil
        case UInt8(ascii: " "):
            endsWithScheme ? Tail(isCertain: false) : nil
        case UInt8(ascii: "="):
            endsWithKeyParameter ? Tail(isCertain: true) : nil
        default: nil
        }
    }

    private var endsWithScheme: Bool {
        ends(with: Prefix.bearer) || ends(with: Prefix.token) || ends(with: Prefix.basic)
    }

    private var endsWithKeyParameter: Bool {
        guard !ends(with: Prefix.accessToken) else { return true }
        guard ends(with: Prefix.key) else { return false }
        let before = UInt8(truncatingIfNeeded: window >> 32)
        if before == UInt8(ascii: "?") || before == UInt8(ascii: "&") { return true }
        return context == .text && !Self.isLetterOrDigit(before)
    }

    private func ends(with prefix: Prefix) -> Bool {
        (window | prefix.caseBits) & prefix.mask == prefix.pattern
    }

    /// The characters of keys, OAuth and bearer tokens (RFC 6750 §2.1), and of percent-encoding.
    private static func isTailByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "-._~+/=%".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

/// The public beginning of a credential, ready to be compared with the scanner's window.
private struct Prefix: Sendable {
    let pattern: UInt128
    let mask: UInt128
    /// 0x20 in every byte when letters match in either case.
    let caseBits: UInt128

    /// `text` has at most 16 bytes.
    init(_ text: StaticString, anyCase: Bool = false) {
        let bit: UInt8 = anyCase ? 0x20 : 0
        var pattern: UInt128 = 0
        var mask: UInt128 = 0
        var caseBits: UInt128 = 0
        text.withUTF8Buffer { bytes in
            for byte in bytes {
                pattern = pattern << 8 | UInt128(byte | bit)
                mask = mask << 8 | 0xFF
                caseBits = caseBits << 8 | UInt128(bit)
            }
        }
        self.pattern = pattern
        self.mask = mask
        self.caseBits = caseBits
    }

    static let apiKey = Prefix("AIza")
    static let oauthToken = Prefix("ya29.")
    static let ephemeralToken = Prefix("auth_tokens/")
    static let escapedEphemeralToken = Prefix("auth_tokens%2f", anyCase: true)
    static let accessToken = Prefix("access_token=", anyCase: true)
    static let key = Prefix("key=", anyCase: true)
    static let bearer = Prefix("bearer ", anyCase: true)
    static let token = Prefix("token ", anyCase: true)
    static let basic = Prefix("basic ", anyCase: true)
}

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
        /// Strings and other bytes of a frame: `key=` and the like count as parameters of a URL only, because
        /// conversations and tool arguments are full of words that end in "key".
        case frame
        /// Errors and close reasons.
        case text
        /// Nothing is looked for.
        case none
    }

    private let context: Context
    /// The last 16 bytes, the newest in the lowest place.
    private var window: UInt128 = 0
    private var phase: Phase = .searching

    /// A private key in PEM has gone by: the next line of dashes ends it.
    private var isInPrivateKey = false

    private enum Phase: Sendable {
        case searching
        /// Behind a prefix; `start` is the first byte of the tail.
        case candidate(CredentialTail, start: Int)
        /// In a credential that a former chunk began; its bytes go from `start` on.
        case dropping(CredentialTail, start: Int)
        /// Behind `://`, in what may be userinfo.
        case authority(Authority)
    }

    /// What stands behind `://` so far.
    private struct Authority: Sendable {
        /// 0 where it began in an earlier chunk.
        var start: Int
        /// Behind a colon something else than a port followed: a password.
        var hasPassword = false
        var hasColon = false
        var isReplaced = false
    }

    init(context: Context) { self.context = context }

    /// Whether nothing has been seen of the text: white space here neither begins nor ends a credential.
    var isAtStart: Bool {
        guard case .searching = phase else { return false }
        return window == 0 && !isInPrivateKey
    }

    /// No credential has begun.
    var isSearching: Bool { if case .searching = phase { true } else { false } }

    /// Takes bytes that stand in the chunk as they are meant. This loop is where the time goes.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        guard context != .none else { return }
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
            begin(behind: byte, at: index)
        }
    }

    /// Takes the next byte of text, which stands at `start..<end` of the chunk: several bytes for an escape.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        guard context != .none else { return }
        window = window << 8 | UInt128(byte)
        switch phase {
        case .searching: begin(behind: byte, at: end)
        case .authority(let authority): advance(authority, byte, from: start, to: end, &edits)
        case .candidate, .dropping: advance(byte, from: start, to: end, &edits)
        }
    }

    /// The text ends at `index`, for instance with a string's closing quote.
    mutating func endText(at index: Int, _ edits: inout Edits) {
        conclude(at: index, &edits)
        window = 0
        isInPrivateKey = false
    }

    /// The chunk ends at `count`, the text may go on in the next. `escapeStart` is where a half-read escape began.
    mutating func endChunk(at count: Int, escapeStart: Int?, _ edits: inout Edits) {
        switch phase {
        case .searching: return
        case .authority(var authority):
            if authority.hasPassword {
                edits.replace(from: authority.start, to: count, by: authority.isReplaced ? [] : Edits.placeholder)
                authority.isReplaced = true
            }
            authority.start = 0
            phase = .authority(authority)
        case .candidate(let tail, let start):
            guard tail.mayBeCredential || escapeStart != nil else {
                phase = .candidate(tail, start: 0)
                return
            }
            edits.replace(from: start, to: count, by: Edits.placeholder)
            phase = .dropping(tail, start: 0)
        case .dropping(let tail, let start):
            edits.replace(from: start, to: count, by: [])
            phase = .dropping(tail, start: 0)
        }
    }

    /// A piece of the text ends at `count`, and another message may bring the next. Only what has proved to be a
    /// credential is dropped: the next piece may as well begin a new word.
    mutating func endPiece(at count: Int, _ edits: inout Edits) {
        switch phase {
        case .searching: return
        case .authority(let authority):
            if authority.isReplaced { edits.replace(from: authority.start, to: count, by: []) }
        case .candidate(let tail, let start):
            guard tail.isProbable else { return }
            edits.replace(from: start, to: count, by: Edits.placeholder)
            phase = .dropping(tail, start: 0)
        case .dropping(let tail, let start):
            edits.replace(from: start, to: count, by: [])
            phase = .dropping(tail, start: 0)
        }
    }

    /// The text goes on at `index`.
    mutating func resume(at index: Int) {
        switch phase {
        case .searching: return
        case .authority(var authority):
            authority.start = index
            phase = .authority(authority)
        case .candidate(let tail, _): phase = .candidate(tail, start: index)
        case .dropping(let tail, _): phase = .dropping(tail, start: index)
        }
    }

    private mutating func begin(behind byte: UInt8, at end: Int) {
        if byte == UInt8(ascii: "/"), ends(with: .authority) {
            phase = .authority(Authority(start: end))
        } else if let tail = prefixEnding(byte) {
            phase = .candidate(tail, start: end)
        }
    }

    private mutating func advance(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        guard let tail = currentTail, tail.takes(byte) else {
            if case .candidate(let tail, _) = phase, tail.mayBeginLater(with: byte) {
                phase = .candidate(tail, start: end)
                return
            }
            // An escape that began in a former chunk has lost its first half: its second must go as well.
            let isHalf = if case .dropping = phase { start < 0 } else { false }
            conclude(at: isHalf ? end : start, &edits)
            begin(behind: byte, at: end)
            return
        }
        guard case .candidate(var tail, let tailStart) = phase else { return }
        tail.append(byte)
        // `Token auth_tokens/…`: the second prefix settles what the first left open.
        if tail.kind == .behindScheme, prefixEnding(byte) != nil { tail.kind = .certain }
        phase = .candidate(tail, start: tailStart)
    }

    private mutating func advance(
        _ authority: Authority, _ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits
    ) {
        var authority = authority
        switch byte {
        case UInt8(ascii: "@"):
            edits.replace(from: authority.start, to: max(start, 0), by: authority.isReplaced ? [] : Edits.placeholder)
            // A password may hold another one.
            phase = .authority(Authority(start: end))
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), 0...0x20:
            conclude(at: start, &edits)
            begin(behind: byte, at: end)
        case UInt8(ascii: ":"):
            authority.hasPassword = authority.hasPassword || authority.hasColon
            authority.hasColon = true
            phase = .authority(authority)
        default:
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            authority.hasPassword = authority.hasPassword || authority.hasColon && !isDigit
            phase = .authority(authority)
            // A key in a host's place is one all the same.
            if let tail = prefixEnding(byte) { phase = .candidate(tail, start: end) }
        }
    }

    private var currentTail: CredentialTail? {
        switch phase {
        case .candidate(let tail, _), .dropping(let tail, _): tail
        case .searching, .authority: nil
        }
    }

    private mutating func conclude(at index: Int, _ edits: inout Edits) {
        switch phase {
        case .searching: return
        case .authority(let authority):
            if authority.isReplaced { edits.replace(from: authority.start, to: max(index, 0), by: []) }
        case .candidate(let tail, let start):
            if tail.isCredential { edits.replace(from: start, to: index, by: Edits.placeholder) }
            isInPrivateKey = tail.kind == .privateKey
        case .dropping(let tail, let start):
            edits.replace(from: start, to: index, by: [])
            isInPrivateKey = tail.kind == .privateKey
        }
        phase = .searching
    }

    /// Whether a prefix ends with these two bytes, in lower or upper case; sometimes true when none does.
    @inline(__always)
    private static func mayEndPrefix(_ before: UInt8, _ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"): before == UInt8(ascii: "z")
        case UInt8(ascii: "i"): before == UInt8(ascii: "O")
        case UInt8(ascii: " "):
            before & 0x5F == UInt8(ascii: "R") || before & 0x5F == UInt8(ascii: "N")
                || before & 0x5F == UInt8(ascii: "C")
        case UInt8(ascii: "f"), UInt8(ascii: "F"): before == UInt8(ascii: "2")
        case UInt8(ascii: "0"): before == UInt8(ascii: "/")
        case UInt8(ascii: "-"):
            before == UInt8(ascii: "-") || before == UInt8(ascii: "X") || before == UInt8(ascii: "k")
        case UInt8(ascii: "_"):
            before >= UInt8(ascii: "h")
        case UInt8(ascii: "\""): before == UInt8(ascii: ":") || before == UInt8(ascii: " ")
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "="): true
        default: false
        }
    }

    /// The tail to expect when the window ends with a known prefix, whose last byte is `byte`.
    private mutating func prefixEnding(_ byte: UInt8) -> CredentialTail? {
        switch byte {
        case UInt8(ascii: "a"): tail(.certain, behind: .apiKey)
        case UInt8(ascii: "i"): tail(.certain, behind: .signedToken)
        case UInt8(ascii: "."): tail(.certain, behind: .oauthToken) ?? tail(.run, behindWord: .authorizationKey)
        case UInt8(ascii: "/"): tail(.certain, behind: .ephemeralToken)
        case UInt8(ascii: "f"), UInt8(ascii: "F"): tail(.certain, behind: .escapedEphemeralToken)
        case UInt8(ascii: "0"): tail(.run, behindWord: .refreshToken)
        case UInt8(ascii: " "):
            tail(.behindScheme, behind: .bearer) ?? tail(.behindScheme, behind: .token)
                ?? tail(.behindScheme, behind: .basic)
        case UInt8(ascii: "="): endsWithSecretParameter ? CredentialTail(kind: .certain) : nil
        case UInt8(ascii: "-"):
            tail(.certain, behind: .clientSecret) ?? tail(.run, behindWord: .secretKey) ?? privateKeyTail
        case UInt8(ascii: "\""):
            CredentialPrefix.quotedNames.contains { ends(with: $0) } ? CredentialTail(kind: .quoted) : nil
        case UInt8(ascii: "_"):
            tail(.run, behind: .gitHubFineToken) ?? gitHubTail
        default: nil
        }
    }

    private func tail(_ kind: CredentialTail.Kind, behind prefix: CredentialPrefix) -> CredentialTail? {
        ends(with: prefix) ? CredentialTail(kind: kind) : nil
    }

    /// A short prefix counts at the beginning of a word only: `FAQ.md` is no key.
    private func tail(_ kind: CredentialTail.Kind, behindWord prefix: CredentialPrefix) -> CredentialTail? {
        guard ends(with: prefix) else { return nil }
        return Self.isLetterOrDigit(byte(before: prefix.count)) ? nil : CredentialTail(kind: kind)
    }

    private var gitHubTail: CredentialTail? {
        for prefix in CredentialPrefix.gitHubTokens {
            if let tail = tail(.run, behindWord: prefix) { return tail }
        }
        return nil
    }

    private var privateKeyTail: CredentialTail? {
        mutating get {
            guard ends(with: .privateKey) else { return nil }
            guard !isInPrivateKey else {
                isInPrivateKey = false
                return nil
            }
            return CredentialTail(kind: .privateKey)
        }
    }

    private var endsWithSecretParameter: Bool {
        guard !ends(with: .accessToken) else { return true }
        guard let name = CredentialPrefix.parameters.first(where: { ends(with: $0) }) else { return false }
        let before = byte(before: name.count)
        return context == .text ? !Self.isLetterOrDigit(before) : isParameter(endingBefore: name.count)
    }

    /// Whether what stands before the last `count` bytes leads back to the beginning of a URL's parameter. A name that
    /// reaches beyond the window is taken for one, unless it may be the end of base64.
    private func isParameter(endingBefore count: Int) -> Bool {
        for offset in count..<16 {
            let before = byte(before: offset)
            if "?&#;".utf8.contains(before) { return true }
            guard Self.isLetterOrDigit(before) || "-_.[]".utf8.contains(before) else { return false }
        }
        return count >= 6
    }

    /// The byte before the last `count` ones.
    private func byte(before count: Int) -> UInt8 {
        count < 16 ? UInt8(truncatingIfNeeded: window >> UInt128(8 * count)) : 0
    }

    private func ends(with prefix: CredentialPrefix) -> Bool {
        (window | prefix.caseBits) & prefix.mask == prefix.pattern
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

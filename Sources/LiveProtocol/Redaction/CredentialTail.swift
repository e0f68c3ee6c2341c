/// What is known of the bytes behind the prefix of a possible credential.
struct CredentialTail: Sendable {
    enum Kind: Sendable {
        /// The prefix alone proves it.
        case certain
        /// The prefix is a word, as in "the bearer of good news".
        case behindScheme
        /// The prefix is short: only a long run of key characters behind it proves it.
        case run
        /// In the quotes behind a secret's name: JSON within a text, as tool arguments of some clients are.
        case quoted
        /// The base64 lines of a private key in PEM.
        case privateKey
    }

    var kind: Kind
    private var count = 0
    private var hasDigit = false
    private var hasCapital = false
    /// Letters, digits, `-` and `_` up to the first other byte.
    private var runCount = 0
    private var isInRun = true

    /// The shortest run that is a key; those of the service have 45 and more.
    private static let leastRun = 20

    init(kind: Kind) { self.kind = kind }

    /// Whether it reads like a credential rather than like a word.
    var isCredential: Bool {
        switch kind {
        case .certain, .quoted: count > 0
        case .behindScheme: count >= 16 || count >= 6 && hasDigit
        case .run: runCount >= Self.leastRun
        case .privateKey: count >= 16
        }
    }

    /// Whether a chunk may not end with it: what follows may prove it.
    var mayBeCredential: Bool {
        guard kind == .run else { return count > 0 }
        return isCredential || isInRun && runCount >= 8
    }

    /// Whether a piece of a text may not end with it: it is a credential, or the beginning of a run that looks like one.
    var isProbable: Bool { isCredential || kind == .run && isInRun && runCount >= 8 && (hasDigit || hasCapital) }

    /// The characters of keys, OAuth and bearer tokens (RFC 6750 §2.1), and of percent-encoding.
    func takes(_ byte: UInt8) -> Bool {
        if CredentialScanner.isLetterOrDigit(byte) { return true }
        return switch kind {
        case .quoted: byte != UInt8(ascii: "\"")
        case .privateKey: "+/= \n\r\t".utf8.contains(byte)
        case .certain, .behindScheme, .run: "-._~+/=%".utf8.contains(byte)
        }
    }

    /// Further blanks behind `Bearer`.
    func mayBeginLater(with byte: UInt8) -> Bool { kind == .behindScheme && count == 0 && byte == UInt8(ascii: " ") }

    mutating func append(_ byte: UInt8) {
        count += 1
        hasDigit = hasDigit || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        hasCapital = hasCapital || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        isInRun = isInRun && (CredentialScanner.isLetterOrDigit(byte) || byte == 0x2D || byte == 0x5F)
        if isInRun { runCount += 1 }
    }
}

/// A key reduced to what all spellings share: `apiKey`, `api_key`, `Api-Key` and `\u0061piKey` are one. FNV-1a, 64 bits,
/// over the unescaped bytes without underscores and hyphens and in lower case, so that no key has to be kept.
struct KeyHash: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Without the last byte.
    private var before: UInt64 = 0
    private var last: UInt8 = 0

    init() {}

    init(_ name: String) {
        for byte in name.utf8 { append(byte) }
    }

    mutating func append(_ byte: UInt8) {
        guard byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") else { return }
        let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        last = isUpper ? byte | 0x20 : byte
        before = value
        value = (value ^ UInt64(last)) &* 0x100_0000_01B3
    }

    /// The key without the `s` at its end; nil without one.
    var singular: KeyHash? {
        guard last == UInt8(ascii: "s") else { return nil }
        var key = KeyHash()
        key.value = before
        return key
    }

    /// What tells a path of keys from another one.
    func followed(by key: KeyHash) -> KeyHash {
        var path = self
        path.value = (value ^ key.value) &* 0x100_0000_01B3
        return path
    }

    static let data = KeyHash("data")
    static let handle = KeyHash("handle")
    static let url = KeyHash("url")
    static let mediaKeys = [data, KeyHash("imageData")]
    /// Under these stands what people said or wrote: the user's own patterns look at it.
    static let texts = [
        "text", "systemInstruction", "input", "content", "arguments", "transcript", "prompt", "worldPrompt", "output",
        "result",
    ].map(KeyHash.init)
    /// Where texts come in pieces, these are they.
    static let pieces = ["text", "arguments", "stringValue"].map(KeyHash.init)
    /// Events that begin or end a step, and with it the texts that came in pieces.
    static let stepEvents = ["step.start", "step.stop"].map(KeyHash.init)
    static let stepDelta = KeyHash("step.delta")
}

extension KeyHash: Hashable {
    static func == (left: KeyHash, right: KeyHash) -> Bool { left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

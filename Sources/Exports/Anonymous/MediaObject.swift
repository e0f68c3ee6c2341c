import LiveProtocol

/// An object of a message that holds media in base64 under `data`, and what it says of them.
struct MediaObject {
    /// Nil for what is no linear PCM.
    private var format: AudioFormat?

    /// Nil for an object that holds none.
    init?(_ node: JSONNode, _ direction: Direction) {
        guard let data = node["data"], data.isString else { return nil }
        let type = node["mimeType"]?.string
        guard type != nil || Self.isBase64(data.source) else { return nil }
        guard type?.lowercased().hasPrefix("audio") ?? (node["type"]?.string == "audio") else { return }
        format = AudioFormat(mimeType: type ?? "audio/pcm", direction: direction)
        if let rate = (node["sampleRate"] ?? node["rate"])?.count, (1_000...768_000).contains(rate) {
            format?.rate = Int(rate)
        }
        if let channels = node["channels"]?.count, (1...64).contains(channels) { format?.channels = Int(channels) }
    }

    /// The base64 of other media of the same length.
    func scrambled(_ data: JSONNode, _ sound: inout SoundScrambler) -> [UInt8] {
        let text = data.stringBytes ?? []
        guard var bytes = Base64.decode(text) else { return sound.noText(text.count) }
        if let format { sound.scramble(&bytes, format) } else { sound.scrambleOpaque(&bytes) }
        return Self.encoded(bytes, like: text)
    }

    private static func encoded(_ bytes: [UInt8], like text: ArraySlice<UInt8>) -> [UInt8] {
        var encoded = Array(Base64.encode(bytes).utf8)
        if text.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) {
            for index in encoded.indices {
                switch encoded[index] {
                case UInt8(ascii: "+"): encoded[index] = UInt8(ascii: "-")
                case UInt8(ascii: "/"): encoded[index] = UInt8(ascii: "_")
                default: break
                }
            }
        }
        if text.last != UInt8(ascii: "=") { while encoded.last == UInt8(ascii: "=") { encoded.removeLast() } }
        return encoded
    }

    private static func isBase64(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 32
            && text.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "+/-_=\\".utf8.contains($0)
            }
    }
}

/// Empties the media of a JSON message: every string under a key `data` that is at least 32 characters of base64
/// (less than a millisecond of audio fits into fewer). Live messages carry audio, video and images nowhere else, as
/// `inlineData.data`, `inline_data.data`, `realtimeInput.audio.data` and their siblings.
///
/// It works on the bytes, because it must not change anything else, and knows no more of JSON than where strings
/// begin and end. What is not JSON at all may be raw audio and yields nil.
enum MediaStripper {
    private static let shortestMedia = 32
    private static let key = Array("\"data\"".utf8)

    static func stripped(_ payload: [UInt8]) -> [UInt8]? {
        guard let first = payload.first(where: { !isSpace($0) }) else { return payload }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
        var result: [UInt8] = []
        var kept = 0
        var index = 0
        while let string = nextString(in: payload, from: index) {
            index = string.upperBound
            guard payload[string].elementsEqual(key), let value = stringValue(in: payload, after: index) else {
                continue
            }
            index = value.upperBound
            let text = value.dropFirst().dropLast()
            guard isMedia(payload[text]) else { continue }
            result += payload[kept..<text.lowerBound]
            kept = text.upperBound
        }
        return kept == 0 ? payload : result + payload[kept...]
    }

    /// The next string literal with its quotes; a string without an end reaches to the end of the payload, so that
    /// nothing in it is taken for a key.
    private static func nextString(in payload: [UInt8], from start: Int) -> Range<Int>? {
        guard let quote = payload[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        var index = quote + 1
        while index < payload.count, payload[index] != UInt8(ascii: "\"") {
            index += payload[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return quote..<min(index + 1, payload.count)
    }

    private static func stringValue(in payload: [UInt8], after key: Int) -> Range<Int>? {
        guard let colon = payload[key...].firstIndex(where: { !isSpace($0) }), payload[colon] == UInt8(ascii: ":"),
            let quote = payload[(colon + 1)...].firstIndex(where: { !isSpace($0) }),
            payload[quote] == UInt8(ascii: "\"")
        else { return nil }
        return nextString(in: payload, from: quote)
    }

    /// Standard and URL-safe alphabets; serializers escape `/` as `\/` and `=` as `\u003d`.
    private static func isMedia(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= shortestMedia
            && text.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "+/-_=\\".utf8.contains(byte)
                }
            }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

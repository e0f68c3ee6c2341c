internal import Foundation

/// Empties the media of a JSON message: every string under a key `data` that is at least 32 characters of base64
/// (less than a millisecond of audio fits into fewer). Live messages carry audio, video and images nowhere else, as
/// `inlineData.data`, `inline_data.data`, `realtimeInput.audio.data` and their siblings.
///
/// It works on the bytes, because it must not change anything else, and knows no more of JSON than where strings
/// begin and end. What is not JSON at all may be raw audio and yields nil.
enum MediaStripper {
    private static let shortestMedia = 32
    private static let quote = UInt8(ascii: "\"")

    static func stripped(_ payload: [UInt8]) -> [UInt8]? {
        guard let first = payload.first(where: { !isSpace($0) }) else { return payload }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
        let media = payload.withUnsafeBytes(media)
        guard !media.isEmpty else { return payload }
        var result: [UInt8] = []
        var kept = 0
        for text in media {
            result += payload[kept..<text.lowerBound]
            kept = text.upperBound
        }
        return result + payload[kept...]
    }

    /// Whether what stands at `place` is emptied.
    static func empties(_ place: Int, of payload: [UInt8]) -> Bool {
        guard let first = payload.first(where: { !isSpace($0) }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return false }
        return payload.withUnsafeBytes(media).contains { $0.contains(place) }
    }

    /// Where media stands in the payload, in order.
    private static func media(_ payload: UnsafeRawBufferPointer) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while let string = nextString(in: payload, from: index) {
            index = string.upperBound
            guard isKey(payload[string]), let value = stringValue(in: payload, after: index) else { continue }
            index = value.upperBound
            // A string without an end has no quote there.
            let text = value.lowerBound + 1..<max(value.lowerBound + 1, value.upperBound - 1)
            if isMedia(UnsafeRawBufferPointer(rebasing: payload[text])) { found.append(text) }
        }
        return found
    }

    private static func isKey(_ string: Slice<UnsafeRawBufferPointer>) -> Bool {
        string.count == 6 && string.elementsEqual("\"data\"".utf8)
    }

    /// The next string literal with its quotes; a string without an end reaches to the end of the payload, so that
    /// nothing in it is taken for a key.
    private static func nextString(in payload: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        guard let opening = nextQuote(in: payload, from: start) else { return nil }
        var from = opening + 1
        while let closing = nextQuote(in: payload, from: from) {
            // An odd number of backslashes before it makes it a character of the string.
            var first = closing
            while first > opening + 1, payload[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            if (closing - first).isMultiple(of: 2) { return opening..<closing + 1 }
            from = closing + 1
        }
        return opening..<payload.count
    }

    private static func nextQuote(in payload: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < payload.count, let base = payload.baseAddress,
            let found = memchr(base + start, Int32(quote), payload.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func stringValue(in payload: UnsafeRawBufferPointer, after key: Int) -> Range<Int>? {
        guard let colon = payload[key...].firstIndex(where: { !isSpace($0) }), payload[colon] == UInt8(ascii: ":"),
            let opening = payload[(colon + 1)...].firstIndex(where: { !isSpace($0) }), payload[opening] == quote
        else { return nil }
        return nextString(in: payload, from: opening)
    }

    /// Standard and URL-safe alphabets; serializers escape `/` as `\/` and `=` as `\u003d`.
    private static func isMedia(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count >= shortestMedia else { return false }
        var index = 0
        while index + 8 <= text.count {
            guard isMedia(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) else { return false }
            index += 8
        }
        // The last bytes together with some that have been looked at.
        return isMedia(text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
    }

    /// Eight characters at once: the high bit of each byte is what is known of its character.
    private static func isMedia(_ characters: UInt64) -> Bool {
        guard characters & high == 0 else { return false }
        let letters = range(characters | ones &* 0x20, "a", "z")
        // `/` stands before the digits.
        let digits = range(characters, "/", "9")
        let signs = equal(characters, "+") | equal(characters, "-") | equal(characters, "=")
        let others = equal(characters, "_") | equal(characters, "\\")
        return (letters | digits | signs | others) & high == high
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let high: UInt64 = 0x8080_8080_8080_8080

    private static func range(_ characters: UInt64, _ first: Unicode.Scalar, _ last: Unicode.Scalar) -> UInt64 {
        let isReached = characters &+ ones &* (0x80 - UInt64(first.value))
        let isPassed = characters &+ ones &* (0x7F - UInt64(last.value))
        return isReached & ~isPassed
    }

    private static func equal(_ characters: UInt64, _ character: Unicode.Scalar) -> UInt64 {
        ~((characters ^ ones &* UInt64(character.value)) &+ ones &* 0x7F)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

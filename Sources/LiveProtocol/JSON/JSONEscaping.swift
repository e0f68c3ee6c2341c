/// JSON that can be shown on a terminal as it stands.
public enum JSONEscaping {
    /// A JSON text in which nothing drives a terminal: what is harmful outside of ASCII, and DEL, becomes an escape. It
    /// can stand in strings only, so the text means the same.
    public static func harmless(_ json: [UInt8]) -> [UInt8] {
        // Most texts are ASCII.
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        let text = String(decoding: json, as: UTF8.self)
        guard text.unicodeScalars.contains(where: mustEscape) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 16)
        for scalar in text.unicodeScalars {
            if mustEscape(scalar) {
                result += escape(scalar).utf8
            } else {
                result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        return result
    }

    /// `\u009b`.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && scalar.drivesTerminals }
}

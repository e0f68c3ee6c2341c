/// Character references of HTML (the HTML standard, "Named character references") for the characters of ASCII: by number, or by name for those that are no
/// letter and no digit.
enum HTMLEntity {
    /// From the `&` to the `;`, leading zeroes included.
    static let mostCount = 12

    /// What `bytes` are, which begin with `&`.
    static func reading(of bytes: [UInt8]) -> EscapeDecoder.Reading {
        guard bytes.count <= mostCount else { return .none }
        guard bytes.count > 1 else { return .unfinished }
        let isOver = bytes.last == UInt8(ascii: ";")
        let body = bytes.dropFirst().dropLast(isOver ? 1 : 0)
        if body.first == UInt8(ascii: "#") { return number(body.dropFirst(), isOver: isOver) }
        guard body.allSatisfy(CredentialScanner.isLetterOrDigit) else { return .none }
        guard isOver else { return .unfinished }
        return names[String(decoding: body, as: UTF8.self)].map { .escape($0) } ?? .none
    }

    private static func number(_ body: ArraySlice<UInt8>, isOver: Bool) -> EscapeDecoder.Reading {
        let isHexadecimal = body.first == UInt8(ascii: "x") || body.first == UInt8(ascii: "X")
        let digits = isHexadecimal ? body.dropFirst() : body
        var value = 0
        for byte in digits {
            guard let digit = PercentCoding.hexValue(byte), isHexadecimal || digit < 10 else { return .none }
            // At most eleven digits: it cannot overflow.
            value = value * (isHexadecimal ? 16 : 10) + Int(digit)
        }
        guard isOver else { return .unfinished }
        guard !digits.isEmpty else { return .none }
        // Beyond ASCII there are no credentials.
        return .escape(value < 0x80 ? UInt8(value) : 0xFF)
    }

    private static let names: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "AMP": UInt8(ascii: "&"), "apos": UInt8(ascii: "'"), "ast": UInt8(ascii: "*"),
        "bsol": UInt8(ascii: "\\"), "colon": UInt8(ascii: ":"), "comma": UInt8(ascii: ","),
        "commat": UInt8(ascii: "@"), "dollar": UInt8(ascii: "$"), "equals": UInt8(ascii: "="),
        "excl": UInt8(ascii: "!"), "grave": UInt8(ascii: "`"), "gt": UInt8(ascii: ">"), "GT": UInt8(ascii: ">"),
        "Hat": UInt8(ascii: "^"), "lbrack": UInt8(ascii: "["), "lcub": UInt8(ascii: "{"),
        "lowbar": UInt8(ascii: "_"), "lpar": UInt8(ascii: "("), "lsqb": UInt8(ascii: "["), "lt": UInt8(ascii: "<"),
        "LT": UInt8(ascii: "<"), "nbsp": UInt8(ascii: " "), "NewLine": 0x0A, "num": UInt8(ascii: "#"),
        "percnt": UInt8(ascii: "%"), "period": UInt8(ascii: "."), "plus": UInt8(ascii: "+"),
        "quest": UInt8(ascii: "?"), "quot": UInt8(ascii: "\""), "QUOT": UInt8(ascii: "\""),
        "rbrack": UInt8(ascii: "]"), "rcub": UInt8(ascii: "}"), "rpar": UInt8(ascii: ")"), "rsqb": UInt8(ascii: "]"),
        "semi": UInt8(ascii: ";"), "sol": UInt8(ascii: "/"), "Tab": 0x09, "verbar": UInt8(ascii: "|"),
        "vert": UInt8(ascii: "|"),
    ]
}

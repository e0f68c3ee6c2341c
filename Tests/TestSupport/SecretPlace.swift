import Foundation

/// One row of the table in `docs/security.md`: a place where a secret can stand on the wire.
public struct SecretPlace: Sendable, CustomStringConvertible {
    public var number: Int
    /// `up`, `down close`, `request header` and so on: how it is sent.
    public var channel: String
    /// How the secret is written there.
    public var spelling: String
    /// What is sent; `{}` is the secret.
    public var template: String

    public var description: String { "\(number) \(channel) \(spelling) \(template)" }

    /// All rows in their order.
    public static func all() throws -> [SecretPlace] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/security.md")
        let lines = try String(contentsOf: file.standardizedFileURL, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { line in
            let cells = line.split(separator: "|", maxSplits: 3).map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, let number = Int(cells[0]) else { return nil }
            return SecretPlace(
                number: number, channel: cells[1], spelling: cells[2],
                template: String(cells[3].dropFirst().dropLast(3)))
        }
    }

    /// Whether only the connection's own secret is promised to be found here.
    public var isForOwnSecretOnly: Bool {
        spelling.hasPrefix("base64") || spelling == "hexadecimal" || spelling == "end"
    }

    /// Whether the secret has no shape and is not the connection's own: only its name tells.
    public var isNamedOnly: Bool { spelling.hasPrefix("named") }

    /// What is sent, each way of cutting the secret over messages a list of its own.
    public func messages(with secret: String) throws -> [[String]] {
        guard channel.hasSuffix("pieces") else { return [[try filled(with: secret)]] }
        let spelled = try spelled(secret)
        return [5, max(spelled.count / 2, 1)].map { size in
            Self.pieces(of: spelled, size).map { template.replacingOccurrences(of: "{}", with: $0) }
        }
    }

    /// Escapes of JSON stay whole.
    private static func pieces(of text: String, _ size: Int) -> [String] {
        var pieces = [""]
        for character in text {
            let isOpen = pieces.last?.last == "\\"
            if !isOpen, pieces.last?.count ?? 0 >= size { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        return pieces
    }

    /// `{}` replaced by `secret` as it is spelled here.
    public func filled(with secret: String) throws -> String {
        template.replacingOccurrences(of: "{}", with: try spelled(secret))
    }

    private func spelled(_ secret: String) throws -> String {
        switch spelling {
        case "plain", "named": return secret
        case "named in JSON": return #"{\"password\":\"\#(secret)\"}"#
        case "end": return String(secret.suffix(20))
        case "hexadecimal": return Spelling.hexadecimal(secret)
        case "HTML": return Spelling.html(secret)
        case "JSON": return Spelling.unicode(secret)
        case "JSON in JSON": return Spelling.unicode(secret).replacingOccurrences(of: "\\", with: "\\\\")
        case "percent": return Spelling.percent(secret)
        case "percent twice": return Spelling.percent(secret).replacingOccurrences(of: "%", with: "%25")
        case "base64": return Data("a\(secret)!".utf8).base64EncodedString()
        case "base64url": return Spelling.urlSafe(Data("ab\(secret)??".utf8).base64EncodedString())
        case "user:base64": return Data("somebody:\(secret)".utf8).base64EncodedString()
        default: throw SpellingError(description: "docs/security.md has a spelling that nobody knows: \(self)")
        }
    }
}

struct SpellingError: Error, CustomStringConvertible {
    var description: String
}

/// A credential for tests: a public beginning and a needle that nothing else holds.
public struct TestSecret: Sendable {
    public var form: String
    public var text: String
    /// What must not be found anywhere: two parts of the secret, in every spelling.
    public var traces: [String]

    /// Every form that is known by its shape.
    public static let knownForms = [
        "AIzaSy", "AQ.Ab8RN6", "ya29.a0", "1//0g", "auth_tokens/", "GOCSPX-", "eyJhbGciOi", "sk-proj-", "ghp_",
        "github_pat_",
    ]

    /// - Parameter form: a public beginning; empty for a secret without a shape.
    public init(form: String, number: Int) {
        self.form = form
        var random = SeededGenerator(seed: UInt64(number) &* 7_919 &+ 17)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let needle = String((0..<36).map { _ in letters.randomElement(using: &random) ?? "x" })
        text = form + needle
        traces = [needle.prefix(15), needle.suffix(15)].flatMap { Spelling.all(of: String($0)) }
    }
}

private enum Spelling {
    static func unicode(_ text: String) -> String {
        text.utf8.map { "\\u00" + hexadecimal($0, uppercase: false) }.joined()
    }

    static func percent(_ text: String) -> String {
        text.utf8.map { "%" + hexadecimal($0, uppercase: true) }.joined()
    }

    static func urlSafe(_ base64: String) -> String {
        base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }

    static func html(_ text: String) -> String { text.utf8.map { "&#\($0);" }.joined() }

    static func hexadecimal(_ text: String) -> String {
        text.utf8.map { hexadecimal($0, uppercase: false) }.joined()
    }

    private static func hexadecimal(_ byte: UInt8, uppercase: Bool) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
    }

    /// Base64 without the digits that neighbours have a part in.
    static func all(of text: String) -> [String] {
        let base64 = ["", "a", "ab"].map { before in
            String(Data("\(before)\(text)".utf8).base64EncodedString().dropFirst(4).prefix(14))
        }
        let escaped = unicode(text)
        return [
            text, escaped, escaped.replacingOccurrences(of: "\\", with: "\\\\"), percent(text),
            percent(text).replacingOccurrences(of: "%", with: "%25"), html(text), hexadecimal(text),
        ] + base64 + base64.map(urlSafe)
    }
}

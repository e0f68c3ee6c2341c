/// Takes credentials out of everything that is text and not a frame: request targets, headers, errors, close reasons.
/// Frames are `FrameRedactor`'s. Doing it twice changes nothing more.
public enum Redaction {
    /// What stands where a secret stood.
    public static let placeholder = "REDACTED"

    /// A request target or URL: userinfo and every query value that is not known to be harmless are replaced, and
    /// credentials within the path.
    public static func target(_ target: String) -> String {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        let query = target[path.endIndex...].dropFirst()
        let redacted = text(String(path))
        guard !query.isEmpty else { return redacted + target[path.endIndex...] }
        let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map(parameter)
        return redacted + String(target[path.endIndex]) + parameters.joined(separator: "&")
    }

    /// Headers in their order. Values are kept of headers known to carry no secret, all others are replaced: the SDKs
    /// let their users set any header.
    public static func headers(_ fields: [HeaderField]) -> [HeaderField] {
        fields.map { HeaderField(text($0.name), headerValue($0)) }
    }

    /// Free text: credentials are recognised by their shape (`CredentialPrefix`), also behind escapes, and the userinfo of
    /// URLs by its place.
    public static func text(_ text: String) -> String { Self.text(text, SecretIndex()) }

    /// Free text of a connection: what it carried itself goes as well.
    static func text(_ text: String, _ secrets: SecretIndex) -> String {
        let scanned = scan(Array(text.utf8), secrets).map { String(decoding: $0, as: UTF8.self) } ?? text
        return withoutUserinfo(scanned)
    }

    /// Bytes that may be text; nil when they hold no secret.
    static func bytes(_ bytes: [UInt8], _ secrets: SecretIndex) -> [UInt8]? {
        let scanned = scan(bytes, secrets)
        guard (scanned ?? bytes).contains(UInt8(ascii: "@")) else { return scanned }
        let text = String(decoding: scanned ?? bytes, as: UTF8.self)
        let redacted = withoutUserinfo(text)
        return redacted == text ? scanned : Array(redacted.utf8)
    }

    /// `text` without the secrets themselves, its shapes untouched.
    static func own(_ text: String, _ secrets: SecretIndex) -> String {
        guard !secrets.isEmpty else { return text }
        return scan(Array(text.utf8), secrets, context: .none).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    private static func scan(
        _ bytes: [UInt8], _ secrets: SecretIndex, context: CredentialScanner.Context = .text
    ) -> [UInt8]? {
        var text = TextRedactor(context: context, secrets: secrets, depth: 0)
        var edits = Edits()
        text.take(bytes.span, bytes.indices, &edits)
        text.endText(at: bytes.count, &edits)
        return edits.isEmpty ? nil : edits.applied(to: bytes)
    }

    private static func parameter(_ pair: Substring) -> String {
        guard !pair.isEmpty else { return "" }
        guard let equals = pair.firstIndex(of: "=") else { return placeholder }
        let name = text(String(pair[..<equals]))
        let value = pair[equals...].dropFirst()
        let isHarmless = harmlessParameters.contains(PercentCoding.decode(name).lowercased())
        return name + "=" + (value.isEmpty || isHarmless && isWord(value) ? value : placeholder[...])
    }

    /// Short and without anything behind it, such as the fragment of a URL.
    private static func isWord(_ value: Substring) -> Bool {
        value.utf8.count <= 32 && value.allSatisfy { $0.isLetter || $0.isNumber || "-_.,".contains($0) }
    }

    private static let harmlessParameters: Set<String> = [
        "alt", "$alt", "prettyprint", "$prettyprint", "uploadtype", "upload_protocol", "pagesize",
    ]

    /// Whether the header's value stays in the recording.
    static func isHarmless(header name: String) -> Bool { harmlessHeaders.contains(name.lowercased()) }

    private static func headerValue(_ field: HeaderField) -> String {
        let name = field.name.lowercased()
        if harmlessHeaders.contains(name) { return text(field.value) }
        if urlHeaders.contains(name) { return target(field.value) }
        if name == "traceparent", isTraceParent(field.value) { return field.value }
        if name == "authorization" || name == "proxy-authorization" {
            // The scheme tells a key from an ephemeral token from an OAuth token.
            let scheme = field.value.prefix { $0 != " " }
            if ["bearer", "token", "basic"].contains(scheme.lowercased()) { return scheme + " " + placeholder }
        }
        return field.value.isEmpty ? "" : placeholder
    }

    /// `00-TRACE-SPAN-FLAGS` and nothing else: random names that join what livetop exports with the client's own spans.
    private static func isTraceParent(_ value: String) -> Bool {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [2, 32, 16, 2]
            && parts.allSatisfy { $0.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 } }
    }

    private static let urlHeaders: Set<String> = ["origin", "location", "content-location"]

    private static let harmlessHeaders: Set<String> = [
        "accept", "accept-encoding", "accept-language", "accept-ranges", "age", "allow", "alt-svc", "cache-control",
        "connection", "content-encoding", "content-language", "content-length", "content-type", "date", "expect",
        "expires", "host", "keep-alive", "last-modified", "pragma", "retry-after", "sec-fetch-dest", "sec-fetch-mode",
        "sec-fetch-site", "sec-websocket-accept", "sec-websocket-extensions", "sec-websocket-key",
        "sec-websocket-version", "server", "server-timing", "te", "trailer", "transfer-encoding", "upgrade",
        "user-agent", "vary", "via", "x-content-type-options", "x-frame-options", "x-goog-api-client",
        "x-goog-user-project", "x-xss-protection",
    ]

    /// `https://user:password@host` → `https://REDACTED@host`, for every URL in `text`.
    private static func withoutUserinfo(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { !"/?# \"'<>\n".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                result += placeholder
                rest = rest[at...]
            }
        }
        return result + rest
    }
}

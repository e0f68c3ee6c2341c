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
        fields.map { HeaderField($0.name, headerValue($0)) }
    }

    /// Free text: credentials are recognised by their shape (`AIza…`, `ya29.…`, `auth_tokens/…`, `Bearer …`,
    /// `Token …`, `Basic …`, `key=…`, `access_token=…`) and the userinfo of URLs by its place.
    public static func text(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var scanner = CredentialScanner(context: .text)
        var edits = Edits()
        for (index, byte) in bytes.enumerated() { scanner.take(byte, from: index, to: index + 1, &edits) }
        scanner.endText(at: bytes.count, &edits)
        let scanned = edits.isEmpty ? text : String(decoding: edits.applied(to: bytes), as: UTF8.self)
        return withoutUserinfo(scanned)
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

    private static func headerValue(_ field: HeaderField) -> String {
        let name = field.name.lowercased()
        if harmlessHeaders.contains(name) { return text(field.value) }
        if urlHeaders.contains(name) { return target(field.value) }
        if name == "authorization" || name == "proxy-authorization" {
            // The scheme tells a key from an ephemeral token from an OAuth token.
            let scheme = field.value.prefix { $0 != " " }
            if ["bearer", "token", "basic"].contains(scheme.lowercased()) { return scheme + " " + placeholder }
        }
        return field.value.isEmpty ? "" : placeholder
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

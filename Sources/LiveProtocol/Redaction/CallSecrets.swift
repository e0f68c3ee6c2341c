/// What one request or connection carried as credentials, so that they can be replaced wherever they come back.
///
/// It lives in memory only, as long as its connection: it cannot be encoded, and says nothing of what is in it when it
/// is printed, described or reflected.
public struct CallSecrets: Hashable, Sendable {
    private(set) var index = SecretIndex()

    public init() {}

    public var isEmpty: Bool { index.isEmpty }

    // MARK: What is taken

    /// The query's values and the userinfo of a request target or URL.
    public mutating func take(target: String) {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        if let scheme = path.firstRange(of: "://"), let at = path.lastIndex(of: "@"), scheme.upperBound < at {
            take(userinfo: String(path[scheme.upperBound..<at].prefix { $0 != "/" }))
        }
        let query = target[path.endIndex...].dropFirst()
        for pair in query.split(whereSeparator: { "&#;".contains($0) }) {
            guard let equals = pair.firstIndex(of: "=") else {
                take(value: PercentCoding.decode(pair), named: "")
                continue
            }
            let name = PercentCoding.decode(pair[..<equals])
            let value = pair[equals...].dropFirst()
            take(value: PercentCoding.decode(value), named: name)
            // As it was written, for what is encoded once more.
            take(value: String(value), named: name)
        }
    }

    /// The values of headers that are replaced in the recording.
    public mutating func take(headers: [HeaderField]) {
        for field in headers where !Redaction.isHarmless(header: field.name) {
            switch field.name.lowercased() {
            case "authorization", "proxy-authorization": take(authorization: field.value)
            case "cookie", "set-cookie": take(cookies: field.value)
            case "origin", "location", "content-location", "referer": take(target: field.value)
            case "sec-websocket-protocol":
                for part in field.value.split(whereSeparator: { ", ".contains($0) }) {
                    take(subprotocol: part)
                }
            default:
                if field.value.contains("://") { take(target: field.value) }
                take(value: field.value, named: field.name)
            }
        }
    }

    /// Browsers cannot set headers, and put a token behind words: `base64url.bearer.authorization.TOKEN`. Whoever takes it
    /// off says it without them.
    private mutating func take(subprotocol part: Substring) {
        take(value: String(part), named: "")
        var rest = part
        for _ in 0..<4 {
            guard let dot = rest.firstIndex(of: ".") else { return }
            rest = rest[dot...].dropFirst()
            take(value: String(rest), named: "")
        }
    }

    /// A value that stood in the place of a secret in a message: a header, a key, a URL with a key in it.
    mutating func take(setupValue value: String) {
        if value.contains("://") { take(target: value) }
        take(authorization: value)
    }

    private mutating func take(authorization value: String) {
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count > 1 else { return add(value) }
        let rest = value.dropFirst(parts[0].count).drop { $0 == " " }
        add(String(rest))
        guard parts[0].lowercased() == "basic", let bytes = Base64.decode(Array(rest.utf8)[...]) else { return }
        take(userinfo: String(decoding: bytes, as: UTF8.self))
    }

    private mutating func take(userinfo: String) {
        let decoded = PercentCoding.decode(userinfo)
        add(decoded)
        for part in decoded.split(separator: ":", maxSplits: 1) { add(String(part)) }
    }

    private mutating func take(cookies: String) {
        for pair in cookies.split(separator: ";") {
            let value = pair.firstIndex(of: "=").map { pair[$0...].dropFirst() } ?? pair
            add(value.trimming { $0 == " " || $0 == "\"" })
        }
    }

    /// A value under any name: a word or a model is none.
    private mutating func take(value: String, named name: String) {
        let name = name.lowercased()
        let isNamed = Self.secretNames.contains { name.contains($0) }
        guard isNamed || !Self.harmlessNames.contains(name) && Self.looksSecret(value) else { return }
        if value.contains(" ") { take(authorization: value) } else { add(value) }
    }

    private mutating func add(_ value: String) {
        guard value != Redaction.placeholder else { return }
        index.add(value.utf8, replacement: Edits.placeholder)
        // An ephemeral token is said with and without the place that it has among the service's resources.
        guard let place = value.firstRange(of: "auth_tokens/") else { return }
        index.add(String(value[place.upperBound...]).utf8, replacement: Edits.placeholder)
    }

    /// Long enough, of letters and digits, and no name of a model or a project.
    private static func looksSecret(_ value: String) -> Bool {
        guard value.utf8.count >= 12, !value.contains(" ") else { return false }
        guard !["gemini", "models/", "projects/", "publishers/"].contains(where: value.lowercased().contains) else {
            return Redaction.text(value) != value
        }
        return value.contains(where: \.isNumber) && value.contains(where: \.isLetter)
    }

    private static let secretNames = [
        "key", "token", "auth", "secret", "password", "passwd", "pwd", "session", "sid", "sig", "cred", "cookie", "jwt",
        "code",
    ]

    private static let harmlessNames: Set<String> = [
        "model", "voice", "lang", "language", "locale", "project", "location", "region", "version", "alt", "$alt",
        "user-agent", "x-user-agent", "client", "app", "traceparent", "tracestate", "x-request-id",
        "x-cloud-trace-context", "x-client-data", "if-none-match", "if-modified-since", "etag", "accept-charset",
    ]

    // MARK: What is replaced

    /// `text` without credentials and without what the request carried.
    public func redacted(text: String) -> String { Redaction.text(text, index) }

    /// A request target or URL, as `Redaction.target` leaves it.
    public func redacted(target: String) -> String {
        Redaction.target(Redaction.own(target, index))
    }

    /// Headers, as `Redaction.headers` leaves them.
    public func redacted(headers: [HeaderField]) -> [HeaderField] {
        Redaction.headers(headers.map { HeaderField(redacted(text: $0.name), Redaction.own($0.value, index)) })
    }

    /// The beginning of a body, which may be JSON: what its keys say counts as well.
    public func redacted(body: [UInt8]) -> String {
        var reader = PayloadRedactor(
            RedactionTools(hash: { _ in Redaction.placeholder }, secrets: index), context: .text)
        return redacted(text: String(decoding: reader.redact(body) ?? body, as: UTF8.self))
    }
}

extension CallSecrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "CallSecrets" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Substring {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> String {
        var rest = self
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest.drop(while: isBlank))
    }
}

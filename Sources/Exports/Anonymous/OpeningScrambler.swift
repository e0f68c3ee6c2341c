import LiveProtocol

/// Makes anonymous what is known of a connection besides its frames: tag, path, headers, reasons.
struct OpeningScrambler {
    let words: WordScrambler

    func scrambled(_ kind: WireEvent.Kind) -> WireEvent.Kind {
        switch kind {
        case .opened(var info):
            info.tag = info.tag.map { words.scrambled($0) }
            info.target = target(info.target)
            info.upstream = host(info.upstream)
            info.headers = headers(info.headers)
            return .opened(info)
        case .upgraded(var handshake):
            handshake.headers = headers(handshake.headers)
            return .upgraded(handshake)
        case .refused(var refusal):
            refusal.reason = words.scrambledService(refusal.reason)
            refusal.headers = headers(refusal.headers)
            return .refused(refusal)
        case .closed(var closure):
            closure.reason = closure.reason.map {
                closure.by == .client ? words.scrambled($0) : words.scrambledService($0)
            }
            return .closed(closure)
        default: return kind
        }
    }

    /// Paths of the service stay, and the names of parameters; a tag and all values go.
    private func target(_ target: String) -> String {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
        let steps = path.enumerated().map { index, step in
            isOfService(step) ? words.scrambledService(String(step)) : words.scrambled(String(step))
        }
        guard parts.count > 1, let query = parts.last else { return steps.joined(separator: "/") }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { return String(pair) }
            return "\(sides[0])=\(sides[0] == "alt" ? String(sides[1]) : words.scrambled(String(sides[1])))"
        }
        return steps.joined(separator: "/") + "?" + pairs.joined(separator: "&")
    }

    private func isOfService(_ step: Substring) -> Bool {
        let lower = step.lowercased()
        return ["", "ws", "t", "live", "api"].contains(lower) || lower.contains("google") || lower.contains("bidi")
            || lower.contains("generat") || lower.contains("interaction")
            || lower.first == "v" && lower.dropFirst().first?.isNumber == true
    }

    /// The service's host and this machine stay.
    private func host(_ address: String) -> String {
        let lower = address.lowercased()
        let isKept = ["googleapis.com", "google.com", "localhost", "127.0.0.1", "[::1]"].contains { lower.contains($0) }
        guard !isKept, let scheme = address.firstRange(of: "://") else { return address }
        return address[..<scheme.upperBound] + words.scrambled(String(address[scheme.upperBound...]))
    }

    private func headers(_ headers: [HeaderField]) -> [HeaderField] {
        headers.map { field in
            switch field.name.lowercased() {
            case "host": HeaderField(field.name, host("://" + field.value).droppingScheme)
            case "origin", "referer": HeaderField(field.name, field.value == "null" ? "null" : host(field.value))
            case "user-agent", "x-goog-api-client": HeaderField(field.name, client(field.value))
            case let name where Self.kept.contains(name) || name.hasPrefix("sec-websocket-"): field
            default: HeaderField(field.name, words.scrambled(field.value))
            }
        }
    }

    /// SDKs, libraries and browsers stay; an app's own name goes.
    private func client(_ value: String) -> String {
        value.split(separator: " ", omittingEmptySubsequences: false).map { product in
            let name = product.lowercased()
            return Self.products.contains { name.contains($0) } ? String(product) : words.scrambled(String(product))
        }.joined(separator: " ")
    }

    private static let kept: Set = [
        "upgrade", "connection", "content-type", "content-length", "transfer-encoding", "date", "server", "vary",
        "cache-control", "pragma", "accept", "accept-encoding", "x-goog-ext", "retry-after", "alt-svc",
    ]

    private static let products = [
        "google-genai", "gl-python", "gl-node", "gl-java", "gl-go", "gl-dart", "gl-swift", "gl-kotlin", "gl-", "gccl",
        "websockets", "websocket", "aiohttp", "httpx", "python", "node", "okhttp", "go-http", "undici", "mozilla",
        "applewebkit", "chrome", "safari", "firefox", "gecko", "livekit", "pipecat", "vertex", "firebase", "java",
        "dart", "curl", "livetop", "adk", "twilio", "daily", "fire/",
    ]
}

extension String {
    fileprivate var droppingScheme: String { String(dropFirst(3)) }
}

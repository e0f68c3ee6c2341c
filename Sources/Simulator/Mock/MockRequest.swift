import LiveProtocol
import NIOHTTP1

/// What the mock needs to know of a request head.
struct MockRequest: Sendable {
    var method: HTTPMethod
    /// Without query, repeated slashes collapsed.
    var path: String
    var credential: String
    /// Where it goes and where it comes from.
    var claims: AccessPolicy.Claims

    init(_ head: HTTPRequestHead) {
        method = head.method
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = "/" + (parts.first ?? "").split(separator: "/").joined(separator: "/")
        let query = parts.count > 1 ? String(parts[1]) : ""
        credential = (head.headers["x-goog-api-key"] + head.headers["authorization"] + [query]).joined(separator: " ")
        claims = AccessPolicy.Claims(headers: head.headers, mayOmitHost: head.version == .http1_0)
    }

    /// The version of a Live path, such as `v1beta`; nil for any other path. A prefix may stand before `/ws/`.
    var liveVersion: String? {
        if isInteraction { return path.split(separator: "/").suffix(3).first.map(String.init) }
        let names = path.split(separator: "/").drop { $0 != "ws" }.dropFirst()
        guard let service = names.first else { return nil }
        let words = service.split(separator: ".").map(String.init)
        if service.hasPrefix("google.ai.generativelanguage."), words.suffix(2).first == "GenerativeService" {
            return Self.methods.contains(words.last ?? "") ? words[3] : nil
        }
        guard service.hasPrefix("google.cloud.aiplatform."), words.contains("LlmBidiService") else { return nil }
        return words[3]
    }

    /// Asks for Live Interactions: `/v1/interactions/live`, whatever stands in front.
    var isInteraction: Bool {
        let names = path.split(separator: "/").suffix(3)
        return names.count == 3 && names.suffix(2).elementsEqual(["interactions", "live"]) && names.first?.first == "v"
    }

    /// Staged refusals are asked for by the key: one that ends in `invalid` is not valid, `quota` is used up after
    /// the upgrade, `busy` before it.
    var closureAfterUpgrade: MockClosure? {
        if credential.contains("mock-invalid") { return .keyNotValid }
        return credential.contains("mock-quota") ? .quota : nil
    }

    var isTurnedAway: Bool { credential.contains("mock-busy") }

    private static let methods: Set = ["BidiGenerateContent", "BidiGenerateContentConstrained"]
}

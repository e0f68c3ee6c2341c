import LiveProtocol
import Testing

@Suite struct RouteTests {
    static let gemini = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
    static let vertex = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"

    @Test(arguments: [
        (gemini, Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent)),
        (
            gemini + "Constrained",
            Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContentConstrained)
        ),
        (
            "/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateMusic",
            Endpoint(surface: .geminiAPI, version: "v1alpha", method: .bidiGenerateMusic)
        ),
        (vertex, Endpoint(surface: .vertex, version: "v1beta1", method: .bidiGenerateContent)),
        (
            "/ws/google.cloud.aiplatform.v1.LlmBidiService.BidiGenerateContent",
            Endpoint(surface: .vertex, version: "v1", method: .bidiGenerateContent)
        ),
        (
            "/ws/google.ai.generativelanguage.v9.GenerativeService.BidiDream",
            Endpoint(surface: .geminiAPI, version: "v9", method: .unknown)
        ),
        ("/v1/interactions/live", Endpoint(surface: .geminiAPI, version: "v1", method: .liveInteractions)),
        ("/v1beta/interactions/live", Endpoint(surface: .geminiAPI, version: "v1beta", method: .liveInteractions)),
        ("/v1/interactions/int_1/auth_tokens", .unknown),
        ("/interactions/live", .unknown),
        ("/socket/interactions/live", .unknown),
        ("/v1beta/models/gemini:generateContent", .unknown),
        ("/", .unknown),
        ("", .unknown),
    ])
    func `service and method decide, whatever stands in front`(path: String, endpoint: Endpoint) {
        for prefix in ["", "/", "/gateway/eu", "/t/a", "//t/a//gateway/"] {
            let route = Route(target: prefix + path + "?key=abc")
            #expect(route.endpoint == endpoint, "\(prefix)")
        }
    }

    @Test(arguments: [
        ("/t/shop/f/reset/eu" + gemini + "?x", "/eu" + gemini + "?x"),
        ("https://localhost:8910/t/a/pre" + vertex, "/pre" + vertex),
        ("//eu//v1", "//eu//v1"), ("/t/shop", "/"), ("", "/"), ("*", "/*"),
    ])
    func `what the client has asked for stays known, without tag and faults`(target: String, own: String) {
        #expect(Route(target: target).ownTarget == own)
        #expect(Route(target: target, isVertexConfigured: true).ownTarget == own)
    }

    @Test(arguments: [
        ("/" + gemini + "?key=a%20b&x", gemini + "?key=a%20b&x"),
        ("/t/shop/" + gemini, gemini),
        ("/anything/more/" + gemini + "?a=/ws/b", gemini + "?a=/ws/b"),
        ("https://localhost:8910/pre" + vertex, vertex),
        ("/t/shop/v1beta/models?pageSize=5", "/v1beta/models?pageSize=5"),
        ("/v1/interactions/live", "/v1/interactions/live"),
        ("/anything//more//v1/interactions/live?x=1", "/v1/interactions/live?x=1"),
        ("/t/shop/v1/interactions/live/", "/v1/interactions/live/"),
        ("/t/shop/v1/interactions/int_1/auth_tokens", "/v1/interactions/int_1/auth_tokens"),
        ("//v1beta//models/%2F", "//v1beta//models/%2F"),
        ("/t/shop", "/"),
        ("/t/shop?x=1", "/?x=1"),
        ("/t//v1/models", "/v1/models"),
        ("/ws/other/socket", "/ws/other/socket"),
        ("/t", "/t"),
        ("*", "/*"),
        ("", "/"),
        ("?x", "/?x"),
    ])
    func `what is forwarded keeps its bytes`(target: String, forwarded: String) {
        #expect(Route(target: target).forwardedTarget == forwarded)
    }

    @Test(arguments: [
        ("/t/shop/x", "shop"),
        ("//t/shop", "shop"),
        ("/t/caf%C3%A9%20no.%201/x", "café-no.-1"),
        ("/t/a%00%1b%5b31m/x", "a---31m"),
        ("/t/%ff%fe/x", "--"),
        ("/t//x", nil),
        ("/t/", nil),
        ("/x/t/shop", nil),
        ("/tee/shop", nil),
    ])
    func `a tag stands in front and is made harmless`(target: String, tag: String?) {
        #expect(Route(target: target).tag == tag)
    }

    @Test func `a tag is at most 64 characters`() {
        #expect(Route(target: "/t/" + String(repeating: "é", count: 500) + "/").tag?.count == 64)
    }

    @Test func `the root is Vertex's bidi service when a Vertex location is configured`() {
        let route = Route(target: "//?x=1", isVertexConfigured: true)
        #expect(route.endpoint.surface == .vertex)
        #expect(route.forwardedTarget == Self.vertex + "?x=1")
        #expect(Route(target: "/v1", isVertexConfigured: true).endpoint == .unknown)
        #expect(Route(target: "/t/a/", isVertexConfigured: true).endpoint.isDecoded)
    }
}

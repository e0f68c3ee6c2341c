import NIOHTTP1
import Testing

@testable import Simulator

struct MockPageTests {
    private func page(_ method: HTTPMethod, _ target: String, key: String = "", received: Int = 0) -> MockPage {
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: ["x-goog-api-key": key])
        return MockPage(MockRequest(head), received: received)
    }

    @Test(arguments: [
        (HTTPMethod.GET, "/v1beta/models", "gemini-3.8-live"), (.GET, "//v1beta//models/?pageSize=5", "models"),
        (.GET, "/v1beta/models/gemini-3.8-live", "131072"), (.POST, "/v1alpha/auth_tokens", "auth_tokens/"),
        (.POST, "/v1beta/models/x:countTokens", "totalTokens"),
        (.POST, "/v1beta/models/x:generateContent", "candidates"),
        (.POST, "/upload/v1beta/files", "sizeBytes"),
    ]) func `what SDKs ask around a call is answered`(method: HTTPMethod, target: String, part: String) {
        let page = page(method, target)
        #expect(page.status == .ok)
        #expect(page.parts.joined().contains(part))
    }

    @Test func `a stream has several events`() {
        let page = page(.POST, "/v1beta/models/x:streamGenerateContent?alt=sse")
        #expect(page.contentType == "text/event-stream")
        #expect(page.parts.count == 3 && page.parts.allSatisfy { $0.hasPrefix("data: ") })
    }

    @Test(arguments: ["/", "/v2/nothing", "/v1beta/models/none"]) func `everything else is not found`(target: String) {
        let page = page(.GET, target)
        #expect(page.status == .notFound)
        #expect(page.parts.joined().contains("NOT_FOUND"))
    }

    @Test func `a busy key is turned away everywhere`() {
        #expect(page(.GET, "/v1beta/models", key: "mock-busy").status == .tooManyRequests)
    }

    @Test(arguments: [
        ("/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent", "v1beta"),
        ("//ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained?key=x", "v1alpha"),
        ("/p/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent", "v1beta1"),
        ("/ws/google.ai.generativelanguage.v1beta.GenerativeService.Other", nil), ("/v1beta/models", nil), ("/ws", nil),
    ]) func `a Live path is known by service and method`(target: String, version: String?) {
        #expect(MockRequest(HTTPRequestHead(version: .http1_1, method: .GET, uri: target)).liveVersion == version)
    }
}

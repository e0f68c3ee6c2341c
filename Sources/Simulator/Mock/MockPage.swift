import Foundation
import LiveProtocol
import NIOHTTP1

/// The mock's answer to one HTTP request.
struct MockPage: Sendable {
    var status: HTTPResponseStatus
    var contentType: String
    /// More than one part is sent chunked, as server-sent events are.
    var parts: [String]

    /// - Parameter day: models that had ended by then are not there; nil has them all.
    init(_ request: MockRequest, received: Int, on day: CalendarDay? = nil) {
        let path = request.path
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        switch request.method {
        case _ where request.isTurnedAway:
            self.init(.tooManyRequests, error: "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED")
        case .GET where name == "models":
            self.init(#"{"models":["# + MockModel.taken(on: day).map(Self.model).joined(separator: ",") + "]}")
        case .GET where path.contains("/models/"):
            self.init(model: name, on: day)
        case .POST where name == "auth_tokens" && path.contains("/interactions/"):
            self.init(#"{"auth_token":"auth_tokens/mock-token","expires_at":"2030-01-01T00:00:00Z"}"#)
        case .DELETE where path.contains("/interactions/") && path.contains("/auth_tokens/"):
            self.init("{}")
        case .POST where name == "auth_tokens":
            self.init(#"{"name":"auth_tokens/mock-token"}"#)
        case .POST where name.hasSuffix(":countTokens"):
            self.init("{\"totalTokens\":\(max(received / 4, 1))}")
        case .POST where name.hasSuffix(":generateContent"):
            self.init(Self.answer("Hello from the mock."))
        case .POST where name.hasSuffix(":streamGenerateContent"):
            self.init(events: ["Hello ", "from ", "the mock."].map(Self.answer))
        case .POST where path.hasPrefix("/upload/"):
            self.init("{\"file\":{\"name\":\"files/mock\",\"sizeBytes\":\"\(received)\"}}")
        default:
            self.init(.notFound, error: "Requested entity was not found.", "NOT_FOUND")
        }
    }

    /// Said to whoever may not use the mock: what, why and what to do, as the proxy says it.
    init(_ objection: AccessObjection) {
        let status = HTTPResponseStatus(statusCode: objection.status)
        let message = "\(objection.what): \(objection.why). \(objection.cure)"
        self.init(
            JSONValue.object([
                (
                    "error",
                    .object([
                        ("code", .integer(objection.status)), ("message", .string(message)),
                        ("status", .string(objection.status == 400 ? "INVALID_ARGUMENT" : "PERMISSION_DENIED")),
                        ("what", .string(objection.what)), ("why", .string(objection.why)),
                        ("do", .string(objection.cure)),
                    ])
                )
            ]).text)
        self.status = status
    }

    private init(_ json: String) {
        status = .ok
        contentType = "application/json; charset=UTF-8"
        parts = [json]
    }

    private init(events: [String]) {
        status = .ok
        contentType = "text/event-stream"
        parts = events.map { "data: \($0)\r\n\r\n" }
    }

    private init(_ status: HTTPResponseStatus, error message: String, _ name: String) {
        self.init("{\"error\":{\"code\":\(status.code),\"message\":\"\(message)\",\"status\":\"\(name)\"}}")
        self.status = status
    }

    private init(model name: String, on day: CalendarDay?) {
        guard let model = MockModel.named(name, on: day) else {
            self.init(.notFound, error: "The model is not found, or is not supported.", "NOT_FOUND")
            return
        }
        self.init(Self.model(model))
    }

    private static func model(_ model: MockModel) -> String {
        """
        {"name":"models/\(model.name)","inputTokenLimit":\(model.contextLimit),\
        "supportedGenerationMethods":["bidiGenerateContent"]}
        """
    }

    private static func answer(_ text: String) -> String {
        """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"\(text)"}]},"finishReason":"STOP"}],\
        "usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":5,"totalTokenCount":9}}
        """
    }
}

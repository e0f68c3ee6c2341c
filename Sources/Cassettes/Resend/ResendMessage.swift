internal import LiveProtocol
import Simulator

/// What must change in a recorded message of the client before it can be said again.
enum ResendMessage {
    /// The setup with `handle` in place of a redacted one, or without any: what was redacted resumes nothing.
    static func setup(_ payload: [UInt8], handle: String?) -> [UInt8] {
        guard let message = try? JSONValue(parsing: payload),  // bytes that are no JSON are sent as they were
            let recorded = message[anyCase: "setup"]?[anyCase: "sessionResumption"]?[anyCase: "handle"]?.string,
            RedactedHandle.matches(recorded) || recorded.contains(Redaction.placeholder)
        else { return payload }
        return message.replacing(anyCase: "setup") { setup in
            setup.replacing(anyCase: "sessionResumption") { resumption in
                resumption.replacing(anyCase: "handle") { _ in handle.map(JSONValue.string) }
            }
        }.utf8
    }
}

/// A recorded `toolResponse`: answers to calls, by the ids that the calls had then.
struct ToolAnswer: Sendable {
    private let message: JSONValue
    /// Of the calls that are answered.
    let ids: [String]

    /// Nil for what is no tool response.
    init?(_ payload: [UInt8]) {
        guard let message = try? JSONValue(parsing: payload),
            let responses = message[anyCase: "toolResponse"]?[anyCase: "functionResponses"]?.array
        else { return nil }
        self.message = message
        ids = responses.compactMap { $0["id"]?.string }
    }

    /// The same under the ids that `id` knows now; an answer to a call that it does not know is left out. Nil where
    /// nothing is left of it.
    func translated(_ id: (String) -> String?) -> [UInt8]? {
        var isEmpty = true
        let translated = message.replacing(anyCase: "toolResponse") { response in
            response.replacing(anyCase: "functionResponses") { responses in
                let known = (responses.array ?? []).compactMap { Self.answer($0, id) }
                isEmpty = known.isEmpty
                return .array(known)
            }
        }
        return isEmpty ? nil : translated.utf8
    }

    private static func answer(_ answer: JSONValue, _ id: (String) -> String?) -> JSONValue? {
        // An answer without an id names its function, which is the same.
        guard let recorded = answer["id"]?.string else { return answer }
        guard let current = id(recorded) else { return nil }
        return answer.replacing(anyCase: "id") { _ in .string(current) }
    }
}

/// One event from the service.
public enum InteractionServerEvent: Hashable, Sendable {
    /// `interaction.created` and `interaction.connected`: the conversation may begin.
    case opened(id: String?)
    indirect case completed(ServerError?, UsageMetadata?)
    indirect case cancelled(UsageMetadata?)
    /// The service ends this connection; the interaction goes on in another one.
    case reconnectionRequired
    indirect case stepStart(Int64, InteractionStep)
    indirect case stepDelta(Int64, InteractionDelta, UsageMetadata?)
    /// What the interaction came to so far, or the step alone.
    indirect case stepStop(Int64, UsageMetadata?)
    case error(ServerError)
    /// An event that livetop does not know.
    case unknown
}

extension InteractionServerEvent {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        switch node["eventType"]?.string {
        case "interaction.created", "interaction.connected": self = Self.opened(node, &reader)
        case "interaction.completed":
            reader.expect(only: Self.completedFields, in: node, "interaction.completed")
            self = .completed(
                node["status"].flatMap { ServerError(interactionStatus: $0, &reader) },
                node["usage"].map { UsageMetadata(interaction: $0, .total, &reader) })
        case "interaction.cancelled", "interaction.canceled":
            reader.expect(only: ["eventType", "eventId", "usage"], in: node, "interaction.cancelled")
            self = .cancelled(node["usage"].map { UsageMetadata(interaction: $0, .total, &reader) })
        case "reconnection_required": self = .reconnectionRequired
        case "step.start": self = Self.start(node, &reader)
        case "step.delta": self = Self.delta(node, &reader)
        case "step.stop": self = Self.stop(node, &reader)
        case "error": self = Self.error(node, &reader)
        case let name:
            _ = reader.checked(name ?? "", in: [], "event_type")
            self = .unknown
        }
    }

    private static func opened(_ node: JSONNode, _ reader: inout MessageReader) -> InteractionServerEvent {
        // The SDK's types know no more than `interaction_id`; its tests have a service that says more.
        reader.expect(
            only: ["eventType", "eventId", "interactionId", "interaction"], in: node, "interaction.created")
        return .opened(id: node["interactionId"]?.string ?? node["interaction"]?["id"]?.string)
    }

    private static func start(_ node: JSONNode, _ reader: inout MessageReader) -> InteractionServerEvent {
        reader.expect(only: ["eventType", "eventId", "index", "step", "metadata"], in: node, "step.start")
        guard let step = node["step"] else { return .stepStart(index(node), InteractionStep()) }
        return .stepStart(index(node), InteractionStep(step, &reader))
    }

    private static func delta(_ node: JSONNode, _ reader: inout MessageReader) -> InteractionServerEvent {
        reader.expect(only: ["eventType", "eventId", "index", "delta", "metadata"], in: node, "step.delta")
        let usage = node["metadata"]?["totalUsage"].map { UsageMetadata(interaction: $0, .total, &reader) }
        guard let delta = node["delta"] else { return .stepDelta(index(node), .unknown, usage) }
        return .stepDelta(index(node), InteractionDelta(delta, &reader), usage)
    }

    private static func stop(_ node: JSONNode, _ reader: inout MessageReader) -> InteractionServerEvent {
        reader.expect(
            only: ["eventType", "eventId", "index", "usage", "stepUsage", "metadata"], in: node, "step.stop")
        let total = (node["usage"] ?? node["metadata"]?["totalUsage"])
            .map { UsageMetadata(interaction: $0, .total, &reader) }
        let step = node["stepUsage"].map { UsageMetadata(interaction: $0, .part, &reader) }
        return .stepStop(index(node), total ?? step)
    }

    private static func error(_ node: JSONNode, _ reader: inout MessageReader) -> InteractionServerEvent {
        reader.expect(only: ["eventType", "eventId", "error"], in: node, "error")
        let error = node["error"]
        if let error { reader.expect(only: ["code", "message", "details", "status"], in: error, "error.error") }
        // The SDK's type has a word for a code.
        return .error(
            ServerError(
                code: error?["code"]?.int64, message: error?["message"]?.string,
                status: error?["status"]?.string ?? error?["code"]?.string))
    }

    private static func index(_ node: JSONNode) -> Int64 { node["index"]?.count ?? 0 }

    private static let completedFields: [StaticString] = [
        "eventType", "eventId", "status", "usage", "created", "updated", "interaction",
    ]
}

extension ServerError {
    /// A `status`; nil where it says that all is well.
    init?(interactionStatus node: JSONNode, _ reader: inout MessageReader) {
        reader.expect(only: ["code", "message", "details"], in: node, "status")
        guard let code = node["code"]?.int64, code != 0 else { return nil }
        self.init(code: code, message: node["message"]?.string, status: nil)
    }
}

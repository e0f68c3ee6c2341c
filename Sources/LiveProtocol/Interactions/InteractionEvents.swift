/// The messages of Live Interactions (`docs/protocol.md#live-interactions`): one event, or several of them in `events`.
public enum InteractionEvents {
    /// No message of `BidiGenerateContent` says of what kind it is.
    public static func areIn(_ document: JSONDocument) -> Bool {
        nodes(of: document).contains { $0["eventType"]?.string != nil }
    }

    static func nodes(of document: JSONDocument) -> [JSONNode] {
        guard let events = document.root["events"], events.isArray else { return [document.root] }
        return Array(events.elements)
    }
}

extension MessageReader {
    public mutating func interactionClientEvents(_ document: JSONDocument) -> [InteractionClientEvent] {
        noteOthers(document)
        return InteractionEvents.nodes(of: document).map { InteractionClientEvent($0, &self) }
    }

    public mutating func interactionServerEvents(_ document: JSONDocument) -> [InteractionServerEvent] {
        noteOthers(document)
        return InteractionEvents.nodes(of: document).map { InteractionServerEvent($0, &self) }
    }

    private mutating func noteOthers(_ document: JSONDocument) {
        if document.root["events"]?.isArray == true { expect(only: ["events"], in: document.root, "") }
    }
}

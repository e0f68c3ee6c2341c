/// One event of a client of Live Interactions, as far as the simulator speaks it. Members are those of all kinds of events;
/// a message is one event, or several in `events`.
struct InteractionClientJSON: Codable, Equatable, Sendable {
    var eventType: String
    var id: String?
    var model: String?
    var tools: [Tool]?
    var content: [Content]?

    struct Tool: Codable, Equatable, Sendable {
        var type: String?
        var name: String?
        var description: String?
    }

    struct Content: Codable, Equatable, Sendable {
        var type: String?
        var text: String?
        var data: String?
        var mimeType: String?
        var sampleRate: Int?
        var callId: String?
        var name: String?
    }

    private struct Batch: Codable {
        var events: [InteractionClientJSON]
    }

    /// Throws what Foundation throws for bytes that are no such message.
    static func read(_ bytes: some Sequence<UInt8>) throws -> [InteractionClientJSON] {
        let bytes = Array(bytes)
        if let batch = try? MessageCoding.decode(Batch.self, from: bytes) { return batch.events }
        return [try MessageCoding.decode(InteractionClientJSON.self, from: bytes)]
    }
}

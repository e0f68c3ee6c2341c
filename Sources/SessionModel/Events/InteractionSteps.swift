import LiveProtocol

/// The steps of a Live Interaction that have begun and not ended, on one connection: an event names its step by a number.
struct InteractionSteps: Sendable {
    /// One of them.
    struct Open: Sendable {
        var kind: InteractionStep.Kind
        var id: String?
        var name: String
        var arguments: String?
        /// The call has been told.
        var isTold = false
        var hasAudio = false
    }

    private var open: [Int64: Open] = [:]
    /// The service opens one after the other; what never ends is not kept for ever.
    private static let limit = 64

    subscript(index: Int64) -> Open? {
        get { open[index] }
        set {
            if open.count >= Self.limit, open[index] == nil { open.removeAll(keepingCapacity: true) }
            open[index] = newValue
        }
    }

    /// The model is speaking.
    var isModelSpeaking: Bool { open.values.contains { $0.kind == .modelOutput } }

    /// Calls whose step never ended, in the order of their steps.
    mutating func takeAll() -> [Open] {
        defer { open = [:] }
        return open.sorted { $0.key < $1.key }.map(\.value)
    }
}

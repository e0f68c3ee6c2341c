import LiveProtocol
import Runtime

/// One connection of a drill, as the client had it: read from what was recorded, frame by frame.
struct DrillLeg {
    let connection: ConnectionID
    let openedAt: Timestamp
    private(set) var upgradedAt: Timestamp?
    private(set) var refusedAt: Timestamp?
    private(set) var closedAt: Timestamp?
    private(set) var closure: Closure?
    /// What livetop did to it.
    private(set) var faults: [(at: Timestamp, note: FaultNote)] = []
    /// Of the setup; nil without one.
    private(set) var resumedHandle: String?
    /// Handles that the client was given, oldest first.
    private(set) var handles: [String] = []
    private(set) var firstAudioAt: Timestamp?
    /// The last of the user's audio that the service has heard.
    private(set) var lastAudioAt: Timestamp?
    /// What the user has written and what functions have answered, word for word.
    private(set) var said: [String] = []
    /// The same, of what never reached the service.
    private(set) var unheard: [String] = []
    /// Words of the model, turn by turn.
    private(set) var turns: [String] = []
    /// Calls of functions that nobody has answered or cancelled.
    private(set) var openCalls: [String] = []
    private(set) var answeredCalls: [String] = []
    private var words = ""
    private var up = MessageAssembler(sizeLimit: 1 << 24)
    private var down = MessageAssembler(sizeLimit: 1 << 24)

    init(connection: ConnectionID, openedAt: Timestamp) {
        self.connection = connection
        self.openedAt = openedAt
    }

    mutating func take(_ event: WireEvent) {
        switch event.kind {
        case .upgraded: upgradedAt = event.at
        case .refused: refusedAt = event.at
        case .closed(let closure): (self.closure, closedAt) = (closure, event.at)
        case .fault(let note): faults.append((event.at, note))
        case .frame(.clientToServer, let frame): client(frame, at: event.at)
        case .frame(.serverToClient, let frame): server(frame)
        case .opened, .paused, .resumed, .framingLost, .captureGap, .pathSample: break
        }
    }

    private mutating func client(_ frame: Frame, at instant: Timestamp) {
        guard frame.isClients(.clientToServer), let message = up.append(frame.unmasked()).message,
            let document = try? JSONDocument(message.payload)
        else { return }
        var reader = MessageReader()
        let said = reader.clientMessage(document)
        if let setup = said.setup { resumedHandle = setup.resumption?.handle }
        let isHeard = frame.isServices(.clientToServer) || frame.fault == .replaced
        if let input = said.realtimeInput, input.audio != nil || !input.mediaChunks.isEmpty {
            firstAudioAt = firstAudioAt ?? instant
            if isHeard { lastAudioAt = instant }
        }
        let answered = said.toolResponse?.compactMap(\.id) ?? []
        openCalls.removeAll { answered.contains($0) }
        answeredCalls += answered
        guard said.clientContent != nil || said.toolResponse != nil || said.realtimeInput?.text != nil else { return }
        // An answer to a call that livetop invented is kept back, and nobody misses it.
        let isInvented = !answered.isEmpty && answered.allSatisfy { $0.hasPrefix("livetop-") }
        let text = String(decoding: message.payload, as: UTF8.self)
        if isHeard { self.said.append(text) } else if !isInvented { unheard.append(text) }
    }

    private mutating func server(_ frame: Frame) {
        guard frame.isClients(.serverToClient), let message = down.append(frame).message,
            let document = try? JSONDocument(message.payload)
        else { return }
        var reader = MessageReader()
        let said = reader.serverMessage(document)
        if let handle = said.resumptionUpdate?.handle, said.resumptionUpdate?.isResumable == true {
            handles.append(handle)
        }
        openCalls += (said.toolCall ?? []).compactMap(\.id)
        openCalls.removeAll { said.toolCallCancellation?.contains($0) == true }
        words += Self.words(document.root)
        if MessageClassifier.kinds(of: document).contains(.turnComplete) {
            turns.append(words)
            words = ""
        }
    }

    private static func words(_ root: JSONNode) -> String {
        let content = root["serverContent"]
        let parts = content?["modelTurn"]?["parts"]?.elements.compactMap { $0["text"]?.string } ?? []
        return parts.joined() + (content?["outputTranscription"]?["text"]?.string ?? "")
    }
}

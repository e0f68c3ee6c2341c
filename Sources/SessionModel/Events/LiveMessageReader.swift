import LiveProtocol

/// One direction of a `LiveDecoder`: frames → messages → facts.
struct LiveMessageReader: Sendable {
    let direction: Direction
    private var assembler = MessageAssembler(sizeLimit: Self.sizeLimit)
    /// Almost all audio of a connection has one MIME type, and taking it apart costs more than the rest of the chunk.
    private var lastFormat: (mimeType: String, format: AudioFormat?)?
    private var lastAudio: AudioMessage?
    private var steps = InteractionSteps()
    private var partialCalls = PartialCalls()
    /// Whether the conversation is one of Live Interactions; nil where only its messages say so.
    var isInteraction: Bool?

    /// The service's own limit is not known; the Python SDK gives up at 1 MiB.
    static let sizeLimit = 8 << 20

    init(direction: Direction) { self.direction = direction }

    mutating func read(_ frame: Frame, into kinds: inout [LiveEvent.Kind]) {
        let step = assembler.append(frame)
        if let fault = step.fault { kinds.append(.undecodable(direction, reason: fault.description, byteOffset: nil)) }
        if let message = step.message { read(message, into: &kinds) }
    }

    /// The connection closed.
    mutating func end(_ kinds: inout [LiveEvent.Kind]) {
        guard assembler.isInsideMessage else { return }
        assembler = MessageAssembler(sizeLimit: Self.sizeLimit)
        kinds.append(.undecodable(direction, reason: "the connection closed inside a message", byteOffset: nil))
    }

    private mutating func read(_ message: MessageAssembler.Message, into kinds: inout [LiveEvent.Kind]) {
        // The capture level left it out: that is no fault of the message.
        guard !(message.payload.isEmpty && message.isIncomplete) else {
            appendDigest(of: message, MessageKinds(), "not captured", to: &kinds)
            return
        }
        if lastAudio?.read(message, direction, into: &kinds) == true { return }
        do {
            let document = try JSONDocument(message.payload)
            let content = MessageClassifier.kinds(of: document)
            var reader = MessageReader()
            var facts = LiveFacts(
                direction: direction, uncaptured: message.byteCount.subtractingClamped(message.payload.count))
            facts.lastFormat = lastFormat
            read(document, &reader, &facts)
            lastFormat = facts.lastFormat
            appendDigest(of: message, content, facts.digest, to: &kinds)
            kinds += facts.kinds
            appendDrift(reader, isObject: document.root.isObject, to: &kinds)
            if reader.drift.isEmpty, canRepeat, let audio = AudioMessage(message.payload, content, facts.kinds) {
                lastAudio = audio
            }
        } catch {
            appendDigest(of: message, MessageKinds(), "", to: &kinds)
            kinds.append(undecodable(message, error))
        }
    }

    private mutating func read(_ document: JSONDocument, _ reader: inout MessageReader, _ facts: inout LiveFacts) {
        let isInteraction = isInteraction ?? InteractionEvents.areIn(document)
        switch direction {
        case .clientToServer where isInteraction:
            for event in reader.interactionClientEvents(document) { facts.read(event) }
        case .clientToServer: facts.read(reader.clientMessage(document))
        case .serverToClient where isInteraction:
            for event in reader.interactionServerEvents(document) { facts.read(event, &steps) }
        case .serverToClient: facts.read(reader.serverMessage(document), &partialCalls)
        }
    }

    /// The steps of an interaction have to see each message.
    private var canRepeat: Bool { direction == .clientToServer || isInteraction != true }

    private func appendDigest(
        of message: MessageAssembler.Message, _ content: MessageKinds, _ text: String,
        to kinds: inout [LiveEvent.Kind]
    ) {
        let digest = MessageDigest(kinds: content, byteCount: message.byteCount, text: text)
        kinds.append(.message(direction, digest))
    }

    private func appendDrift(_ reader: MessageReader, isObject: Bool, to kinds: inout [LiveEvent.Kind]) {
        for path in reader.drift { kinds.append(.unknownField(direction, path: path)) }
        if reader.moreDrift > 0 { kinds.append(.unknownField(direction, path: "…")) }
        if !isObject {
            kinds.append(.undecodable(direction, reason: "the message is JSON but not an object", byteOffset: 0))
        }
    }

    private func undecodable(_ message: MessageAssembler.Message, _ error: JSONError) -> LiveEvent.Kind {
        guard message.isIncomplete else {
            return .undecodable(direction, reason: "not JSON: \(error.reason)", byteOffset: error.byteOffset)
        }
        let captured = "only \(message.payload.count) of \(message.byteCount) bytes were captured"
        return .undecodable(direction, reason: captured, byteOffset: error.byteOffset)
    }
}

extension MessageAssembler.Fault {
    fileprivate var description: String {
        switch self {
        case .continuationWithoutStart: "a continuation frame with nothing to continue (RFC 6455 §5.4)"
        case .messageAbandoned(let byteCount):
            "a new message began inside one of \(byteCount) bytes so far (RFC 6455 §5.4)"
        case .fragmentedControl(let opcode): "a fragmented \(opcode.name) frame (RFC 6455 §5.5)"
        case .controlTooLong(let opcode, let byteCount): "a \(opcode.name) frame of \(byteCount) bytes (RFC 6455 §5.5)"
        case .messageTooLarge(let byteCount):
            "a message of \(byteCount) bytes; livetop reads up to \(LiveMessageReader.sizeLimit)"
        }
    }
}

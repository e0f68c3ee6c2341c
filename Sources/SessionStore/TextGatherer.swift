internal import LiveProtocol
internal import SessionModel

/// What a connection says in words, taken from its events in their order: what people spoke and wrote as whole turns,
/// everything else of interest as the JSON that crossed.
///
/// A transcript arrives in pieces of a word or two; only joined can a phrase be found in it.
struct TextGatherer {
    struct Piece: Hashable {
        var kind: TextKind
        /// Where it begins.
        var sequence: Int64
        var at: Timestamp
        var text: String
    }

    private var decoder: LiveDecoder
    private var up = MessageAssembler(sizeLimit: messageLimit)
    private var down = MessageAssembler(sizeLimit: messageLimit)
    private var payload: [UInt8] = []
    /// The latest message of each direction in which nothing but media was. With the media emptied the next one is mostly the
    /// same, and then it is not read again.
    private var quiet: [Direction: [UInt8]] = [:]
    /// What the event was found to hold.
    private var hasMedia = false
    private var hasTexts = false
    /// Its messages mean what those before them say.
    private var isInteraction = false
    private var spoken: [TextKind: Piece] = [:]
    private var pieces: [Piece] = []
    /// The number of the last frame before which nothing is unfinished: a later gathering may go on behind it.
    private(set) var boundary: Int64
    /// The number of the last frame seen.
    private(set) var last: Int64
    /// The connection has closed: nothing follows.
    private(set) var isComplete = false

    private static let messageLimit = 1 << 20
    /// Bytes of one text that are kept: a system instruction can be megabytes.
    private static let textLimit = 1 << 16

    init(_ connection: ConnectionID, after sequence: Int64) {
        decoder = LiveDecoder(connection: connection)
        (boundary, last) = (sequence, sequence)
    }

    mutating func take(_ event: WireEvent) {
        (hasMedia, hasTexts) = (false, false)
        if case .frame(let direction, let frame) = event.kind {
            last = event.sequence
            guard !isQuiet(frame, direction) else { return noteBoundary() }
            // The message is needed as bytes as well, and the decoder keeps none.
            let step = direction == .clientToServer ? up.append(frame) : down.append(frame)
            payload = step.message?.payload ?? []
        }
        for fact in decoder.decode(event) { take(fact) }
        noteBoundary()
        if case .frame(let direction, let frame) = event.kind {
            if hasMedia, !hasTexts, !isInteraction, isWhole(frame) { quiet[direction] = frame.payload }
        } else if case .opened(let info) = event.kind {
            (quiet, isInteraction) = ([:], info.endpoint.method == .liveInteractions)
        }
    }

    private mutating func noteBoundary() {
        if spoken.isEmpty, !up.isInsideMessage, !down.isInsideMessage { boundary = last }
    }

    private func isQuiet(_ frame: Frame, _ direction: Direction) -> Bool {
        isWhole(frame) && frame.payload != nil && quiet[direction] == frame.payload
    }

    /// A message by itself, of which nothing is missing, and none is unfinished.
    private func isWhole(_ frame: Frame) -> Bool {
        (frame.opcode == .text || frame.opcode == .binary) && frame.isFinal && !frame.isCut && frame.fault == nil
            && frame.reservedBits == 0 && !up.isInsideMessage && !down.isInsideMessage
    }

    /// Something is finished since then.
    var hasPieces: Bool { !pieces.isEmpty }

    /// Everything that is finished since the last call. With `isFinal`, what was begun as well.
    mutating func takePieces(isFinal: Bool) -> [Piece] {
        if isFinal { flush() }
        defer { pieces = [] }
        return pieces
    }

    private mutating func take(_ fact: LiveEvent) {
        switch fact.kind {
        case .message(_, let digest) where digest.kinds.isWorthReading: add(.json, json, at: fact)
        case .client(.text(let text)): add(.user, text, at: fact)
        case .client(.content(let content)):
            for turn in content.turns { add(turn.role == "model" ? .model : .user, turn.text, at: fact) }
        case .server(.inputTranscription(let piece)): say(.user, piece.text, at: fact)
        case .server(.outputTranscription(let piece)): say(.model, piece.text, at: fact)
        case .server(.text(let text)): say(.model, text, at: fact)
        case .server(.thought(let text)): say(.thought, text, at: fact)
        case .server(.turnComplete), .server(.interrupted):
            hasTexts = true
            flush()
        case .client(.audio), .client(.video), .server(.audio): hasMedia = true
        case .wire(.refused(let refusal)): add(.closing, refusal.reason, at: fact)
        case .wire(.closed(let closure)):
            flush()
            add(.closing, closure.reason ?? "", at: fact)
            isComplete = true
        default: break
        }
    }

    private var json: String {
        MediaStripper.stripped(payload).map { String(decoding: $0.prefix(Self.textLimit), as: UTF8.self) } ?? ""
    }

    private mutating func add(_ kind: TextKind, _ text: String, at fact: LiveEvent) {
        guard !text.isEmpty else { return }
        hasTexts = true
        pieces.append(Piece(kind: kind, sequence: fact.sequence, at: fact.at, text: text))
    }

    private mutating func say(_ kind: TextKind, _ text: String, at fact: LiveEvent) {
        guard !text.isEmpty else { return }
        hasTexts = true
        var piece = spoken[kind] ?? Piece(kind: kind, sequence: fact.sequence, at: fact.at, text: "")
        if piece.text.utf8.count < Self.textLimit { piece.text += text }
        spoken[kind] = piece
    }

    private mutating func flush() {
        pieces += spoken.values.sorted { ($0.sequence, $0.kind.rawValue) < ($1.sequence, $1.kind.rawValue) }
        spoken = [:]
    }
}

extension MessageKinds {
    /// Holds something that people look for and that is not gathered as speech: a message that is nothing but media,
    /// pieces of transcript, flags and counts does not.
    fileprivate var isWorthReading: Bool {
        all.contains { kind in
            switch kind {
            case .setup, .setupComplete, .toolCall, .toolCallCancellation, .toolResponse, .goAway, .unknown: true
            default: false
            }
        }
    }
}

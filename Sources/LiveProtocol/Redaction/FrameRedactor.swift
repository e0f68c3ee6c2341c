/// Takes the secrets out of the frames of one direction, before they are stored, decoded or shown.
///
/// What it replaces, and where, is `ValuePlace`, `CredentialScanner` and `SecretMatcher`. It keeps its place in a message
/// from fragment to fragment, and in a text that comes in pieces from message to message, so that a secret may be cut
/// anywhere. Lengths on the wire and everything but the payload
/// stay as they are; a payload without secrets is passed on, not copied.
public struct FrameRedactor: Sendable {
    private var message: PayloadRedactor
    private var progress: Progress = .between
    /// The latest message with media and nothing else that could matter.
    private var known: MediaMessage?

    private enum Progress: Sendable {
        case between, inside
        /// Bytes of the message were not captured: what the next ones mean cannot be known.
        case lost
    }

    public init(hash: @escaping HandleHash) { self.init(RedactionTools(hash: hash)) }

    init(_ tools: RedactionTools) { message = PayloadRedactor(tools) }

    /// What the connection is known to have carried. Counts from the next message on.
    var secrets: SecretIndex {
        get { message.tools.secrets }
        set {
            message.tools.secrets = newValue
            known = nil
            if progress == .between { message.reset() }
        }
    }

    /// Secrets that stood in messages since the last time, and that may come back.
    mutating func takeLearned() -> [LearnedSecret] { message.takeLearned() }

    /// The frame in clear and without secrets.
    public mutating func redact(_ frame: Frame) -> Frame {
        let frame = frame.unmasked()
        switch frame.opcode {
        case .ping, .pong: return redactedPing(frame)
        case .close: return redactedClose(frame)
        case .continuation: return next(frame)
        default:
            // Reserved control frames stand alone; they must not disturb the message around them.
            if frame.opcode.isControl { return standAlone(frame) }
            if progress != .between { message.reset() }
            if frame.isFinal, !frame.isCut, let payload = frame.payload { return whole(frame, payload) }
            progress = .inside
            return next(frame)
        }
    }

    /// All of a message.
    private mutating func whole(_ frame: Frame, _ payload: [UInt8]) -> Frame {
        progress = .between
        let (wasUnattached, hadTexts) = (message.isUnattached, !message.streams.isEmpty)
        if wasUnattached, known?.matches(payload, besideTexts: hadTexts) == true { return frame }
        let touches = message.streams.touches
        defer { message.reset() }
        guard let redacted = message.redact(payload, isLast: true) else {
            let isApart = message.streams.touches == touches
            if wasUnattached, message.isUnattached, isApart || !hadTexts && message.streams.isEmpty {
                know(payload, isApart: isApart)
            }
            return frame
        }
        var frame = frame
        frame.payload = redacted
        return frame
    }

    private mutating func know(_ payload: [UInt8], isApart: Bool) {
        guard message.isJSON == true, let media = message.media else { return }
        known = MediaMessage(payload, mediaFrom: media.start, isGuess: media.isGuess, isApart: isApart) ?? known
    }

    private mutating func next(_ frame: Frame) -> Frame {
        var frame = frame
        if progress == .lost {
            frame.payload = nil
        } else if let redacted = frame.payload.flatMap({ message.redact($0, isLast: frame.isFinal && !frame.isCut) }) {
            frame.payload = redacted
        }
        if frame.isFinal {
            message.reset()
            progress = .between
        } else {
            progress = progress == .lost || frame.isIncomplete ? .lost : .inside
            if progress == .lost { message.forgetStreams() }
        }
        return frame
    }

    private func standAlone(_ frame: Frame) -> Frame {
        var frame = frame
        var other = message
        other.reset()
        frame.payload = frame.payload.map { other.redact($0, isLast: true) ?? $0 }
        return frame
    }

    private func redactedPing(_ frame: Frame) -> Frame {
        guard let payload = frame.payload, let redacted = Redaction.bytes(payload, secrets) else { return frame }
        var frame = frame
        frame.payload = redacted
        return frame
    }

    private func redactedClose(_ frame: Frame) -> Frame {
        guard let payload = frame.payload, payload.count > 2,
            let redacted = Redaction.bytes(Array(payload.dropFirst(2)), secrets)
        else { return frame }
        var frame = frame
        frame.payload = Array(payload.prefix(2)) + redacted
        return frame
    }
}

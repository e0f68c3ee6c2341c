/// Stands for a resumption handle: a hash under the machine's own key, so that equal handles stay equal and none can
/// be used. The text goes into JSON strings as it is: letters, digits and `:` only.
public typealias HandleHash = @Sendable (_ handle: [UInt8]) -> String

/// Takes the secrets out of the frames of one direction, before they are stored, decoded or shown.
///
/// What it replaces, and where, is `ValuePlace` and `CredentialScanner`. It keeps its place in a message from fragment
/// to fragment, so that a secret may be cut anywhere. Lengths on the wire and everything but the payload stay as they
/// are; a payload without secrets is passed on, not copied. Pings and pongs are not touched.
public struct FrameRedactor: Sendable {
    private var message: PayloadRedactor
    private var progress: Progress = .between

    private enum Progress: Sendable {
        case between, inside
        /// Bytes of the message were not captured: what the next ones mean cannot be known.
        case lost
    }

    public init(hash: @escaping HandleHash) { message = PayloadRedactor(hash: hash) }

    /// The frame in clear and without secrets.
    public mutating func redact(_ frame: Frame) -> Frame {
        let frame = frame.unmasked()
        switch frame.opcode {
        case .ping, .pong: return frame
        case .close: return Self.redactedClose(frame)
        case .continuation: return next(frame)
        default:
            // Reserved control frames stand alone; they must not disturb the message around them.
            if frame.opcode.isControl { return standAlone(frame) }
            if progress != .between { message.reset() }
            progress = .inside
            return next(frame)
        }
    }

    private mutating func next(_ frame: Frame) -> Frame {
        var frame = frame
        if progress == .lost {
            frame.payload = nil
        } else if let redacted = frame.payload.flatMap({ message.redact($0) }) {
            frame.payload = redacted
        }
        if frame.isFinal {
            message.reset()
            progress = .between
        } else {
            progress = progress == .lost || frame.isIncomplete ? .lost : .inside
        }
        return frame
    }

    private func standAlone(_ frame: Frame) -> Frame {
        var frame = frame
        var other = message
        other.reset()
        frame.payload = frame.payload.map { other.redact($0) ?? $0 }
        return frame
    }

    private static func redactedClose(_ frame: Frame) -> Frame {
        guard let payload = frame.payload, payload.count > 2 else { return frame }
        let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
        let redacted = Redaction.text(reason)
        guard redacted != reason else { return frame }
        var frame = frame
        frame.payload = Array(payload.prefix(2)) + Array(redacted.utf8)
        return frame
    }
}

/// The redactors of both directions of one connection.
public struct ConnectionRedactor: Sendable {
    private var up: FrameRedactor
    private var down: FrameRedactor

    public init(hash: @escaping HandleHash) {
        up = FrameRedactor(hash: hash)
        down = up
    }

    public mutating func redact(_ frame: Frame, _ direction: Direction) -> Frame {
        switch direction {
        case .clientToServer: up.redact(frame)
        case .serverToClient: down.redact(frame)
        }
    }
}

extension WireEvent {
    /// The event as it may be stored, decoded and shown: frames in clear, secrets replaced. Openings and refusals have
    /// been redacted where they were made; texts are looked at again. Takes the connection's events in order.
    public func prepared(by redactor: inout ConnectionRedactor) -> WireEvent {
        var event = self
        switch kind {
        case .frame(let direction, let frame):
            event.kind = .frame(direction, redactor.redact(frame, direction))
        case .closed(var closure):
            closure.reason = closure.reason.map(Redaction.text)
            closure.detail = closure.detail.map(Redaction.text)
            event.kind = .closed(closure)
        case .refused(var refusal):
            refusal.reason = Redaction.text(refusal.reason)
            event.kind = .refused(refusal)
        case .framingLost(let direction, let reason):
            event.kind = .framingLost(direction, reason: Redaction.text(reason))
        case .opened, .upgraded, .paused, .resumed, .captureGap, .pathSample: break
        }
        return event
    }
}

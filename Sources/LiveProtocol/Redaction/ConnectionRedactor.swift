/// The redactors of both directions of one connection, and what they remember of it: whatever it carried as a credential
/// is replaced wherever it comes back. The memory ends with the connection and is never written down.
public struct ConnectionRedactor: Sendable {
    private var up: FrameRedactor
    private var down: FrameRedactor
    private let hash: HandleHash
    private var secrets = SecretIndex()

    /// - Parameter rule: the user's own patterns for texts.
    public init(hash: @escaping HandleHash, rule: TextRule? = nil) {
        self.hash = hash
        up = FrameRedactor(RedactionTools(hash: hash, rule: rule))
        down = up
    }

    /// Remembers what the connection's request or the answer to it carried.
    public mutating func remember(_ carried: CallSecrets) {
        guard !carried.isEmpty else { return }
        secrets.add(carried.index)
        share()
    }

    public mutating func redact(_ frame: Frame, _ direction: Direction) -> Frame {
        switch direction {
        case .clientToServer:
            let redacted = up.redact(frame)
            learn(up.takeLearned())
            return redacted
        case .serverToClient:
            let redacted = down.redact(frame)
            learn(down.takeLearned())
            return redacted
        }
    }

    /// A text of the connection without credentials and without what it carried itself.
    func redact(_ text: String) -> String { Redaction.text(text, secrets) }

    private mutating func learn(_ learned: [LearnedSecret]) {
        guard !learned.isEmpty else { return }
        for secret in learned {
            switch secret {
            case .handle(let bytes): secrets.add(bytes, replacement: Array(hash(bytes).utf8), isRecent: true)
            case .value(let bytes):
                var carried = CallSecrets()
                carried.take(setupValue: String(decoding: bytes, as: UTF8.self))
                secrets.add(carried.index)
            }
        }
        share()
    }

    private mutating func share() {
        up.secrets = secrets
        down.secrets = secrets
    }
}

extension ConnectionRedactor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "ConnectionRedactor" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
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
            closure.reason = closure.reason.map(redactor.redact)
            closure.detail = closure.detail.map(redactor.redact)
            event.kind = .closed(closure)
        case .refused(var refusal):
            refusal.reason = redactor.redact(refusal.reason)
            event.kind = .refused(refusal)
        case .framingLost(let direction, let reason):
            event.kind = .framingLost(direction, reason: redactor.redact(reason))
        case .fault(var note):
            note.text = redactor.redact(note.text)
            event.kind = .fault(note)
        case .opened, .upgraded, .paused, .resumed, .captureGap, .pathSample: break
        }
        return event
    }
}

internal import LiveProtocol

extension WireEvent {
    /// What a file of somebody else's says in clear, so that it is found where it comes back.
    var carriedSecrets: CallSecrets {
        var secrets = CallSecrets()
        switch kind {
        case .opened(let info):
            secrets.take(target: info.target)
            secrets.take(headers: info.headers)
        case .upgraded(let handshake): secrets.take(headers: handshake.headers)
        case .refused(let refusal): secrets.take(headers: refusal.headers)
        default: break
        }
        return secrets
    }

    /// Openings and refusals are redacted where they are made; a file may come from anywhere.
    var withoutCredentials: WireEvent {
        var event = self
        switch kind {
        case .opened(var info):
            info.target = Redaction.target(info.target)
            info.upstream = Redaction.text(info.upstream)
            info.headers = Redaction.headers(info.headers)
            event.kind = .opened(info)
        case .upgraded(var handshake):
            handshake.headers = Redaction.headers(handshake.headers)
            event.kind = .upgraded(handshake)
        case .refused(var refusal):
            refusal.headers = Redaction.headers(refusal.headers)
            event.kind = .refused(refusal)
        default: break
        }
        return event
    }
}

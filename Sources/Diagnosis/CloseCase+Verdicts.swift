import LiveProtocol
import SessionModel

extension CloseCase {
    /// The client ended it: that is how calls end, unless it gave up on its own side.
    var clientVerdict: CloseVerdict? {
        let reason = end.reason?.lowercased() ?? ""
        if end.code?.rawValue == 1011, reason.contains("ping") { return CloseVerdict("keepalive-ping-timeout") }
        if end.code?.rawValue == 1009 { return CloseVerdict("client-slow-reader", "oversize") }
        guard let ping = clock.conduct.pings.openClientPing, end.at - ping.at >= thresholds.seconds(.pongOverdue) else {
            return nil
        }
        return CloseVerdict(isHalfOpen ? "half-open-connection" : "keepalive-ping-timeout")
    }

    /// Without a reason the circumstances have to do.
    var silentVerdict: CloseVerdict? {
        if end.isBeforeSetup {
            return clock.upgradedAt == nil ? nil : CloseVerdict("handshake-failed", "closed-before-setup")
        }
        if let code = end.code?.rawValue, ![1000, 1001, 1005, 1006].contains(code) { return unknownVerdict }
        if end.by == .transport, isHalfOpen { return CloseVerdict("half-open-connection") }
        if isContextFull { return CloseVerdict("context-limit-close") }
        if isAtCap || capVariant != "connection-10min" { return CloseVerdict("session-cap-close", capVariant) }
        return CloseVerdict("unexpected-drop", end.sequence == nil ? "1006" : "1000-server")
    }

    var unknownVerdict: CloseVerdict {
        if isContextFull { return CloseVerdict("context-limit-close") }
        return end.isBeforeSetup
            ? CloseVerdict("handshake-failed", "closed-before-setup") : CloseVerdict("unclassified-close")
    }

    /// An ephemeral token that was sent to the method for keys looks like a wrong key, or like none at all.
    var keyVerdict: CloseVerdict {
        CloseVerdict("credential-rejected", isTokenAtWrongEndpoint ? "token-wrong-endpoint" : "key-invalid")
    }

    var identityVerdict: CloseVerdict {
        CloseVerdict("credential-rejected", isTokenAtWrongEndpoint ? "token-wrong-endpoint" : "no-identity")
    }

    var isTokenAtWrongEndpoint: Bool {
        guard let opening = clock.opening, opening.endpoint.method == .bidiGenerateContent else { return false }
        return Credential(of: opening) == .token
    }

    var entityVerdict: CloseVerdict {
        happened(clock.conduct.toolResponses, within: .seconds(2))
            ? CloseVerdict("server-internal-error", "tool") : CloseVerdict("unclassified-close")
    }

    var orderVariant: String {
        if !clock.conduct.beforeSetup.isEmpty { return "data-before-setup" }
        return clock.conduct.setups.count > 1 ? "second-setup" : "data-before-ack"
    }

    var setupArgumentVerdict: CloseVerdict {
        clock.conduct.setups.count > 1
            ? CloseVerdict("setup-protocol-order", "second-setup") : CloseVerdict("setup-invalid-argument")
    }

    var argumentVerdict: CloseVerdict {
        let conduct = clock.conduct
        if conduct.setups.count > 1, happened(conduct.setups, within: .seconds(2)) {
            return CloseVerdict("setup-protocol-order", "second-setup")
        }
        if family.isThree, happened(conduct.contents, within: .seconds(2)), isContentForbidden {
            return CloseVerdict("client-content-midsession")
        }
        if happened(conduct.oddAudio, within: .seconds(2)) { return CloseVerdict("odd-byte-audio") }
        if conduct.input.count <= 1 { return CloseVerdict("setup-invalid-argument") }
        return CloseVerdict("mid-session-payload-rejected", "invalid-argument")
    }

    /// 3.x takes contents as the history that opens a conversation, and only if the setup says that it will come.
    var isContentForbidden: Bool {
        !clock.conduct.contentsAfterModel.isEmpty || clock.setup?.setup.initialHistoryInClientContent != true
    }

    var operationVerdict: CloseVerdict {
        pendingCall != nil && hasInputDuringCall
            ? CloseVerdict("input-during-tool-call") : CloseVerdict("mid-session-payload-rejected", "op")
    }

    var abortVerdict: CloseVerdict {
        if idleTime >= thresholds.seconds(.idleObserved) { return CloseVerdict("idle-input-abort") }
        if hasInputDuringCall, happened(clock.conduct.input, within: .seconds(5)) {
            return CloseVerdict("input-during-tool-call")
        }
        if isAtCap { return CloseVerdict("session-cap-close", capVariant) }
        return CloseVerdict("server-internal-error", "aborted")
    }

    var resumeVerdict: CloseVerdict {
        guard let index = session.connections.firstIndex(where: { $0.id == clock.id }), index > 0 else {
            return CloseVerdict("resume-rejected", "unknown-handle")
        }
        let before = session.connections[index - 1]
        if before.setup?.model != clock.setup?.model { return CloseVerdict("resume-rejected", "model-changed") }
        guard let closedAt = before.closedAt, closedAt <= clock.openedAt else {
            return CloseVerdict("resume-rejected", "half-open")
        }
        let isEarly = clock.openedAt - closedAt < thresholds.seconds(.resumeTooEarly)
        return CloseVerdict("resume-rejected", isEarly ? "too-early" : "unknown-handle")
    }

    var internalVerdict: CloseVerdict {
        let conduct = clock.conduct
        if isContextFull { return CloseVerdict("context-limit-close") }
        let lastIsResponse = conduct.toolResponses.last != nil && conduct.toolResponses.last == conduct.input.last
        if lastIsResponse, happened(conduct.toolResponses, within: .seconds(2)) {
            return CloseVerdict("server-internal-error", "tool")
        }
        if !end.isBeforeSetup, isAtCap { return CloseVerdict("session-cap-close", capVariant) }
        if let mismatch = platformVerdict { return mismatch }
        let lastIsAudioContent =
            conduct.contentsWithAudio.last != nil && conduct.contentsWithAudio.last == conduct.input.last
        return CloseVerdict("server-internal-error", lastIsAudioContent ? "content" : "transient")
    }

    /// 1011 at once, before the model has said anything, with a name that belongs elsewhere.
    private var platformVerdict: CloseVerdict? {
        guard let setup = clock.setup, clock.conduct.modelOutput.isEmpty, end.at - setup.at <= .seconds(5) else {
            return nil
        }
        guard let doubt = ModelPlatform.doubt(about: setup) else { return nil }
        return CloseVerdict("model-platform-mismatch", doubt.rawValue)
    }
}

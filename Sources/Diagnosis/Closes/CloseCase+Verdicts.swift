import LiveProtocol
import SessionModel

/// What ends and words mean that several rules have a part in. What belongs to one rule stands in its file.
extension CloseCase {
    /// The client ended it: that is how calls end, unless it gave up on its own side.
    var clientVerdict: CloseVerdict? {
        let reason = end.reason?.lowercased() ?? ""
        if end.code?.rawValue == 1011, reason.contains("ping") { return pingVerdict }
        if end.code?.rawValue == 1009 { return CloseVerdict(.clientSlowReader, "oversize") }
        guard let ping = clock.conduct.pings.openClientPing, end.at - ping.at >= thresholds.seconds(.pongOverdue) else {
            return nil
        }
        return pingVerdict
    }

    /// A client that went on sending while it waited for a pong has an event loop that runs: the path is dead.
    private var pingVerdict: CloseVerdict {
        guard isHalfOpen, let ping = clock.conduct.pings.openClientPing, let sent = clock.conduct.input.last,
            sent.at - ping.at > (end.at - ping.at) / 2
        else { return CloseVerdict(.keepalivePingTimeout) }
        return CloseVerdict(.halfOpenConnection)
    }

    /// Without a reason the circumstances have to do.
    var silentVerdict: CloseVerdict? {
        if end.isBeforeSetup {
            return clock.upgradedAt == nil ? nil : CloseVerdict(.handshakeFailed, "closed-before-setup")
        }
        if let code = end.code?.rawValue, ![1000, 1001, 1005, 1006].contains(code) { return unknownVerdict }
        if end.by == .transport, isHalfOpen { return CloseVerdict(.halfOpenConnection) }
        if isContextFull { return CloseVerdict(.contextLimitClose) }
        if isAtCap || capVariant != "connection-10min" { return capVerdict }
        return CloseVerdict(.unexpectedDrop, end.sequence == nil ? "1006" : "1000-server")
    }

    var unknownVerdict: CloseVerdict {
        if isContextFull { return CloseVerdict(.contextLimitClose) }
        return end.isBeforeSetup
            ? CloseVerdict(.handshakeFailed, "closed-before-setup") : CloseVerdict(.unclassifiedClose)
    }

    var modelVerdict: CloseVerdict { CloseVerdict(.modelNotLive) }

    var entityVerdict: CloseVerdict {
        happened(clock.conduct.toolResponses, within: .seconds(2))
            ? CloseVerdict(.serverInternalError, "tool") : CloseVerdict(.unclassifiedClose)
    }

    var setupArgumentVerdict: CloseVerdict {
        clock.conduct.setups.count > 1
            ? CloseVerdict(.setupProtocolOrder, "second-setup") : CloseVerdict(.setupInvalidArgument)
    }

    var argumentVerdict: CloseVerdict {
        let conduct = clock.conduct
        if conduct.setups.count > 1, happened(conduct.setups, within: .seconds(2)) {
            return CloseVerdict(.setupProtocolOrder, "second-setup")
        }
        if family.isThree, happened(conduct.contents, within: .seconds(2)), isContentForbidden {
            return CloseVerdict(.clientContentMidsession)
        }
        if happened(conduct.oddAudio, within: .seconds(2)) { return CloseVerdict(.oddByteAudio) }
        // A full context is refused in these words, too.
        if isContextFull { return CloseVerdict(.contextLimitClose) }
        if conduct.input.count <= 1 { return CloseVerdict(.setupInvalidArgument) }
        return CloseVerdict(.midSessionPayloadRejected, "invalid-argument")
    }

    /// 3.x takes contents as the history that opens a conversation, and only if the setup says that it will come.
    var isContentForbidden: Bool {
        !clock.conduct.contentsAfterModel.isEmpty || clock.setup?.setup.initialHistoryInClientContent != true
    }

    var operationVerdict: CloseVerdict {
        pendingCall != nil && hasInputDuringCall
            ? CloseVerdict(.inputDuringToolCall) : CloseVerdict(.midSessionPayloadRejected, "op")
    }

    var abortVerdict: CloseVerdict {
        if idleTime >= thresholds.seconds(.idleObserved) { return CloseVerdict(.idleInputAbort) }
        if hasInputDuringCall, happened(clock.conduct.input, within: .seconds(5)) {
            return CloseVerdict(.inputDuringToolCall)
        }
        if isAtCap { return capVerdict }
        return CloseVerdict(.serverInternalError, "aborted")
    }

    var capVerdict: CloseVerdict { CloseVerdict(.sessionCapClose, capVariant) }

    var internalVerdict: CloseVerdict {
        let conduct = clock.conduct
        if isContextFull { return CloseVerdict(.contextLimitClose) }
        let lastIsResponse = conduct.toolResponses.last != nil && conduct.toolResponses.last == conduct.input.last
        if lastIsResponse, happened(conduct.toolResponses, within: .seconds(2)) {
            return CloseVerdict(.serverInternalError, "tool")
        }
        if !end.isBeforeSetup, isAtCap { return capVerdict }
        if let mismatch = platformVerdict { return mismatch }
        let lastIsAudioContent =
            conduct.contentsWithAudio.last != nil && conduct.contentsWithAudio.last == conduct.input.last
        return CloseVerdict(.serverInternalError, lastIsAudioContent ? "content" : "transient")
    }

    /// 1011 at once, before the model has said anything, with a name that belongs elsewhere.
    private var platformVerdict: CloseVerdict? {
        guard let setup = clock.setup, clock.conduct.modelOutput.isEmpty, end.at - setup.at <= .seconds(5) else {
            return nil
        }
        guard let doubt = ModelPlatform.doubt(about: setup) else { return nil }
        return CloseVerdict(.modelPlatformMismatch, doubt.rawValue)
    }
}

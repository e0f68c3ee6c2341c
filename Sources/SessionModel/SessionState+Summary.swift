public import LiveProtocol

extension SessionState {
    /// What the session is doing at `now`.
    public func activity(at now: Timestamp) -> SessionActivity {
        guard let current = connections.last(where: \.isOpen) else { return .closed }
        if current.goAway != nil || current.closeFrame != nil { return .closing }
        guard isEstablished(current) else { return .connecting }
        if !tools.pending.isEmpty { return .tool }
        if isAwaitingModel { return .thinking }
        return isModelTurnOpen || playback.backlog(at: now) > .zero ? .speaking : .listening
    }

    /// Conversations that are not decoded have no `setupComplete`: for them the upgrade has to do.
    private func isEstablished(_ connection: ConnectionClock) -> Bool {
        if connection.opening?.endpoint.isDecoded == false { return connection.upgradedAt != nil }
        return connection.setupCompleteAt != nil
    }

    /// The session in one line.
    public func summary(at now: Timestamp) -> SessionSummary {
        let isOpen = isOpen
        let response = metrics.statistics(for: .response)
        return SessionSummary(
            id: id, tag: tag, model: setup?.model, activity: activity(at: now), openedAt: openedAt,
            closedAt: isOpen ? nil : connections.compactMap(\.closedAt).max(),
            connectionSince: connection?.upgradedAt, goAwayDeadline: isOpen ? connection?.goAway?.deadline : nil,
            connections: connectionCount, frames: traffic.frames, bytesUp: traffic.up.bytes,
            bytesDown: traffic.down.bytes, bytesPerSecond: isOpen ? traffic.bytesPerSecond(at: now) : nil,
            framesPerSecond: isOpen ? traffic.framesPerSecond(at: now) : nil, usedTokens: tokens.context,
            limitTokens: tokens.limit?.tokens, isLimitAssumed: tokens.limit?.isAssumed ?? false,
            contextLeft: isOpen ? tokens.timeLeft : nil, sessionCap: cap.limit,
            sessionDeadline: isOpen ? cap.deadline : nil, billedTokens: tokens.billed, cost: tokens.cost,
            responseP95: response.map { .nanoseconds(Int64(clamping: $0.p95 * 1e6)) },
            responseAnchor: response?.anchor, lastBargeIn: interruptions.lastDetection?.duration,
            turns: turns.count, interruptions: turns.interruptions, closure: isOpen ? nil : connection?.closure,
            refusal: connection?.refusal, droppedFrames: traffic.droppedFrames
        )
    }
}

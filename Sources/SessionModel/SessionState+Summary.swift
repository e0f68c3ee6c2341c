public import LiveProtocol

extension SessionState {
    /// What the session is doing at `now`.
    public func activity(at now: Timestamp) -> SessionActivity {
        // By index, here and below: an element in hand is a copy, and a connection's state is large.
        guard let current = connections.indices.last(where: { connections[$0].isOpen }) else { return .closed }
        if connections[current].goAway != nil || connections[current].closeFrame != nil { return .closing }
        guard connections[current].isEstablished else { return .connecting }
        if !tools.pending.isEmpty { return .tool }
        if isAwaitingModel { return .thinking }
        return isModelTurnOpen || playback.backlog(at: now) > .zero ? .speaking : .listening
    }

    /// The instant as of which the session is judged when it is `now`: one that is over stands still at its last event.
    public func judged(at now: Timestamp) -> Timestamp { isOpen ? now : lastAt }

    /// The session in one line.
    public func summary(at now: Timestamp) -> SessionSummary {
        let isOpen = isOpen
        let last = connections.indices.last
        var summary = SessionSummary(
            id: id, tag: tag, model: setup?.model, activity: activity(at: now), openedAt: openedAt,
            closedAt: isOpen ? nil : connections.compactMap(\.closedAt).max(),
            connectionSince: isTimed ? last.flatMap { connections[$0].upgradedAt } : nil,
            goAwayDeadline: isOpen && isTimed ? last.flatMap { connections[$0].goAway?.deadline } : nil,
            connections: connectionCount, frames: traffic.frames, bytesUp: traffic.up.bytes,
            bytesDown: traffic.down.bytes, bytesPerSecond: isOpen && isTimed ? traffic.bytesPerSecond(at: now) : nil,
            framesPerSecond: isOpen && isTimed ? traffic.framesPerSecond(at: now) : nil, usedTokens: tokens.context,
            limitTokens: tokens.limit?.tokens, isLimitAssumed: tokens.limit?.isAssumed ?? false,
            contextLeft: isOpen && isTimed ? tokens.timeLeft : nil, sessionCap: cap.limit,
            sessionDeadline: isOpen && isTimed ? cap.deadline : nil, billedTokens: tokens.billed, cost: tokens.cost,
            bills: tokens.bills,
            responseP95: metrics.percentile(0.95, of: .response).map { .nanoseconds(Int64(clamping: $0 * 1e6)) },
            responseAnchor: metrics.headlineAnchor(of: .response),
            lastBargeIn: isTimed ? interruptions.lastDetection?.duration : nil,
            turns: turns.count, interruptions: turns.interruptions,
            closure: isOpen ? nil : last.flatMap { connections[$0].closure },
            refusal: last.flatMap { connections[$0].refusal }, droppedFrames: traffic.droppedFrames, isTimed: isTimed,
            isDated: isDated, contents: contents, targets: targets
        )
        summary.canResume = isOpen && resumption.handle != nil && resumption.isResumable != false
        return summary
    }
}

extension ConnectionClock {
    /// Conversations that are not decoded have no `setupComplete`: for them the upgrade has to do.
    fileprivate var isEstablished: Bool {
        opening?.endpoint.isDecoded == false ? upgradedAt != nil : setupCompleteAt != nil
    }
}

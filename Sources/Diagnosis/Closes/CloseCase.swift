import LiveProtocol
import SessionModel

/// One end of a connection and what surrounds it: decides what words with several causes mean here.
struct CloseCase: Sendable {
    let end: ConnectionEnd
    let clock: ConnectionClock
    let session: SessionState
    let thresholds: Thresholds

    func isIn(_ phase: ClosePhase) -> Bool {
        switch phase {
        case .any: true
        case .before: end.isBeforeSetup
        case .withHandle: end.isBeforeSetup && hasHandle
        case .after: !end.isBeforeSetup
        }
    }

    // MARK: Facts

    var hasHandle: Bool { clock.setup?.setup.resumption?.handle != nil }

    var family: ModelFamily { clock.setup?.family ?? .unknown }

    /// Since the client's last input, or since the setup where there was none.
    var idleTime: Duration {
        let last = clock.conduct.input.last?.at ?? clock.setupCompleteAt ?? clock.setupAt ?? clock.openedAt
        return end.at - last
    }

    /// How long before the end something happened for the last time; nil where it did not.
    func before(_ occurrences: Occurrences) -> Duration? { occurrences.last.map { end.at - $0.at } }

    func happened(_ occurrences: Occurrences, within duration: Duration) -> Bool {
        before(occurrences).map { $0 >= .zero && $0 <= duration } ?? false
    }

    /// A call of this connection that had no answer when it ended.
    var pendingCall: ToolCall? {
        let calls = Array(session.tools.recent) + session.tools.pending
        return calls.last { call in
            guard let calledAt = call.calledAt, calledAt >= clock.openedAt, calledAt <= end.at else { return false }
            return call.answeredAt.map { $0 >= end.at } ?? true
        }
    }

    /// Audio, images, texts or activity marks came while that call was pending.
    var hasInputDuringCall: Bool {
        guard let calledAt = pendingCall?.calledAt, family.blocksOnTools else { return false }
        return clock.conduct.input.last.map { $0.at > calledAt } ?? false
    }

    var isAtCap: Bool {
        if let goAway = clock.goAway, end.at - goAway.at <= .seconds(90) { return true }
        let (from, to) = (thresholds.seconds(.capFrom), thresholds.seconds(.capTo))
        return end.age.map { $0 >= from && $0 <= to } ?? false
    }

    /// Time that the session has been connected, over all its connections.
    var connectedTime: Duration {
        session.connections.reduce(.zero) { sum, clock in
            guard clock.openedAt <= end.at, let since = clock.upgradedAt else { return sum }
            return sum + max(min(clock.closedAt ?? end.at, end.at) - since, .zero)
        }
    }

    var isCompressed: Bool { clock.setup?.setup.compression != nil }

    var hasVideo: Bool { !clock.conduct.video.isEmpty }

    /// The documented lengths of a session: 2 minutes with video, 15 with audio, ten of any connection.
    var capVariant: String {
        if isSessionCap, hasVideo { return "av-2min" }
        return isSessionCap ? "audio-15min" : "connection-10min"
    }

    private var isSessionCap: Bool {
        guard !isCompressed else { return false }
        let seconds = connectedTime.seconds
        return hasVideo ? (110...150).contains(seconds) : (810...960).contains(seconds)
    }

    /// How full the context was then, of the model's window; nil when that is not known.
    var occupancy: Double? {
        clock.holdings?.occupancy
    }

    var isContextFull: Bool { !isCompressed && (occupancy ?? 0) >= thresholds[.contextError] }

    /// Nothing came from the service for some time although the client spoke, and its ping had no answer.
    var isHalfOpen: Bool {
        guard let ping = clock.conduct.pings.openClientPing ?? clock.conduct.pings.openServerPing else { return false }
        let silence = end.at - (clock.conduct.lastDown?.at ?? ping.at)
        return silence >= thresholds.seconds(.halfOpen) && end.at - ping.at >= thresholds.seconds(.halfOpen)
    }
}

import LiveProtocol
import SessionModel

extension SessionDocument {
    func connection(_ clock: ConnectionClock) -> JSONValue {
        .object([
            ("id", .string(clock.id.description)),
            ("openedAt", offset(clock.openedAt)),
            ("upgradedAt", offset(clock.upgradedAt)),
            ("setupAt", offset(clock.setupAt)),
            ("setupCompleteAt", offset(clock.setupCompleteAt)),
            ("closedAt", offset(clock.closedAt)),
            ("ageSeconds", .seconds(clock.age(at: now))),
            ("closeBy", .string(clock.closure?.by.rawValue)),
            ("closeCode", .integer(clock.closure?.code.map { Int64($0.rawValue) })),
            ("closeReason", .string(clock.closure?.reason)),
            ("closeDetail", .string(clock.closure?.detail)),
            ("refusedStatus", .integer(clock.refusal?.status)),
            ("refusedBy", .string(clock.refusal?.by.rawValue)),
            ("refusedReason", .string(clock.refusal?.reason)),
            ("goAway", goAway(clock.goAway)),
            ("connectMs", connect(clock.handshake?.timings)),
            ("roundTripMs", roundTrips(clock)),
            ("pausedSeconds", paused(clock)),
            ("removedExtensions", .string(clock.opening?.removedExtensions)),
        ])
    }

    private func goAway(_ announcement: ConnectionClock.Announcement?) -> JSONValue {
        guard let announcement else { return .null }
        return .object([
            ("at", offset(announcement.at)),
            ("timeLeftSeconds", .seconds(announcement.timeLeft)),
            ("deadline", offset(announcement.deadline)),
        ])
    }

    private func connect(_ timings: ConnectTimings?) -> JSONValue {
        guard let timings else { return .null }
        return .object([
            ("dns", .milliseconds(timings.dns)), ("tcp", .milliseconds(timings.connect)),
            ("tls", .milliseconds(timings.tls)), ("response", .milliseconds(timings.response)),
        ])
    }

    private func roundTrips(_ clock: ConnectionClock) -> JSONValue {
        .object([("client", leg(clock.clientRoundTrips)), ("upstream", leg(clock.upstreamRoundTrips))])
    }

    private func leg(_ trips: LegRoundTrips?) -> JSONValue {
        guard let trips else { return .null }
        return .object([
            ("source", .string(trips.source.rawValue)), ("last", .milliseconds(trips.last?.duration)),
            ("p50", .milliseconds(trips.percentile(0.5))), ("p95", .milliseconds(trips.percentile(0.95))),
        ])
    }

    /// How long each receiver has not taken what was there for it.
    private func paused(_ clock: ConnectionClock) -> JSONValue {
        .object(
            Direction.allCases.map { direction in
                let since = clock.pausedSince[direction].map { now - $0 } ?? .zero
                return (direction.name, .seconds((clock.pausedFor[direction] ?? .zero) + since))
            })
    }

    var resumption: JSONValue {
        let resumption = state.resumption
        return .object([
            ("isConfigured", .bool(resumption.isConfigured)),
            ("isResumable", .bool(resumption.isResumable)),
            ("handleAt", offset(resumption.handleAt)),
            ("handleAgeSeconds", .seconds(resumption.handleAge(at: now))),
            ("updates", .integer(resumption.updates)),
            ("handlesIssued", .integer(resumption.issuedCount)),
            ("resumptions", .integer(resumption.resumptions)),
            ("uses", .array(resumption.uses.map(use))),
            ("gaps", .array(resumption.gaps.map(gap))),
            ("lastConsumedClientMessageIndex", .integer(resumption.lastConsumedClientMessageIndex)),
            ("unacknowledgedMessages", .integer(resumption.unacknowledgedMessages)),
        ])
    }

    private func use(_ use: HandleUse) -> JSONValue {
        .object([
            ("at", offset(use.frame.at)), ("connection", .string(use.connection.description)),
            ("handle", .string(use.kind.rawValue)), ("ageSeconds", .seconds(use.age)),
            ("isAccepted", .bool(use.isAccepted)),
        ])
    }

    private func gap(_ gap: ReconnectGap) -> JSONValue {
        .object([
            ("from", .string(gap.from.description)), ("to", .string(gap.to.description)),
            ("at", offset(gap.start)), ("ms", .milliseconds(gap.duration)), ("isEstimated", .bool(gap.isEstimated)),
            ("isResumed", .bool(gap.isResumed)), ("lostAudioMs", .milliseconds(gap.lostAudio)),
            ("unacknowledgedMessages", .integer(gap.unacknowledged)),
        ])
    }
}

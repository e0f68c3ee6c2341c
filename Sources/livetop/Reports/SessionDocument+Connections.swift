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

    var resumption: JSONValue {
        let resumption = state.resumption
        return .object([
            ("isResumable", .bool(resumption.isResumable)),
            ("handleAt", offset(resumption.handleAt)),
            ("updates", .integer(resumption.updates)),
            ("resumptions", .integer(resumption.resumptions)),
            ("lastConsumedClientMessageIndex", .integer(resumption.lastConsumedClientMessageIndex)),
        ])
    }
}

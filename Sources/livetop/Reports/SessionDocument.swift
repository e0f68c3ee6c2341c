import LiveProtocol
import SessionModel

/// One session as `livetop show --json` prints it. Instants are seconds since the session's start; unknown is null.
struct SessionDocument {
    private let state: SessionState
    private let summary: SessionSummary
    private let now: Timestamp

    init(_ state: SessionState, now: Timestamp) {
        self.state = state
        self.now = now
        summary = state.summary(at: now)
    }

    var json: JSONValue {
        .object([
            ("schema", .string("livetop.session/1")),
            ("session", session),
            ("connections", .array(state.connections.map(connection))),
            ("setup", setup),
            ("context", context),
            ("tokens", tokens),
            ("turns", .array(turns.map(turn))),
            ("traffic", traffic),
        ])
    }

    private var session: JSONValue {
        .object([
            ("id", .string(state.id.description)),
            ("tag", .string(state.tag)),
            ("model", .string(summary.model)),
            ("state", .string(summary.activity.rawValue)),
            ("openedAt", .time(summary.openedAt)),
            ("closedAt", .time(summary.closedAt)),
        ])
    }

    private func connection(_ clock: ConnectionClock) -> JSONValue {
        .object([
            ("id", .string(clock.id.description)),
            ("openedAt", offset(clock.openedAt)),
            ("upgradedAt", offset(clock.upgradedAt)),
            ("setupCompleteAt", offset(clock.setupCompleteAt)),
            ("closedAt", offset(clock.closedAt)),
            ("ageSeconds", .number(clock.age(at: now)?.seconds)),
            ("closeBy", .string(clock.closure?.by.rawValue)),
            ("closeCode", .integer(clock.closure?.code.map { Int64($0.rawValue) })),
            ("closeReason", .string(clock.closure?.reason)),
            ("closeDetail", .string(clock.closure?.detail)),
            ("refusedStatus", .integer(clock.refusal.map { Int64($0.status) })),
            ("refusedReason", .string(clock.refusal?.reason)),
            ("goAway", goAway(clock.goAway)),
            ("removedExtensions", .string(clock.opening?.removedExtensions)),
        ])
    }

    private func goAway(_ announcement: ConnectionClock.Announcement?) -> JSONValue {
        guard let announcement else { return .null }
        return .object([
            ("at", offset(announcement.at)),
            ("timeLeftSeconds", .number(announcement.timeLeft?.seconds)),
            ("deadline", offset(announcement.deadline)),
        ])
    }

    private var setup: JSONValue {
        guard let setup = state.setup else { return .null }
        return .array(
            setup.settings.map { setting in
                .object([
                    ("name", .string(setting.name)), ("value", .string(setting.value)),
                    ("isDefault", .bool(setting.isDefault)),
                ])
            })
    }

    private var context: JSONValue {
        .object([
            ("usedTokens", .integer(state.tokens.context)),
            ("limitTokens", .integer(state.tokens.limit?.tokens)),
            ("limitIsAssumed", .bool(state.tokens.limit?.isAssumed)),
            ("byModality", state.tokens.context == nil ? .null : counts(state.tokens.contextByModality)),
            ("compressionTrigger", .integer(state.tokens.compressionTrigger)),
            ("compressions", .integer(state.tokens.compressions)),
        ])
    }

    /// Nothing was billed as far as anyone said until a usage message came: then null, not 0.
    private var tokens: JSONValue {
        let isKnown = state.tokens.reports > 0
        return .object([
            (
                "billed",
                .object([
                    ("input", isKnown ? counts(state.tokens.billedInput) : .null),
                    ("output", isKnown ? counts(state.tokens.billedOutput) : .null),
                    ("thoughts", isKnown ? .integer(state.tokens.billedThoughts) : .null),
                ])
            ),
            ("reports", .integer(state.tokens.reports)),
        ])
    }

    private func counts(_ counts: TokenCounts) -> JSONValue {
        .object([
            ("text", .integer(counts.text)), ("audio", .integer(counts.audio)), ("image", .integer(counts.image)),
            ("video", .integer(counts.video)), ("document", .integer(counts.document)),
            ("unattributed", .integer(counts.unattributed)), ("total", .integer(counts.total)),
        ])
    }

    private var turns: [Turn] { Array(state.turns.recent) + [state.turns.current].compactMap(\.self) }

    private func turn(_ turn: Turn) -> JSONValue {
        .object([
            ("index", .integer(turn.index)),
            ("startedAt", offset(turn.userAt ?? turn.openedAt)),
            ("firstAudioAt", offset(turn.firstAudioAt)),
            ("completedAt", offset(turn.completedAt)),
            ("interrupted", .bool(turn.interruptedAt != nil)),
            ("interruptedAt", offset(turn.interruptedAt)),
            ("reason", .string(turn.reason)),
            ("audioSeconds", .number(turn.audioDuration.seconds)),
            ("toolCalls", .integer(turn.toolCalls)),
            ("userText", turn.userText.isEmpty ? .null : .string(turn.userText.value)),
            ("modelText", turn.modelText.isEmpty ? .null : .string(turn.modelText.value)),
        ])
    }

    private var traffic: JSONValue {
        .object([
            ("framesUp", .integer(state.traffic.up.frames)), ("framesDown", .integer(state.traffic.down.frames)),
            ("bytesUp", .integer(state.traffic.up.bytes)), ("bytesDown", .integer(state.traffic.down.bytes)),
            ("droppedFrames", .integer(state.traffic.droppedFrames)),
        ])
    }

    private func offset(_ instant: Timestamp?) -> JSONValue {
        .number(instant.map { ($0 - state.openedAt).seconds })
    }
}

import LiveProtocol
import SessionModel

extension SessionDocument {
    var context: JSONValue {
        .object([
            ("usedTokens", .integer(state.tokens.context)),
            ("limitTokens", .integer(state.tokens.limit?.tokens)),
            ("limitIsAssumed", .bool(state.tokens.limit?.isAssumed)),
            ("byModality", state.tokens.context == nil ? .null : counts(state.tokens.contextByModality)),
            ("compressionTrigger", .integer(state.tokens.compressionTrigger)),
            ("compressionTarget", .integer(state.tokens.compressionTarget)),
            ("growthPerSecond", .number(state.tokens.growthRate)),
            ("secondsLeft", .seconds(summary.contextLeft.flatMap { _ in state.tokens.meanTimeLeft })),
            ("secondsLeftMin", .seconds(summary.contextLeft?.lowerBound)),
            ("secondsLeftMax", .seconds(summary.contextLeft?.upperBound)),
            ("estimatedTokens", .integer(state.tokens.estimatedContext)),
            ("compressions", .integer(state.tokens.compressions)),
        ])
    }

    /// Nothing was billed as far as anyone said until a usage message came: then null, not 0.
    var tokens: JSONValue {
        let tokens = state.tokens
        let isKnown = tokens.reports > 0
        return .object([
            (
                "billed",
                .object([
                    ("input", isKnown ? counts(tokens.billedInput) : .null),
                    ("output", isKnown ? counts(tokens.billedOutput) : .null),
                    ("thoughts", isKnown ? .integer(tokens.billedThoughts) : .null),
                    ("cached", isKnown ? .integer(tokens.billedCached) : .null),
                ])
            ),
            (
                "estimated",
                .object([
                    ("input", tokens.turnsWithoutUsage > 0 ? counts(tokens.estimatedInput) : .null),
                    ("output", tokens.turnsWithoutUsage > 0 ? counts(tokens.estimatedOutput) : .null),
                ])
            ),
            ("costUsd", .number(tokens.cost)),
            ("reports", .integer(tokens.reports)),
            ("turnsWithoutUsage", .integer(tokens.turnsWithoutUsage)),
            ("turnsWithSnapshots", .integer(tokens.multiSnapshotTurns)),
        ])
    }

    /// The session cap: null without a limit.
    var cap: JSONValue {
        .object([
            ("startedAt", offset(state.cap.startedAt)), ("limitSeconds", .seconds(state.cap.limit)),
            ("secondsLeft", .seconds(summary.sessionDeadline.map { $0 - now })),
            ("hasVideo", .bool(state.cap.hasVideo)),
        ])
    }

    func tokens(of turn: Turn) -> JSONValue {
        guard let tokens = state.tokens.tokens(ofTurn: turn.index) else { return .null }
        return .object([
            ("input", counts(tokens.input)), ("output", counts(tokens.output)),
            ("isEstimated", .bool(tokens.isEstimated)),
        ])
    }

    private func counts(_ counts: TokenCounts) -> JSONValue {
        .object([
            ("text", .integer(counts.text)), ("audio", .integer(counts.audio)), ("image", .integer(counts.image)),
            ("video", .integer(counts.video)), ("document", .integer(counts.document)),
            ("unattributed", .integer(counts.unattributed)), ("total", .integer(counts.total)),
        ])
    }
}

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
            ("reports", .integer(tokens.reports)),
            ("turnsWithoutUsage", .integer(tokens.turnsWithoutUsage)),
            ("turnsWithSnapshots", .integer(tokens.multiSnapshotTurns)),
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

/// A table of a central store; the raw value is its name there.
public enum StoreTable: String, CaseIterable, Hashable, Sendable {
    case sessions = "lt_sessions"
    case connections = "lt_connections"
    case events = "lt_events"
    case frames = "lt_frames"
    case turns = "lt_turns"
    case findings = "lt_findings"

    /// In the order in which rows are written.
    public var columns: [StoreColumn] {
        switch self {
        case .sessions: Self.sessionColumns
        case .connections: Self.connectionColumns
        case .events: Self.wireColumns + [StoreColumn("kind", .name), StoreColumn("json", .text)] + Self.end
        case .frames: Self.wireColumns + Self.frameColumns + Self.end
        case .turns: Self.turnColumns
        case .findings: Self.findingColumns
        }
    }

    /// What makes two rows the same row.
    public var key: [String] {
        switch self {
        case .sessions: ["node", "session"]
        case .connections: ["node", "connection"]
        // The number of an event is that of the frame before it: there may be several.
        case .events: ["node", "connection", "seq", "kind", "t_ns"]
        case .frames: ["node", "connection", "seq"]
        case .turns: ["node", "session", "turn"]
        case .findings: ["node", "session", "number"]
        }
    }

    private static let begin = [StoreColumn("day", .day), StoreColumn("node", .name)]
    private static let end = [StoreColumn("ver", .version)]

    private static let wireColumns =
        begin + [
            StoreColumn("connection", .uint64), StoreColumn("seq", .uint64), StoreColumn("id", .int64),
            StoreColumn("t_ns", .instant),
        ]

    private static let frameColumns = [
        StoreColumn("dir", .direction), StoreColumn("opcode", .uint8), StoreColumn("fin", .flag),
        StoreColumn("rsv", .uint8), StoreColumn("masked", .flag), StoreColumn("cut", .flag),
        StoreColumn("bytes", .uint64), StoreColumn("codec", .uint8), StoreColumn("kind", .name),
        StoreColumn("captured", .flag), StoreColumn("payload", .payload),
    ]

    private static let sessionColumns =
        begin + [
            StoreColumn("session", .text), StoreColumn("session_id", .uint64), StoreColumn("tag", .optional(.text)),
            StoreColumn("model", .name), StoreColumn("client", .text), StoreColumn("state", .name),
            StoreColumn("opened_ns", .instant), StoreColumn("closed_ns", .optional(.int64)),
            StoreColumn("is_open", .flag), StoreColumn("connections", .uint32), StoreColumn("frames", .uint64),
            StoreColumn("bytes_up", .uint64), StoreColumn("bytes_down", .uint64),
            StoreColumn("dropped_frames", .uint64), StoreColumn("turns", .uint32),
            StoreColumn("interruptions", .uint32), StoreColumn("used_tokens", .optional(.int64)),
            StoreColumn("limit_tokens", .optional(.int64)), StoreColumn("billed_tokens", .optional(.int64)),
            StoreColumn("cost_usd", .optional(.float64)), StoreColumn("response_p95_ms", .optional(.float64)),
            StoreColumn("close_by", .name), StoreColumn("close_code", .optional(.int64)),
            StoreColumn("refused_status", .optional(.int64)), StoreColumn("origin", .optional(.text)),
            StoreColumn("findings", .uint32), StoreColumn("worst", .name), StoreColumn("payload", .name),
            StoreColumn("summary", .optional(.text)), StoreColumn("summary_version", .optional(.int64)),
            StoreColumn("gone", .flag),
        ] + end

    private static let connectionColumns =
        begin + [
            StoreColumn("connection", .uint64), StoreColumn("session_id", .uint64), StoreColumn("session", .text),
            StoreColumn("started_ns", .instant), StoreColumn("ended_ns", .optional(.int64)),
            StoreColumn("livetop", .name), StoreColumn("capture", .name), StoreColumn("host", .optional(.text)),
            StoreColumn("opened_ns", .instant), StoreColumn("surface", .optional(.text)),
            StoreColumn("version", .optional(.text)), StoreColumn("method", .optional(.text)),
            StoreColumn("target", .optional(.text)), StoreColumn("upstream", .optional(.text)),
            StoreColumn("client", .optional(.text)), StoreColumn("tls", .optional(.uint8)),
            StoreColumn("status", .optional(.int64)), StoreColumn("upgraded_ns", .optional(.int64)),
            StoreColumn("closed_ns", .optional(.int64)), StoreColumn("close_by", .optional(.text)),
            StoreColumn("close_code", .optional(.int64)), StoreColumn("close_reason", .optional(.text)),
        ] + end

    private static let turnColumns =
        begin + [
            StoreColumn("session", .text), StoreColumn("turn", .uint32), StoreColumn("connection", .text),
            StoreColumn("model", .name), StoreColumn("started_ns", .instant),
            StoreColumn("ended_ns", .optional(.int64)), StoreColumn("outcome", .name),
            StoreColumn("response_ms", .optional(.float64)), StoreColumn("response_anchor", .name),
            StoreColumn("response_exactness", .name), StoreColumn("perceived_gap_ms", .optional(.float64)),
            StoreColumn("cold_start", .flag), StoreColumn("interrupted", .flag),
            StoreColumn("audio_seconds", .float64), StoreColumn("tool_calls", .uint32),
            StoreColumn("tokens_known", .flag),
        ]
        + ["in", "out"].flatMap { direction in
            ["text", "audio", "image", "video", "total"].map { StoreColumn("tokens_\(direction)_\($0)", .int64) }
        } + [StoreColumn("user_text", .text), StoreColumn("model_text", .text)] + end

    private static let findingColumns =
        begin + [
            StoreColumn("session", .text), StoreColumn("number", .uint32), StoreColumn("rule", .name),
            StoreColumn("variant", .name), StoreColumn("severity", .name), StoreColumn("confidence", .name),
            StoreColumn("is_prediction", .flag), StoreColumn("from_ns", .instant), StoreColumn("to_ns", .instant),
            StoreColumn("times", .uint32), StoreColumn("resolved_ns", .optional(.int64)),
            StoreColumn("connection", .text), StoreColumn("title", .text), StoreColumn("cause", .text),
            StoreColumn("fix", .text), StoreColumn("gone", .flag),
        ] + end
}

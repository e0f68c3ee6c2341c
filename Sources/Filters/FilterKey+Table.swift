internal import LiveProtocol
internal import SessionModel

extension FilterKey {
    /// Every key, in the order of the document.
    public static let all: [FilterKey] = [
        FilterKey(
            "kind", .words(kinds), "what a message holds, whole (`serverContent.audio`) or its last part (`audio`)",
            example: "kind:audio", frames: { $0.kinds }, events: { $0.kinds }),
        FilterKey(
            "dir", or: ["direction"], .words(["up", "down"]), "up from the app, down from the service",
            example: "dir:up", frames: { .word($0.entry.direction.name) }, events: { .word($0.direction?.name) }),
        FilterKey(
            "size", .number(.bytes), "bytes on the wire", example: "size:>4k",
            frames: { .number($0.entry.byteCount) }, events: { .number($0.byteCount) }),
        FilterKey(
            "dur", or: ["duration"], .number(.time), "how long the audio in it sounds", example: "dur:>40ms",
            turns: { .seconds($0.audioLength) }, frames: { .seconds($0.entry.audio) },
            events: { .seconds($0.audio?.duration) }),
        FilterKey(
            "at", .number(.time), "time since the session began", example: "at:>3:12",
            turns: { .seconds($0.offset) }, frames: { .seconds($0.offset) }),
        FilterKey(
            "delta", .number(.time), "time since the frame before", example: "delta:>500ms",
            frames: { .seconds($0.pause) }),
        FilterKey(
            "seq", or: ["sequence"], .number(.count), "number of the frame on its connection", example: "seq:>1000",
            frames: { .number($0.entry.sequence) }, events: { .number($0.sequence) }),
        FilterKey(
            "opcode", .words(opcodes), "what WebSocket calls the frame", example: "opcode:close",
            frames: { .word($0.entry.opcode.name) }, events: { .word($0.opcode?.name) }),
        FilterKey(
            "turn", .number(.count), "number of the turn in its session, from 1", example: "turn:>3",
            turns: { .number($0.turn.index) }),
        FilterKey(
            "tag", .text, "the session's tag", example: "tag:branch-*", sessions: { .word($0.summary.tag) },
            events: { .word($0.origin.tag) }),
        FilterKey(
            "id", or: ["session"], .text, "the session's name", example: "id:5t8evm01",
            sessions: { .word($0.summary.id.description) }, events: { .word($0.origin.session.description) }),
        FilterKey(
            "model", .text, "the model, without `models/`", example: "model:~live",
            sessions: { .word($0.summary.model.map(ModelTable.bareID)) },
            events: { .word($0.origin.model.map(ModelTable.bareID)) }),
        FilterKey(
            "state", .words(SessionActivity.allCases.map(\.rawValue)), "what the session is doing",
            example: "state:speaking", sessions: { .word($0.summary.activity.rawValue) }),
        FilterKey(
            "age", .number(.time), "how long it is open, or was", example: "age:>8m", sessions: { .seconds($0.age) }),
        FilterKey(
            "tokens", .number(.count), "tokens in the context", example: "tokens:>32k",
            sessions: { .number($0.summary.usedTokens) }),
        FilterKey(
            "context", .number(.share), "share of the context that is used", example: "context:>80%",
            sessions: { .number($0.share) }),
        FilterKey(
            "turns", .number(.count), "turns so far", example: "turns:>10", sessions: { .number($0.summary.turns) }),
        FilterKey(
            "interruptions", .number(.count), "turns that were interrupted", example: "interruptions:>0",
            sessions: { .number($0.summary.interruptions) }),
        FilterKey(
            "connections", .number(.count), "connections that belong to it", example: "connections:>1",
            sessions: { .number($0.summary.connections) }),
        FilterKey(
            "frames", .number(.count), "frames in both directions", example: "frames:>10k",
            sessions: { .number($0.summary.frames) }),
        FilterKey(
            "bytes", .number(.bytes), "bytes in both directions", example: "bytes:>10m",
            sessions: { .number($0.byteCount) }),
        FilterKey(
            "close", or: ["code"], .number(.count), "close code", example: "close:1008",
            sessions: { .number($0.summary.closure?.code?.rawValue) },
            frames: { .number($0.entry.closeCode?.rawValue) },
            events: { .number($0.closeCode?.rawValue) }),
        FilterKey(
            "by", .words(Party.allCases.map(\.rawValue)), "who closed or refused", example: "by:server",
            sessions: { .word($0.endedBy?.rawValue) }, events: { .word($0.endedBy?.rawValue) }),
        FilterKey(
            "reason", .text, "reason of a close, a refusal or the end of a turn", example: "reason:*quota*",
            sessions: { .word($0.reason) }, turns: { .word($0.turn.reason) }, events: { .word($0.reason) }),
        FilterKey(
            "status", .number(.count), "HTTP status of a refused upgrade", example: "status:429",
            sessions: { .number($0.summary.refusal?.status) }, events: { .number($0.refusal?.status) }),
        FilterKey(
            "host", .text, "host of the service", example: "host:*.googleapis.com",
            sessions: { $0.summary.targets.map { .words($0.hosts) } }, events: { .words($0.origin.targets.hosts) }),
        FilterKey(
            "path", .text, "path asked for, without secrets", example: "path:*v1alpha*",
            sessions: { $0.summary.targets.map { .words($0.paths) } }, events: { .words($0.origin.targets.paths) }),
        FilterKey("is", .conditions(FilterWord.conditions), "what is true of it", example: "is:interrupted"),
        FilterKey("has", .conditions(FilterWord.contents), "what is in it", example: "has:tool"),
        FilterKey(
            "finding", or: ["rule"], .findings, "what is wrong with it, by the id of the rule (docs/rules.md)",
            example: "finding:goaway-ignored", sessions: { $0.findings.map { .words($0) } },
            events: { .words($0.findings) }),
    ]

    private static let kinds =
        MessageKind.allCases.flatMap { kind in [kind.rawValue, kind.lastPart, kind.firstPart] }.unique + opcodes
    private static let opcodes = ["continuation", "text", "binary", "close", "ping", "pong"]
}

extension MessageKind {
    /// `audio` of `serverContent.audio`.
    var lastPart: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

    /// `serverContent` of `serverContent.audio`.
    var firstPart: String { rawValue.split(separator: ".").first.map(String.init) ?? rawValue }
}

extension [String] {
    /// Each once, in the order of first appearance.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

import LiveProtocol
import SessionModel
import TerminalUI

/// One session as `livetop show` tells it to a person.
struct SessionStory {
    private let state: SessionState
    private let summary: SessionSummary
    private let now: Timestamp

    init(_ state: SessionState, now: Timestamp) {
        self.state = state
        self.now = now
        summary = state.summary(at: now)
    }

    var text: String {
        [heading, connections, context, setup, turns].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var heading: String {
        var lines = ["session \(state.id)  \(summary.activity.rawValue)"]
        lines.append("  model      \(clean(summary.model))")
        if let tag = summary.tag { lines.append("  tag        \(clean(tag))") }
        lines.append("  opened     \(summary.openedAt.rfc3339)")
        if let closedAt = summary.closedAt {
            lines.append("  lasted     \(Format.clock(closedAt - summary.openedAt))")
        }
        lines.append(
            "  frames     \(Format.count(summary.frames)), \(Format.bytes(summary.bytesUp)) up, \(Format.bytes(summary.bytesDown)) down"
        )
        if summary.droppedFrames > 0 {
            lines.append("  dropped    \(Format.count(summary.droppedFrames)) frames were relayed but not recorded")
        }
        return lines.joined(separator: "\n")
    }

    private var connections: String {
        (["connections"]
            + state.connections.map { clock in
                let start = Format.position(clock.openedAt - state.openedAt)
                return
                    "  \(start)  \(clock.id)  \(Format.clock(clock.age(at: clock.closedAt ?? now)))  \(ending(of: clock))"
            }).joined(separator: "\n")
    }

    private func ending(of clock: ConnectionClock) -> String {
        if let refusal = clock.refusal { return "refused with \(refusal.status): \(clean(refusal.reason))" }
        guard let closure = clock.closure else {
            return clock.goAway.map { "the server announced the end (\(Format.latency($0.timeLeft)) left)" }
                ?? "no end recorded"
        }
        let parts = [
            closure.code?.description, closure.reason.map { "“\(clean($0))”" }, closure.detail.map { clean($0) },
        ]
        return "closed by \(closure.by.rawValue): "
            + (parts.compactMap(\.self).filter { $0 != "“”" }.joined(separator: ", ").nonEmpty ?? "no code, no reason")
    }

    private var context: String {
        let limit = state.tokens.limit.map {
            "\(Format.count($0.tokens))\($0.isAssumed ? " (assumed from the model's family)" : "")"
        }
        var lines = [
            "tokens",
            "  context    \(Format.count(state.tokens.context)) of \(limit ?? Format.unknown), \(Format.percent(state.tokens.occupancy))",
        ]
        if state.tokens.reports > 0 {
            lines.append(
                "  billed     \(Format.count(state.tokens.billedInput.total)) in, \(Format.count(state.tokens.billedOutput.total)) out"
            )
        }
        if let trigger = state.tokens.compressionTrigger {
            lines.append("  compresses at \(Format.count(trigger)), so far \(state.tokens.compressions) times")
        }
        return lines.joined(separator: "\n")
    }

    private var setup: String {
        guard let settings = state.setup?.settings, !settings.isEmpty else { return "" }
        let width = settings.map(\.name.count).max() ?? 0
        return
            (["setup"]
            + settings.map { setting in
                let name = setting.name + String(repeating: " ", count: width - setting.name.count)
                return "  \(name)  \(clean(setting.value))\(setting.isDefault ? "  (default)" : "")"
            }).joined(separator: "\n")
    }

    private var turns: String {
        let turns = Array(state.turns.recent) + [state.turns.current].compactMap(\.self)
        guard !turns.isEmpty else { return "" }
        return (["turns"] + turns.flatMap(lines)).joined(separator: "\n")
    }

    private func lines(for turn: Turn) -> [String] {
        let ending = turn.interruptedAt != nil ? "interrupted" : turn.completedAt != nil ? "complete" : "unfinished"
        var lines = [
            "  \(Format.position((turn.userAt ?? turn.openedAt) - state.openedAt))  turn \(turn.index), \(ending)"
                + (turn.audioByteCount > 0 ? ", \(Format.latency(turn.audioDuration)) of audio" : "")
        ]
        if !turn.userText.isEmpty { lines.append("      user   \(clean(turn.userText.value))") }
        if !turn.modelText.isEmpty { lines.append("      model  \(clean(turn.modelText.value))") }
        return lines
    }

    /// Text from the network without what could drive a terminal.
    private func clean(_ text: String?) -> String {
        text.map { TextWidth.printable($0) } ?? Format.unknown
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

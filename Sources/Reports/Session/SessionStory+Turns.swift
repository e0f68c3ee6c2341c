import LiveProtocol
import SessionModel
import Wording

extension SessionStory {
    var turns: String {
        let turns = Array(state.turns.recent) + [state.turns.current].compactMap(\.self)
        guard !turns.isEmpty else { return "" }
        let table = TextTable(
            header: ["#", "AT", "RESPONSE", "FROM", "SILENCE", "AUDIO", "HEARD", "RTF", "TOOLS", "ENDED"],
            rightAligned: [0, 2, 4, 5, 6, 7, 8], rows: turns.map(row))
        let texts = turns.map { [line("user", $0.userText), line("model", $0.modelText)].compactMap(\.self) }
        // What was said stands under its row.
        let rows = table.text.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = rows.prefix(1).map(String.init) + zip(rows.dropFirst(), texts).flatMap { [String($0)] + $1 }
        return "turns\n" + indented(lines.joined(separator: "\n"))
    }

    private func row(_ turn: Turn) -> [String] {
        let hasAudio = turn.firstAudioAt != nil
        let factor = Format.metric(timed(turn.playback.realTimeFactor), .ratio)
        return [
            "\(turn.index)", position(turn.startedAt), words(turn.response),
            timed(turn.response)?.anchor.rawValue ?? Format.unknown, Format.latency(turn.leadingSilence),
            hasAudio ? Format.latency(turn.audioDuration) : Format.unknown,
            estimate(Format.percent(timed(turn.heardRatio(at: now)))), hasAudio ? factor : Format.unknown,
            "\(turn.toolCalls)", ending(of: turn),
        ]
    }

    private func ending(of turn: Turn) -> String {
        if turn.isCutOff { return "cut off" }
        if turn.isOpen { return "unfinished" }
        return (turn.interruptedAt != nil ? "interrupted" : "complete") + (turn.reason.map { ", \(clean($0))" } ?? "")
    }

    /// So much of what was said at once is read in a list; a text that is only a little longer is not worth a remark.
    private static let textLimit = 400
    private static let textSlack = 100

    private func folded(_ text: String) -> String {
        guard !isFull, text.count > Self.textLimit + Self.textSlack else { return text }
        let rest = text.count - Self.textLimit
        return "\(text.prefix(Self.textLimit))… \(Format.counted(rest, "character")) more; --full shows all"
    }

    private func line(_ speaker: String, _ text: BoundedText) -> String? {
        guard !text.isEmpty else { return nil }
        return "     \(Columns.left(speaker, width: 6)) \(folded(clean(text.value)))\(text.isCut ? "…" : "")"
    }

    var interruptions: String {
        let interruptions = state.interruptions
        guard interruptions.count > 0 || interruptions.missedCount > 0 else { return "" }
        let counts =
            state.isTimed
            ? "  \(interruptions.count) in all, \(interruptions.falseCount) of \(interruptions.judged) judged false, "
                + "\(interruptions.missedCount) missed"
            : "  \(interruptions.count) in all"
        let table = TextTable(
            header: ["AT", "DETECTED", "FROM", "STOPPED", "BACKLOG", "HEARD", "SPOKEN"], rightAligned: [1, 3, 4, 5],
            rows: interruptions.recent.map(row))
        return "interruptions\n" + counts + (interruptions.recent.isEmpty ? "" : "\n" + indented(table.text))
    }

    private func row(_ interruption: Interruption) -> [String] {
        let hadAudio = interruption.delivered + interruption.audioAfter > .zero
        return [
            position(interruption.at), words(interruption.detection),
            timed(interruption.detection)?.anchor.rawValue ?? Format.unknown,
            hadAudio ? Format.latency(timed(interruption.stop)) : Format.unknown,
            hadAudio ? estimate(Format.latency(timed(interruption.backlog))) : Format.unknown,
            estimate(Format.percent(timed(interruption.heardRatio))),
            timed(interruption.isFalse).map { $0 ? "no" : "yes" } ?? Format.unknown,
        ]
    }

    var tools: String {
        let calls = state.tools.all
        guard !calls.isEmpty else { return "" }
        let table = TextTable(
            header: ["AT", "TOOK", "OUTCOME", "NAME", "ID"], rightAligned: [1],
            rows: calls.sorted { ($0.calledAt ?? $0.answeredAt ?? now) < ($1.calledAt ?? $1.answeredAt ?? now) }
                .map { call in
                    [
                        position(call.calledAt), Format.latency(timed(call.duration)), call.outcome.rawValue,
                        clean(call.name) + (call.isService ? " (service)" : ""), clean(call.id),
                    ]
                })
        return "tools\n" + indented(table.text)
    }
}

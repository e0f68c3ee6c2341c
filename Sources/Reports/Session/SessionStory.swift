package import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// One session as `livetop show` tells it to a person. Unknown is `–`, an estimate has a `~` in front.
package struct SessionStory {
    let state: SessionState
    let summary: SessionSummary
    let now: Timestamp
    private let origin: SessionID?
    private let result: DiagnosisResult
    /// What was said is told to its last character.
    let isFull: Bool

    package init(_ diagnosed: DiagnosedSession, isFull: Bool = false) {
        self.isFull = isFull
        result = diagnosed.result
        let opened = diagnosed.opened
        state = opened.state
        summary = opened.summary
        now = opened.now
        origin = opened.origin
    }

    package var text: String {
        let sections = [
            heading, findings, connections, clocks, tokens, setup, turns, interruptions, tools, inputAudio, resumption,
            metrics,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var heading: String {
        var lines = ["session \(state.id)  \(summary.activity.rawValue)"]
        lines.append("  model      \(clean(summary.model))")
        if let tag = summary.tag { lines.append("  tag        \(clean(tag))") }
        if let origin { lines.append("  origin     \(origin), of which this was sent again") }
        lines.append("  opened     \(summary.knownOpening?.rfc3339 ?? Format.unknown)")
        if summary.closedAt != nil { lines.append("  lasted     \(Format.clock(summary.length))") }
        if !state.isTimed {
            lines.append("  times      \(Format.unknown) (it was recorded without: what rests on times is unknown)")
        }
        lines.append(
            "  frames     \(Format.count(summary.frames)), \(Format.bytes(summary.bytesUp)) up, \(Format.bytes(summary.bytesDown)) down"
        )
        if summary.droppedFrames > 0 {
            lines.append(
                "  dropped    \(Format.counted(summary.droppedFrames, "frame was", "frames were")) relayed but not recorded"
            )
        }
        if state.drift.unknownFields > 0 {
            lines.append(
                "  unknown    \(Format.counted(state.drift.unknownFields, "field")) that livetop does not know")
        }
        if let words = NotDecoded(state).words { lines.append("  \(words)") }
        if state.drift.undecodable > 0 {
            lines.append("  unreadable \(Format.counted(state.drift.undecodable, "message"))")
        }
        return lines.joined(separator: "\n")
    }

    private var findings: String {
        let parts = [FindingStory(start: state.clockStart).text(result.findings), result.note ?? ""]
        let text = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
        return text.isEmpty ? "" : "findings\n" + indented(text)
    }

    private var connections: String {
        (["connections"]
            + state.connections.map { clock in
                let age = state.isTimed ? clock.age(at: clock.closedAt ?? now) : nil
                return "  \(position(clock.openedAt))  \(clock.id)  \(Format.clock(age))  \(ending(of: clock))"
            }).joined(separator: "\n")
    }

    private func ending(of clock: ConnectionClock) -> String {
        if let refusal = clock.refusal { return "refused with \(refusal.status): \(clean(refusal.words))" }
        guard let closure = clock.closure else {
            return clock.goAway.map { "the server announced the end (\(Format.latency($0.timeLeft)) left)" }
                ?? "no end recorded"
        }
        let parts = [
            closure.code?.description, closure.reasonWords.map { "“\(clean($0))”" },
            closure.detail.map { clean(EndReason.words($0)) },
        ]
        return "closed by \(Format.party(closure.by)): "
            + (parts.compactMap(\.self).filter { $0 != "“”" }.joined(separator: ", ").nonEmpty ?? "no code, no reason")
    }

    private var setup: String {
        guard let settings = state.setup?.settings, !settings.isEmpty else { return "" }
        let width = settings.map { TextWidth.width(clean($0.name)) }.max() ?? 0
        return
            (["setup"]
            + settings.map { setting in
                let name = Columns.left(clean(setting.name), width: width + 2)
                return "  \(name)\(clean(setting.value))\(setting.isDefault ? "  (default)" : "")"
            }).joined(separator: "\n")
    }

    private var metrics: String {
        let table = MetricTable(log: state.metrics).text
        return table.isEmpty ? "" : "metrics\n" + indented(table)
    }
}

// MARK: - Words

extension SessionStory {
    func position(_ instant: Timestamp?) -> String {
        guard let instant, let start = state.clockStart else { return Format.unknown }
        return Format.position(instant - start)
    }

    /// Text from the network without what could drive a terminal.
    func clean(_ text: String?) -> String {
        text.map { ForeignText.clean($0) } ?? Format.unknown
    }

    func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
    }

    /// With a `~` where the start of the latency is an estimate, a `≥` where the latency is a lower bound, and a `?` behind
    /// what is not certain.
    func words(_ latency: Latency?) -> String {
        guard let latency, state.isTimed else { return Format.unknown }
        return latency.exactness.mark + Format.latency(latency.duration) + (latency.confidence == .low ? "?" : "")
    }

    /// A figure that rests on instants: unknown where nobody knows them.
    func timed<Value>(_ value: Value?) -> Value? { state.isTimed ? value : nil }

    /// `~` and the value: unknown stays unknown.
    func estimate(_ words: String) -> String { words == Format.unknown ? words : "~" + words }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

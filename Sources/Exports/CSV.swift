import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// `csv`: one row per turn, or one per finding, for spreadsheets (RFC 4180). Unknown is an empty cell.
enum CSV {
    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        switch options.table {
        case .turns: try writeTurns(source, options, sink)
        case .findings: try writeFindings(source, options, sink)
        }
    }

    private static func writeTurns(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try sink.write(row(turnColumns.map { .text($0.name) }))
        _ = try source.readTurns(options) { place in
            try sink.write(row(turnColumns.map { isKnown($0.name, place) ? $0.cell(place) : .figure("") }))
        }
    }

    /// What rests on instants is unknown in a session of which nobody knows when its messages crossed.
    private static func isKnown(_ column: String, _ place: TurnPlace) -> Bool {
        if column == "started" { return place.isTimed && place.isDated }
        let isTime =
            column.hasSuffix("_s") || column.hasSuffix("_ms") || column.hasPrefix("response_")
            || ["heard_ratio", "rtf", "underruns"].contains(column)
        return place.isTimed || !isTime || column == "audio_s" || column == "leading_silence_ms"
    }

    private static func writeFindings(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try sink.write(row(findingColumns.map { .text($0.name) }))
        for finding in try source.findings(options) {
            try sink.write(row(findingColumns.map { $0.cell(finding) }))
        }
    }

    /// What people wrote, or what livetop computed.
    enum Cell {
        case text(String?)
        case figure(String)

        static func time(_ instant: Timestamp?) -> Cell { .figure(instant?.rfc3339 ?? "") }
        static func flag(_ value: Bool) -> Cell { .figure(value ? "true" : "false") }
        static func count(_ value: (some BinaryInteger)?) -> Cell { .figure(value.map { "\($0)" } ?? "") }
    }

    static func row(_ cells: [Cell]) -> String { cells.map(text).joined(separator: ",") + "\r\n" }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .figure(let text): return text
        case .text(let text):
            // One row, one line, whatever a program makes of quotes.
            var text = (text ?? "").onOneLine
            // A spreadsheet takes these for the beginning of a formula, and the wire is not to be trusted with one.
            if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
            let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x2C }
            return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
        }
    }

    struct Column<Row>: Sendable {
        var name: String
        var cell: @Sendable (Row) -> Cell

        init(_ name: String, _ cell: @escaping @Sendable (Row) -> Cell) {
            self.name = name
            self.cell = cell
        }
    }
}

/// A turn in its session.
struct TurnPlace {
    var turn: Turn
    var openedAt: Timestamp
    /// Until when playback is known.
    var now: Timestamp
    /// It is known when the session's messages crossed, and on which day.
    var isTimed = true
    var isDated = true

    func position(_ instant: Timestamp?) -> Duration? { instant.map { $0 - openedAt } }

    /// Time spent in segments of that name; nil in a turn without segments.
    func time(in name: TurnSegment.Name) -> Duration? {
        let segments = turn.segments
        guard !segments.isEmpty else { return nil }
        let own = segments.filter { $0.name == name }
        return own.isEmpty ? nil : own.reduce(.zero) { $0 + $1.duration }
    }
}

// MARK: - Columns

extension CSV {
    /// What they mean stands in `docs/exports.md`.
    private static let turnColumns: [Column<TurnPlace>] = [
        Column("turn") { .count($0.turn.index) },
        Column("connection") { .figure($0.turn.connection.description) },
        Column("started") { .time($0.turn.startedAt) },
        Column("started_s") { .figure(Figures.seconds($0.position($0.turn.startedAt))) },
        Column("answered_s") { .figure(Figures.seconds($0.position($0.turn.answeredAt))) },
        Column("interrupted_s") { .figure(Figures.seconds($0.position($0.turn.interruptedAt))) },
        Column("completed_s") { .figure(Figures.seconds($0.position($0.turn.completedAt))) },
        Column("response_ms") { .figure(Figures.milliseconds($0.turn.response?.duration)) },
        Column("response_anchor") { .figure($0.turn.response?.anchor.rawValue ?? "") },
        Column("response_exactness") { .figure($0.turn.response?.exactness.rawValue ?? "") },
        Column("cold_start") { .flag($0.turn.isColdStart) },
        Column("perceived_gap_ms") { .figure(Figures.milliseconds($0.turn.perceivedGap)) },
        Column("endpointing_ms") { .figure(Figures.milliseconds($0.time(in: .endpointing))) },
        Column("endpointing_and_model_ms") { .figure(Figures.milliseconds($0.time(in: .endpointingAndModel))) },
        Column("model_ms") { .figure(Figures.milliseconds($0.time(in: .model))) },
        Column("tool_ms") { .figure(Figures.milliseconds($0.time(in: .tool))) },
        Column("leading_silence_ms") { .figure(Figures.milliseconds($0.time(in: .leadingSilence))) },
        Column("audio_s") { .figure(Figures.seconds($0.turn.audioByteCount > 0 ? $0.turn.audioDuration : nil)) },
        Column("heard_s") {
            .figure(Figures.seconds($0.turn.audioByteCount > 0 ? $0.turn.heard(at: $0.now) : nil))
        },
        Column("heard_ratio") { .figure(Figures.decimal($0.turn.heardRatio(at: $0.now), 3)) },
        Column("rtf") { .figure(Figures.decimal($0.turn.playback.realTimeFactor, 2)) },
        Column("underruns") { $0.turn.audioByteCount > 0 ? .count($0.turn.playback.underruns) : .figure("") },
        Column("audio_after_interruption_ms") {
            .figure(Figures.milliseconds($0.turn.interruptedAt == nil ? nil : $0.turn.audioAfterInterruption))
        },
        Column("tool_calls") { .count($0.turn.toolCalls) },
        Column("tools") { .text($0.turn.tools.map(\.name).joined(separator: " ").onOneLine) },
        Column("interrupted") { .flag($0.turn.interruptedAt != nil) },
        Column("cut_off") { .flag($0.turn.isCutOff) },
        Column("reason") { .text($0.turn.reason) },
        Column("user") { .text($0.turn.userText.value.onOneLine) },
        Column("model") { .text($0.turn.modelText.value.onOneLine) },
    ]

    private static let findingColumns: [Column<ExportedFinding>] = [
        Column("rule") { .figure($0.finding.rule.rawValue) },
        Column("variant") { .text($0.finding.variant) },
        Column("severity") { .figure($0.finding.severity.rawValue) },
        Column("confidence") { .figure($0.finding.confidence.rawValue) },
        Column("prediction") { .flag($0.finding.isPrediction) },
        Column("from") { .time($0.began) },
        Column("from_s") { .figure(Figures.seconds($0.from)) },
        Column("to_s") { .figure(Figures.seconds($0.to)) },
        Column("connection") { .figure($0.finding.connection?.description ?? "") },
        Column("title") { .text($0.finding.title) },
        Column("cause") { .text($0.finding.cause) },
        Column("fix") { .text($0.finding.fix) },
        Column("numbers") { .text($0.numbers) },
        Column("evidence") { .text($0.evidence) },
        Column("explained_by") { .figure($0.explainedBy?.rawValue ?? "") },
        Column("times") { .count($0.finding.times) },
        Column("resolved_s") { .figure(Figures.seconds($0.resolved)) },
    ]
}

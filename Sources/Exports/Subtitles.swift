import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// `vtt` and `srt`: what both sides said, when it was heard. Words that the user never heard, and the findings, are
/// notes in WebVTT; SRT has no place for them.
enum Subtitles {
    static func writeVTT(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try sink.write("WEBVTT\n\nNOTE\nSession \(source.session), recorded by livetop. Times are approximate:\n")
        try sink.write("input by the arrival of its transcript, output by the estimated playback.\n\n")
        let reader = try forEachLine(source, options) { _, line in try sink.write(cue(line)) }
        for finding in reader?.findings(source, options).shown ?? [] {
            let text =
                "\(finding.finding.severity.rawValue) at \(clock(finding.from ?? .zero)): \(finding.finding.title)"
            try sink.write("NOTE \(note(text)) (\(finding.finding.rule))\n\n")
        }
    }

    static func writeSRT(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        _ = try forEachLine(source, options) { number, line in
            let (start, end) = (clock(line.start, mark: ","), clock(line.end, mark: ","))
            // Angle brackets are markup to most players, and braces to some.
            let text = line.text.replacing("<", with: "‹").replacing(">", with: "›")
                .replacing("{", with: "(").replacing("}", with: ")")
            try sink.write("\(number)\r\n\(start) --> \(end)\r\n\(line.speaker.rawValue): \(text)\r\n\r\n")
        }
    }

    /// Every line by its start, numbered from 1. Turns may overlap: a line waits until no turn can come before it.
    private static func forEachLine(
        _ source: ExportSource, _ options: ExportOptions, _ body: (Int, SpokenLine) throws -> Void
    ) throws -> SessionReader? {
        try source.requireTimes(for: "a subtitle")
        var number = 0
        var waiting: [SpokenLine] = []
        func release(before limit: Duration?) throws {
            waiting.sort { ($0.start, $0.end) < ($1.start, $1.end) }
            let ready = waiting.prefix { line in limit.map { line.start < $0 } ?? true }
            for line in ready {
                number += 1
                try body(number, line)
            }
            waiting.removeFirst(ready.count)
        }
        let reader = try source.readTurns(options) { place in
            try release(before: place.position(place.turn.startedAt))
            waiting += SpokenLine.lines(of: place)
        }
        try release(before: nil)
        return reader
    }

    private static func cue(_ line: SpokenLine) -> String {
        var text = "\(clock(line.start)) --> \(clock(line.end))\n<v \(line.speaker.rawValue)>\(escaped(line.text))\n\n"
        if !line.unheard.isEmpty { text += "NOTE not heard: \(note(line.unheard))\n\n" }
        return text
    }

    private static func clock(_ length: Duration, mark: String = ".") -> String {
        Figures.clock(length, hours: true, mark: mark)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// A note ends at `-->` or an empty line.
    private static func note(_ text: String) -> String { text.onOneLine.replacing("-->", with: "->") }
}

extension ExportSource {
    /// Calls `body` with every turn that is asked for; the session as it is at its end.
    func readTurns(_ options: ExportOptions, _ body: (TurnPlace) throws -> Void) throws -> SessionReader? {
        var place: (openedAt: Timestamp, now: Timestamp, isTimed: Bool, isDated: Bool)?
        return try read(
            live: { event, state in place = (state.openedAt, event.at, state.isTimed, state.isDated) },
            part: { part in
                guard case .turn(let turn) = part, let place,
                    turn.isSelected(by: options, openedAt: place.openedAt)
                else { return }
                try body(
                    TurnPlace(
                        turn: turn, openedAt: place.openedAt, now: place.now, isTimed: place.isTimed,
                        isDated: place.isDated))
            })
    }
}

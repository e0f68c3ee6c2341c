import Diagnosis
import Listening
import LiveProtocol
import SessionModel
import Wording

/// `labels`: a label track for Audacity, on the clock of `call.wav`: `start<TAB>end<TAB>text`, in seconds.
enum Labels {
    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try source.requireTimes(for: "a label track")
        var clock: (openedAt: Timestamp, now: Timestamp)?
        func label(_ start: Timestamp, _ end: Timestamp?, _ text: String) throws {
            guard let clock, options.contains(start) else { return }
            let end = max(end ?? start, start)
            // Audacity reads one line as one label; a tab would end the text.
            try sink.write(
                "\(Figures.seconds(start - clock.openedAt))\t\(Figures.seconds(end - clock.openedAt))\t\(text.onOneLine)\n"
            )
        }
        let reader = try source.read(
            live: { event, state in
                clock = (state.openedAt, event.at)
                if case .server(.goAway) = event.kind { try label(event.at, nil, "goAway") }
            },
            part: { part in
                switch part {
                case .turn(let turn):
                    guard let clock, turn.isSelected(by: options, openedAt: clock.openedAt) else { return }
                    let place = TurnPlace(turn: turn, openedAt: clock.openedAt, now: clock.now)
                    for line in SpokenLine.lines(of: place) {
                        let text = "\(line.speaker.rawValue): \(line.text)"
                        try label(clock.openedAt + line.start, clock.openedAt + line.end, text)
                    }
                case .speech(let segment):
                    let echo = segment.isEcho == true ? " (echo of the model)" : ""
                    try label(segment.onset, segment.end, "speech\(echo)")
                case .tool(let call):
                    guard let calledAt = call.calledAt else { return }
                    try label(calledAt, call.answeredAt, "tool \(call.name) \(call.outcome.rawValue)")
                case .interruption(let interruption): try label(interruption.at, nil, "interrupted")
                case .microphone, .received, .heard: break
                }
            })
        for finding in reader?.findings(source, options).shown ?? [] {
            try label(finding.finding.from, finding.finding.to, "\(finding.finding.rule): \(finding.finding.title)")
        }
    }
}

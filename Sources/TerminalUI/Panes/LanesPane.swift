import Diagnosis
import Listening
import LiveProtocol
import SessionModel
import Wording

/// Who sounded when: the user, the model as it arrived and as it was heard, tools, the socket; with every interruption
/// and what it left unplayed.
struct LanesPane {
    let session: SessionState
    let findings: [Finding]
    let window: TimeWindow
    /// The keys that move the window are at hand.
    var canMove = true
    /// The one that is selected: its mark stands out.
    var selected: Finding.Key?
    /// The end of the session's time: the present, or its last event.
    let now: Timestamp
    let time: TimeScale

    private static let labelWidth = 10

    /// The lanes in the order on screen, and which go first where there is little room.
    private enum Lane: String, CaseIterable {
        case mic, received, heard, unplayed, tools, socket, findings

        /// What stands above it where there is room.
        var curves: [LaneCurve.Kind] {
            switch self {
            case .mic: [.microphone]
            case .received: [.model]
            case .unplayed: [.backlog]
            case .socket: [.context]
            case .heard, .tools, .findings: []
            }
        }

        var importance: Int {
            switch self {
            case .heard: 0
            case .mic: 1
            case .received: 2
            case .socket: 3
            case .tools: 4
            case .unplayed: 5
            case .findings: 6
            }
        }
    }

    /// With the title and the axis.
    static let rowCount = Lane.allCases.count + 2
    /// With curves that are worth their height.
    static let fullRowCount = rowCount + 21

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        var title = title
        title.remark = remark
        let body = title.draw(in: rect, on: &grid)
        guard body.columns > Self.labelWidth + 4, body.rows > 0 else { return }
        let range = window.range(from: session.openedAt, to: now)
        let strip = LaneStrip(start: range.start, span: range.span, columns: body.columns - Self.labelWidth)
        let count = body.rows > 2 ? body.rows - 1 : body.rows
        let lanes = Lane.allCases.filter { $0.importance < count }
        let free = body.rows - lanes.count - 1
        // The first free row explains the signs.
        let curves = LaneCurve.rows(free: free - 1, of: LaneCurve.kinds(of: session))
        var row = 0
        for lane in lanes {
            for kind in lane.curves {
                row += drawCurve(kind, rows: curves[kind] ?? 0, at: row, of: body, strip, on: &grid)
            }
            let (label, place) = Self.line(row, of: body)
            grid.draw(StyledText(lane.rawValue, .faint), in: label)
            grid.draw(cells(of: lane, on: strip).text, in: place)
            row += 1
        }
        if row < body.rows { grid.draw(axis(strip).text, in: Self.line(row, of: body).place) }
        if free > 0 { grid.draw(Self.legend(width: body.columns), in: body.dropTop(min(row + 1, body.rows - 1))) }
    }

    /// Returns the rows that it took.
    private func drawCurve(
        _ kind: LaneCurve.Kind, rows: Int, at row: Int, of body: Rect, _ strip: LaneStrip, on grid: inout CellGrid
    ) -> Int {
        guard rows > 0 else { return 0 }
        let curve = LaneCurve(kind, of: session, on: strip, now: now)
        let lines = BrailleBars(values: curve.values, isLine: curve.isLine).lines(columns: strip.columns, rows: rows) {
            column in
            strip.start + strip.span * column / max(1, strip.columns) > now ? .faint : curve.style
        }
        for (offset, line) in lines.enumerated() {
            let (label, place) = Self.line(row + offset, of: body)
            let scale = label.cutLeft(Self.labelWidth - 2).left
            if offset == 0 { grid.draw(StyledText(curve.top, .faint), in: scale, aligned: .right) }
            if offset == rows - 1 { grid.draw(StyledText(curve.name, .faint), in: label) }
            grid.draw(line, in: place)
        }
        return rows
    }

    /// What the signs mean, as many as fit whole.
    private static func legend(width: Int) -> StyledText {
        let all: [(String, Style, String)] = [
            ("━", Style(.up, .bold), "speech"), ("─", .up, "sound sent"), ("━", .down, "model"),
            ("‖", .warning, "interrupted"), ("▲■", .warning, "finding"), ("├", .good, "upgraded"),
            ("●", .good, "set up"), ("▲", .alert, "goAway"), ("×", .alert, "closed"),
        ]
        var text = StyledText()
        for (sign, style, words) in all {
            let item = (text.width > 0 ? "   " : "") + StyledText(sign, style) + StyledText(" " + words, .faint)
            guard text.width + item.width <= width else { break }
            text += item
        }
        return text
    }

    private static func line(_ row: Int, of body: Rect) -> (label: Rect, place: Rect) {
        let line = Rect(row: body.row + row, column: body.column, columns: body.columns, rows: 1)
        let (label, place) = line.cutLeft(labelWidth)
        return (label, place)
    }

    private var remark: String {
        let backlog = session.playback.backlog(at: now)
        let ahead = backlog > .zero && session.isOpen ? "\(Format.latency(backlog)) unplayed, " : ""
        let span = window.range(from: session.openedAt, to: now).span
        return ahead + Format.clock(span) + (!canMove ? "" : window.isFollowing ? ", following" : ", F follows")
    }

    private func cells(of lane: Lane, on strip: LaneStrip) -> LaneCells {
        var cells = LaneCells(columns: strip.columns)
        switch lane {
        case .mic: drawMicrophone(&cells, strip)
        case .received:
            cells.draw(strip.covered(by: session.lanes.received.map(LaneRun.init)), isThick: true, .down)
            markInterruptions(&cells, strip)
        case .heard:
            cells.draw(strip.covered(by: session.lanes.heard.map(LaneRun.init)), isThick: true, Style(.down, .bold))
            markInterruptions(&cells, strip)
        case .unplayed: labelInterruptions(&cells, strip)
        case .tools: drawTools(&cells, strip)
        case .socket: drawSocket(&cells, strip)
        case .findings: drawFindings(&cells, strip)
        }
        return cells
    }

    /// Thin where sound was sent, thick where there is speech in it.
    private func drawMicrophone(_ cells: inout LaneCells, _ strip: LaneStrip) {
        cells.draw(strip.covered(by: session.lanes.microphone.map(LaneRun.init)), isThick: false, .up)
        let speech = session.inputAudio.speech.lazy.filter { $0.isEcho != true }
        let runs = speech.map { LaneRun(start: $0.onset, end: max($0.onset, $0.end ?? now)) }
        cells.draw(strip.covered(by: runs), isThick: true, Style(.up, .bold))
    }

    private func markInterruptions(_ cells: inout LaneCells, _ strip: LaneStrip) {
        for interruption in session.interruptions.recent {
            if let column = strip.column(of: interruption.at) { cells.put("‖", at: column, .warning) }
        }
    }

    private func labelInterruptions(_ cells: inout LaneCells, _ strip: LaneStrip) {
        for interruption in session.interruptions.recent {
            guard let column = strip.column(of: interruption.at) else { continue }
            // A label that does not fit is left out: half of one would be read as another number.
            if cells.write("‖ " + Format.latency(interruption.backlog), at: column, .warning) { continue }
            cells.write("‖", at: column, .warning)
        }
    }

    private func drawTools(_ cells: inout LaneCells, _ strip: LaneStrip) {
        let calls = session.tools.all
        for call in calls {
            guard let start = call.calledAt else { continue }
            let run = LaneRun(
                start: start, end: max(start, call.answeredAt ?? (call.outcome == .pending ? now : start)))
            let isFine = call.outcome == .answered || call.outcome == .pending
            cells.draw(strip.covered(by: [run]), isThick: true, isFine ? .accent : .warning)
        }
        for call in calls {
            guard let column = (call.answeredAt ?? call.calledAt).flatMap(strip.column) else { continue }
            cells.write(call.name, at: column + 2, .faint)
        }
    }

    private func drawSocket(_ cells: inout LaneCells, _ strip: LaneStrip) {
        for connection in session.connections {
            let run = LaneRun(
                start: connection.openedAt, end: max(connection.openedAt, connection.closedAt ?? now))
            cells.draw(strip.covered(by: [run]), isThick: false, .good)
        }
        for connection in session.connections {
            mark("├", connection.upgradedAt, .good, &cells, strip)
            mark("●", connection.setupCompleteAt, .good, &cells, strip)
            if let goAway = connection.goAway, let column = strip.column(of: goAway.at) {
                cells.put("▲", at: column, .alert)
                cells.write("goAway", at: column + 2, .alert)
            }
            mark("×", connection.closedAt, .alert, &cells, strip)
        }
    }

    private func mark(
        _ scalar: Unicode.Scalar, _ instant: Timestamp?, _ style: Style, _ cells: inout LaneCells, _ strip: LaneStrip
    ) {
        if let column = instant.flatMap(strip.column) { cells.put(scalar, at: column, style) }
    }

    private func drawFindings(_ cells: inout LaneCells, _ strip: LaneStrip) {
        // The worst are drawn last, over the others.
        for finding in findings.sorted(by: { $0.severity < $1.severity }) {
            guard let column = strip.column(of: finding.from) else { continue }
            cells.put(finding.severity.sign.scalar, at: column, finding.severity.sign.style)
        }
        guard let chosen = findings.first(where: { $0.key == selected }), let column = strip.column(of: chosen.from)
        else { return }
        var style = chosen.severity.sign.style
        style.attributes.formUnion([.selected, .bold])
        cells.put(chosen.severity.sign.scalar, at: column, style)
    }

    /// Times under the lanes, at round distances from the opening.
    private func axis(_ strip: LaneStrip) -> LaneCells {
        var cells = LaneCells(columns: strip.columns)
        let step = Self.step(for: strip)
        let first = ((strip.start - session.openedAt).seconds / step).rounded(.up)
        for index in 0..<max(1, strip.columns / 8) {
            let seconds = (first + Double(index)) * step
            let instant = session.openedAt + .nanoseconds(Int64(clamping: seconds * 1e9))
            guard seconds >= 0, let column = strip.column(of: instant) else { continue }
            cells.write("╵" + label(instant, step: step), at: column, .faint)
        }
        return cells
    }

    private func label(_ instant: Timestamp, step: Double) -> String {
        if time.format == .wall { return String(Format.timeOfDay(instant + time.offset).prefix(8)) }
        let length = instant - session.openedAt
        return step < 1 ? String(Format.position(length).dropLast(2)) : Format.clock(length)
    }

    /// Seconds between two times that leave room for their labels.
    private static func step(for strip: LaneStrip) -> Double {
        let fitting = strip.span.seconds / Double(max(1, strip.columns / 14))
        let steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200]
        return steps.first { $0 >= fitting } ?? max(86_400, fitting)
    }
}

extension LaneRun {
    init(_ run: LaneHistory.Run) { self.init(start: run.start, end: run.end) }
}

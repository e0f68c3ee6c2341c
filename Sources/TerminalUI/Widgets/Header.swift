import SessionModel

/// The top of every screen: program, mode and place in the first line, then the gauges of the process.
struct Header {
    let snapshot: DashboardSnapshot
    let privacy: Privacy
    let isFrozen: Bool

    /// Lines that the header takes on a screen of this size, the blank one below it included where there is room.
    static func rowCount(on size: Size) -> Int {
        switch size.rows {
        case ..<10: 1
        case ..<16: 2
        default: size.columns >= 100 ? 3 : 4
        }
    }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (first, rest) = rect.inset(columns: 1).cutTop(1)
        drawTitle(in: first, on: &grid)
        let lines = rest.rows >= 2 ? rest.cutBottom(1).rest : rest
        var remaining = gauges[...]
        for line in 0..<lines.rows {
            let place = Rect(row: lines.row + line, column: lines.column, columns: lines.columns, rows: 1)
            drawGauges(&remaining, in: place, on: &grid)
        }
    }

    private func drawTitle(in line: Rect, on grid: inout CellGrid) {
        let name = StyledText("livetop", Style(.accent, .bold)) + "  " + mode
        let place = StyledText(privacy.masked(snapshot.process.baseURL), .faint)
        grid.draw(name, in: line)
        if name.width + place.width + 2 <= line.columns { grid.draw(place, in: line, aligned: .right) }
    }

    private var mode: StyledText {
        let live = isFrozen ? StyledText("FROZEN", .warning) : StyledText("LIVE", .good)
        let demo = snapshot.process.isDemo ? StyledText("  DEMO: synthetic calls", .warning) : StyledText()
        return live + demo + (privacy == .on ? StyledText("  PRIVATE", .warning) : StyledText())
    }

    /// As many gauges as fit whole, in order; the others stay for the next line.
    private func drawGauges(_ remaining: inout ArraySlice<StyledText>, in line: Rect, on grid: inout CellGrid) {
        var column = line.column
        while let gauge = remaining.first, column + gauge.width <= line.column + line.columns {
            grid.draw(gauge, row: line.row, column: column)
            column += gauge.width + 3
            remaining.removeFirst()
        }
    }

    /// Most important first. Every value has a fixed width, so that nothing moves when a number changes.
    private var gauges: [StyledText] {
        let process = snapshot.process
        let dropped = process.droppedFrames
        return [
            value(Format.count(Int64(snapshot.summaries.count { $0.closedAt == nil })), 4, "open"),
            value(Format.count(Int64(snapshot.summaries.count)), 5, "sessions"),
            value(Format.count(dropped), 4, dropped == 1 ? "frame  lost" : "frames lost", dropped > 0 ? .alert : .strong),
            value(Format.rate(process.framesPerSecond), 6, "frames/s"),
            value(Format.kilobytes(process.bytesPerSecond), 8, "kB/s"),
            recorder,
            value(Format.bytes(process.databaseBytes), 7, "stored"),
            value(Format.bytes(process.freeBytes), 7, "free", isDiskLow ? .alert : .strong),
            StyledText("overhead p99 ", .faint) + value(Format.latency(process.overheadP99), 7, ""),
        ]
    }

    private var recorder: StyledText {
        if snapshot.process.recorderProblem != nil { return StyledText("■ not recording", .alert) }
        return StyledText("recording", .good) + StyledText(" \(snapshot.process.captureLevel)", .faint)
    }

    /// Below one gigabyte payloads are no longer stored.
    private var isDiskLow: Bool { (snapshot.process.freeBytes ?? .max) < 1_000_000_000 }

    private func value(_ text: String, _ width: Int, _ unit: String, _ style: Style = .strong) -> StyledText {
        let padding = String(repeating: " ", count: max(0, width - TextWidth.width(text)))
        return StyledText(padding + text, style) + StyledText(unit.isEmpty ? "" : " " + unit, .faint)
    }
}

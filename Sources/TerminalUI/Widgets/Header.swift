import SessionModel
import Snapshots
import Wording

/// The top of the Sessions screen: program and mode in the first line, then the gauges of the process in a grid, so
/// that every number keeps its place.
struct Header {
    let snapshot: FleetSnapshot
    let privacy: Privacy
    let mode: Mode
    /// What waits in the log, where no tab says so.
    var unread = StyledText()

    /// Lines that the header takes on a screen of this size, the blank one below it included where there is room.
    static func rowCount(on size: Size) -> Int {
        switch size.rows {
        case ..<9: 1
        case ..<16: 2
        default: gaugeRowCount(columns: size.columns) + 2
        }
    }

    /// Columns that a gauge needs.
    private static let gaugeWidth = 19
    private static let gaugeCount = 8

    private static func gaugesPerRow(columns: Int) -> Int {
        let fitting = max(1, (columns - 2) / gaugeWidth)
        return fitting >= gaugeCount ? gaugeCount : min(fitting, gaugeCount / 2)
    }

    private static func gaugeRowCount(columns: Int) -> Int { gaugesPerRow(columns: columns) == gaugeCount ? 1 : 2 }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        drawTitle(in: rect.inset(columns: 1).cutTop(1).top, on: &grid)
        let rows = min(rect.rows - 1, Self.gaugeRowCount(columns: rect.columns))
        let perRow = Self.gaugesPerRow(columns: rect.columns)
        for row in 0..<max(0, rows) {
            let width = min(22, max(Self.gaugeWidth, (rect.columns - 2) / perRow))
            for (place, gauge) in gauges(row: row, perRow: perRow).enumerated() {
                grid.draw(gauge, row: rect.row + 1 + row, column: rect.column + 1 + place * width)
            }
        }
    }

    /// Two rows of four in pairs that belong together, or all in one row. Dropped frames are told on any screen: where there is
    /// room for few gauges, it takes the first place.
    private func gauges(row: Int, perRow: Int) -> [StyledText] {
        // Nobody tells of a recording what only a proxy knows.
        let pairs =
            isRecording
            ? [(open, sessions), (frames, bytes), (dropped, overhead), (stored, free)]
            : [(open, sessions), (stored, free)]
        if perRow == Self.gaugeCount { return pairs.flatMap { [$0.0, $0.1] } }
        let hidesDrops = isRecording && perRow < 3 && (snapshot.process.droppedFrames ?? 0) > 0
        let shown = hidesDrops ? [pairs[2]] + pairs : pairs
        return shown.prefix(perRow).map { row == 0 ? $0.0 : $0.1 }
    }

    private var isRecording: Bool {
        if case .database = snapshot.process.source { false } else { true }
    }

    /// What the gauges mean, where one word does not say it.
    static let legend = [
        (name: "dropped", help: "frames that were relayed and could not be recorded"),
        (name: "added lag", help: "what livetop adds to the way of a frame: 99 of 100 take less"),
        (name: "free", help: "on the disk of the recording"),
    ]

    private func drawTitle(in line: Rect, on grid: inout CellGrid) {
        let name = [false, true].map { isShort in
            StyledText("livetop", Style(.accent, .bold)) + "  " + modeWords(isShort: isShort)
                + (unread.width > 0 ? "  " + unread + StyledText(isShort ? " in Log" : " in Log, key 8", .faint) : "")
        }.fitting(line.columns)
        let place = StyledText(privacy.masked(origin), .faint)
        grid.draw(name, in: line)
        if name.width + place.width + 2 <= line.columns { grid.draw(place, in: line, aligned: .right) }
    }

    /// Where clients connect, or the file that is shown when nobody does.
    private var origin: String {
        if case .database(let path) = snapshot.process.source { path } else { snapshot.process.baseURL }
    }

    private func modeWords(isShort: Bool) -> StyledText {
        let process = snapshot.process
        var mode = mode.words
        switch process.source {
        case .ownProxy: break
        case .attached(let pid):
            mode += StyledText(isShort ? "  process \(pid)" : "  attached to process \(pid)", .faint)
        case .database where self.mode.playback == nil:
            mode =
                StyledText("ATTACHED", .warning)
                + StyledText(isShort ? "  no proxy here" : "  no proxy is recording here", .faint)
        case .database: break
        }
        if let share = process.readShare { mode += StyledText("  reading \(Format.percent(share))", .warning) }
        if process.isDemo { mode += StyledText("  DEMO", .warning) }
        if privacy == .on { mode += StyledText("  PRIVATE", .warning) }
        if process.recorderProblem != nil { return mode + StyledText("  ■ not recording", .alert) }
        if case .database = process.source { return mode }
        return mode + StyledText("  " + process.captureWords, .faint)
    }

    private var open: StyledText {
        // By index: an element in hand is a copy, and there may be thousands.
        let sessions = snapshot.summaries
        return gauge(Format.count(Int64(sessions.indices.count { sessions[$0].activity != .closed })), "open")
    }

    /// Where more are recorded than are listed, both numbers.
    private var sessions: StyledText {
        let listed = Int64(snapshot.summaries.count)
        guard let all = snapshot.process.recordedSessions, all > listed else {
            return gauge(Format.count(listed), "sessions")
        }
        return gauge(Format.count(listed), "of \(Format.count(all))")
    }

    private var frames: StyledText { gauge(Format.rate(snapshot.process.framesPerSecond), "frames/s") }

    private var bytes: StyledText { gauge(Format.kilobytes(snapshot.process.bytesPerSecond), "kB/s") }

    private var dropped: StyledText {
        let count = snapshot.process.droppedFrames
        return gauge(Format.quantity(count), "dropped", (count ?? 0) > 0 ? .alert : .strong)
    }

    private var overhead: StyledText { gauge(Format.latency(snapshot.process.overheadP99), "added lag") }

    private var stored: StyledText { gauge(Format.bytes(snapshot.process.databaseBytes), "stored") }

    /// Below one gigabyte payloads are no longer stored.
    private var free: StyledText {
        let isLow = (snapshot.process.freeBytes ?? .max) < 1_000_000_000
        return gauge(Format.bytes(snapshot.process.freeBytes), "free", isLow ? .alert : .strong)
    }

    /// A number at the right of seven columns, then what it counts.
    private func gauge(_ number: String, _ unit: String, _ style: Style = .strong) -> StyledText {
        let padding = String(repeating: " ", count: max(0, 7 - TextWidth.width(number)))
        return StyledText(padding + number, style) + StyledText(" " + unit, .faint)
    }
}

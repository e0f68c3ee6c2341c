import LiveProtocol
import SessionModel

/// The picture of a model: pure, total for any size, and the only thing the terminal prints. `ScreenLayout` says where
/// its parts are.
public func view(_ model: Model, size: Size) -> CellGrid {
    var grid = CellGrid(size)
    if size.columns < 40 || size.rows < 6 {
        drawStatusLine(model, on: &grid)
    } else if let snapshot = model.shown {
        draw(model, snapshot, on: &grid)
    } else {
        grid.draw(StyledText("livetop is starting…", .faint), row: 0, column: 1)
    }
    return model.isASCII ? grid.inASCII : grid
}

private func draw(_ model: Model, _ snapshot: DashboardSnapshot, on grid: inout CellGrid) {
    let layout = ScreenLayout(model, on: grid.size)
    if model.place.screen == .sessions {
        Header(snapshot: snapshot, privacy: model.privacy, mode: model.mode).draw(in: layout.header, on: &grid)
    } else {
        SessionTitle(model: model, snapshot: snapshot).draw(in: layout.header, on: &grid)
    }
    let position = drawScreen(model, snapshot, in: layout.body, on: &grid)
    for (offset, banner) in Banner.all(for: model).prefix(layout.banners.rows).enumerated() {
        let line = Rect(row: layout.banners.row + offset, column: 0, columns: layout.banners.columns, rows: 1)
        banner.draw(in: line, on: &grid)
    }
    if let typed = model.typed {
        TypedLinePane(line: typed, problem: model.typedProblem).draw(in: layout.typed, on: &grid)
    }
    StatusBar.draw(
        model.keyMap.bindings(in: model.layers), position: model.markWords + model.filterWords + position,
        in: layout.status, on: &grid)
    drawOverlay(model, in: layout.body, on: &grid)
}

/// Returns where the user is, for the status bar.
private func drawScreen(
    _ model: Model, _ snapshot: DashboardSnapshot, in body: Rect, on grid: inout CellGrid
) -> String {
    switch model.place.screen {
    case .sessions: return drawSessions(model, snapshot, in: body, on: &grid)
    case .log:
        // Log lines have no session to count from.
        let format: TimeFormat = model.timeFormat == .elapsed ? .wall : model.timeFormat
        let time = TimeScale(format: format, start: snapshot.now, offset: snapshot.process.clockOffset)
        LogScreen(lines: snapshot.log, cursor: model.log, time: time, privacy: model.privacy).draw(in: body, on: &grid)
        return model.log.isFollowing ? "following" : ""
    case .session, .turns, .frames, .findings, .metrics, .setup:
        guard let summary = model.openedSummary else {
            drawForgotten(model, in: body, on: &grid)
            return ""
        }
        return drawView(of: summary, model, snapshot, in: body, on: &grid)
    }
}

private func drawSessions(
    _ model: Model, _ snapshot: DashboardSnapshot, in body: Rect, on grid: inout CellGrid
) -> String {
    guard !snapshot.summaries.isEmpty else {
        EmptyScreen(process: snapshot.process, privacy: model.privacy).draw(in: body, on: &grid)
        return ""
    }
    let rows = model.rows
    if rows.isEmpty {
        let remark = "none of \(Format.count(Int64(snapshot.summaries.count))) sessions matches; Esc clears the filter"
        grid.draw(StyledText(remark, .faint), in: body.dropTop(1).inset(columns: 1))
    }
    let screen = SessionsScreen(
        snapshot: snapshot, list: model.sessions, marks: model.marks, privacy: model.privacy)
    screen.draw(rows, in: body, on: &grid)
    return screen.position(rows)
}

private func drawView(
    of summary: SessionSummary, _ model: Model, _ snapshot: DashboardSnapshot, in body: Rect, on grid: inout CellGrid
) -> String {
    let time = TimeScale(
        format: model.timeFormat, start: summary.openedAt, offset: snapshot.process.clockOffset,
        isTimed: summary.isTimed, isDated: summary.isDated)
    let detail = model.openedDetail
    switch model.place.screen {
    case .turns:
        guard let detail else { break }
        TurnsScreen(
            session: detail, turns: model.shownTurns, marks: model.marks, cursor: model.turns, now: snapshot.now,
            time: time, privacy: model.privacy
        ).draw(in: body, on: &grid)
        return model.turns.isFollowing ? "following" : ""
    case .findings:
        let screen = FindingsScreen(
            findings: model.openedFindings, mutedNote: model.mutedNote, cursor: model.findings, time: time,
            privacy: model.privacy)
        screen.draw(in: body, on: &grid)
        return screen.position
    case .metrics:
        guard let detail else { break }
        MetricsScreen(log: detail.metrics, cursor: model.metrics, openedAt: detail.openedAt).draw(in: body, on: &grid)
        return model.selectedMetric.rawValue
    case .setup:
        guard detail?.setup != nil else { break }
        SetupScreen(
            rows: model.setupRows, earlier: model.earlierSetup.answer, cursor: model.settings, privacy: model.privacy
        ).draw(in: body, on: &grid)
        return ""
    case .frames:
        let screen = FramesScreen(
            browser: model.frames, filter: model.filters.frames, time: time, privacy: model.privacy,
            captureLevel: snapshot.process.captureLevel)
        screen.draw(in: body, on: &grid)
        return screen.position
    default:
        SessionScreen(
            summary: summary, detail: detail, findings: model.openedFindings, view: model.session,
            cursor: model.findings, now: snapshot.now, time: time, privacy: model.privacy
        ).draw(in: body, on: &grid)
        return model.session.isZoomed ? "z: all parts" : ""
    }
    grid.draw(StyledText(detail == nil ? Format.unknown : "nothing so far", .faint), in: body.inset(columns: 1))
    return ""
}

private func drawForgotten(_ model: Model, in body: Rect, on grid: inout CellGrid) {
    guard let id = model.place.session else { return }
    let lines = [
        StyledText("Session \(id) is no longer in memory."),
        StyledText("Its recording is: ", .faint) + StyledText("livetop show \(id)", .accent),
    ]
    TextPane(title: "Session", lines: lines).draw(in: body, on: &grid)
}

private func drawOverlay(_ model: Model, in body: Rect, on grid: inout CellGrid) {
    switch model.overlay {
    case .help(let top): HelpOverlay.draw(for: model.screenLayers, model.keyMap, top: top, in: body, on: &grid)
    case .menu(let menu, let index): MenuPane.draw(menu, index: index, of: model, in: body, on: &grid)
    case .quitting: QuitQuestion(openCalls: model.openCallCount).draw(in: body, on: &grid)
    case nil: break
    }
}

/// All that fits a terminal too small for a screen: how many calls run, and the worst of them.
private func drawStatusLine(_ model: Model, on grid: inout CellGrid) {
    guard let snapshot = model.shown else { return }
    let open = snapshot.summaries.count { $0.activity != .closed }
    var line = StyledText("\(open) open", .strong)
    if let dropped = snapshot.process.droppedFrames, dropped > 0 {
        line += StyledText(" \(Format.count(dropped)) dropped", .alert)
    }
    if snapshot.process.certificateTrouble != nil { line += StyledText(" certificate refused", .alert) }
    if let worst = SessionSort().sorted(snapshot.summaries, at: snapshot.now, findings: snapshot.findings).first {
        let context = SessionColumn.CellContext(now: snapshot.now, privacy: model.privacy)
        let name = model.privacy.masked(worst.tag ?? worst.id.description)
        line +=
            " " + Concern(worst, at: snapshot.now, findings: snapshot.findings[worst.id]).health.mark
            + StyledText(" \(name) ")
        line += SessionColumn.named(.state)?.cell(worst, context) ?? ""
    }
    grid.draw(line, in: Rect(grid.size))
}

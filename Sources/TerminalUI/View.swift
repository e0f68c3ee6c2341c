import LiveProtocol
import SessionModel

/// The picture of a model: pure, total for any size, and the only thing the terminal prints.
///
/// ```
/// header      program, mode, gauges of the process
/// body        the screen
/// banners     none, or what is wrong or frozen
/// status bar  keys, position
/// ```
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
    let size = grid.size
    let headerRows =
        model.openedSession == nil ? Header.rowCount(on: size) : SessionScreen.headerRowCount(on: size)
    let (top, below) = Rect(size).cutTop(headerRows)
    let (bottom, middle) = below.cutBottom(1)
    let banners = Banner.all(for: model)
    let (bars, body) = middle.cutBottom(min(banners.count, middle.rows / 3))
    let position = drawScreen(model, snapshot, header: top, body: body, on: &grid)
    StatusBar.draw(model.context, position: position, in: bottom, on: &grid)
    for (offset, banner) in banners.prefix(bars.rows).enumerated() {
        banner.draw(in: Rect(row: bars.row + offset, column: 0, columns: bars.columns, rows: 1), on: &grid)
    }
    drawOverlay(model, in: body, on: &grid)
}

/// Returns where the user is, for the status bar.
private func drawScreen(
    _ model: Model, _ snapshot: DashboardSnapshot, header: Rect, body: Rect, on grid: inout CellGrid
) -> String {
    let top = Header(snapshot: snapshot, privacy: model.privacy, isFrozen: model.frozen != nil)
    if let id = model.openedSession {
        let (first, rest) = header.cutTop(1)
        top.draw(in: first, on: &grid)
        SessionScreen(id: id, snapshot: snapshot, privacy: model.privacy, scroll: model.messages)
            .draw(in: body, title: rest.cutTop(1).top, on: &grid)
        return ""
    }
    top.draw(in: header, on: &grid)
    guard !snapshot.summaries.isEmpty else {
        EmptyScreen(process: snapshot.process, privacy: model.privacy).draw(in: body, on: &grid)
        return ""
    }
    let rows = model.rows
    let screen = SessionsScreen(snapshot: snapshot, list: model.sessions, privacy: model.privacy)
    screen.draw(rows, in: body, on: &grid)
    return screen.position(rows)
}

private func drawOverlay(_ model: Model, in body: Rect, on grid: inout CellGrid) {
    switch model.overlay {
    case .help(let top): HelpOverlay.draw(for: model.screenContext, top: top, in: body, on: &grid)
    case .quitting: QuitQuestion(openCalls: model.openCallCount).draw(in: body, on: &grid)
    case nil: break
    }
}

/// All that fits a terminal too small for a screen: how many calls run, and the worst of them.
private func drawStatusLine(_ model: Model, on grid: inout CellGrid) {
    guard let snapshot = model.shown else { return }
    let open = snapshot.summaries.count { $0.closedAt == nil }
    var line = StyledText("\(open) open", .strong)
    if let dropped = snapshot.process.droppedFrames, dropped > 0 {
        line += StyledText(" \(Format.count(dropped)) dropped", .alert)
    }
    if let worst = SessionSort().sorted(snapshot.summaries, at: snapshot.now).first {
        let context = SessionColumn.CellContext(now: snapshot.now, privacy: model.privacy)
        let name = model.privacy.masked(worst.tag ?? worst.id.description)
        line += " " + Concern(worst, at: snapshot.now).health.mark + StyledText(" \(name) ")
        line += SessionColumn.named(.state)?.cell(worst, context) ?? ""
    }
    grid.draw(line, in: Rect(grid.size))
}

import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// The picture of a model: pure, total for any size, and the only thing the terminal prints. `ScreenLayout` says where
/// its parts are.
public func view(_ model: Model, size: Size) -> CellGrid {
    var grid = CellGrid(size)
    if size.columns < smallest.columns || size.rows < smallest.rows {
        drawStatusLine(model, on: &grid)
    } else if let snapshot = model.shown {
        draw(model, snapshot, on: &grid)
    } else {
        grid.draw(StyledText("livetop is starting…", .faint), row: 0, column: 1)
    }
    return model.terms.isASCII ? grid.inASCII : grid
}

/// The terminal that a screen needs.
private let smallest = Size(40, 6)

private func draw(_ model: Model, _ snapshot: FleetSnapshot, on grid: inout CellGrid) {
    let layout = ScreenLayout(model, on: grid.size)
    if let title = SessionTitle(model, in: layout.header, trouble: layout.trouble) {
        title.draw(on: &grid)
    } else {
        Header(snapshot: snapshot, privacy: model.looks.privacy, mode: model.mode, unread: model.unreadWords)
            .draw(in: layout.header, on: &grid)
    }
    let position = drawScreen(model, in: layout.body, on: &grid)
    for (offset, banner) in Banner.all(for: model).prefix(layout.banners.rows).enumerated() {
        let line = Rect(row: layout.banners.row + offset, column: 0, columns: layout.banners.columns, rows: 1)
        banner.draw(in: line, on: &grid)
    }
    if let playback = model.mode.playback { Scrubber(playback: playback).draw(in: layout.scrubber, on: &grid) }
    if let typed = model.typed {
        TypedLinePane(line: typed, problem: model.typedProblem, choices: model.commandChoices).draw(
            in: layout.typed, on: &grid)
    }
    StatusBar.draw(
        model.terms.keyMap.bindings(in: model.layers), first: model.firstKeys, position: model.placeWords + position,
        in: layout.status, on: &grid)
    drawOverlay(model, in: layout.body, on: &grid)
}

/// Returns where the user is, for the status bar.
private func drawScreen(_ model: Model, in body: Rect, on grid: inout CellGrid) -> String {
    let context = model.context(in: body)
    guard !model.place.screen.isOfSession || context.summary != nil else {
        drawForgotten(model, in: body, on: &grid)
        return ""
    }
    let screen = model.screens[model.place.screen]
    screen.draw(context, on: &grid)
    return screen.position(context)
}

private func drawForgotten(_ model: Model, in body: Rect, on grid: inout CellGrid) {
    guard let id = model.place.session else { return }
    guard model.mode.playback == nil else {
        // A replay knows its session as soon as it has read of it.
        return grid.draw(StyledText("reading the recording…", .faint), in: body.inset(columns: 1))
    }
    let folder = model.looks.privacy == .on ? "" : model.live?.process.folderFlag ?? ""
    let lines = [
        StyledText("Session \(id) is no longer in memory."),
        StyledText("Its recording is: ", .faint) + StyledText("livetop show \(id)\(folder)", .accent),
    ]
    TextPane(title: "Session", lines: lines.wrapped(in: body)).draw(in: body, on: &grid)
}

private func drawOverlay(_ model: Model, in body: Rect, on grid: inout CellGrid) {
    switch model.overlay {
    case .help(let top): model.help.draw(top: top, in: body, on: &grid)
    case .menu(let menu, let index): model.pane(of: menu, index: index).draw(in: body, on: &grid)
    case .quitting: QuitQuestion(openCalls: model.openCallCount).draw(in: body, on: &grid)
    case .faults(let menu): model.faultView(menu).draw(in: body, on: &grid)
    case .removing(let sessions): RemovalQuestion(what: model.words(sessions)).draw(in: body, on: &grid)
    case nil: break
    }
}

/// All that fits a terminal too small for a screen, on as many lines as there are: what a screen needs, how many calls
/// run, and the worst of them.
private func drawStatusLine(_ model: Model, on grid: inout CellGrid) {
    let needed = StyledText("needs \(smallest.columns)x\(smallest.rows)", .warning)
    guard let snapshot = model.shown else { return grid.draw(needed, in: Rect(grid.size)) }
    let open = snapshot.summaries.count { $0.activity != .closed }
    var parts = [needed, StyledText("\(open) open", .strong)]
    if let dropped = snapshot.process.droppedFrames, dropped > 0 {
        parts.append(StyledText("\(Format.count(dropped)) dropped", .alert))
    }
    if snapshot.process.certificateTrouble != nil { parts.append(StyledText("certificate refused", .alert)) }
    if let worst = SessionSort().sorted(snapshot.summaries, at: snapshot.now, findings: snapshot.findings).first {
        let context = SessionColumn.CellContext(now: snapshot.now, privacy: model.looks.privacy)
        let mark = Concern(worst, at: snapshot.now, findings: snapshot.findings[worst.id]).health.mark
        let name = mark + StyledText(" " + worst.name(model.looks.privacy))
        let state = SessionColumn.named(.state)?.cell(worst, context) ?? ""
        let both = name + "  " + state
        parts += both.width <= grid.size.columns ? [both] : [name, state]
    }
    guard grid.size.rows > 1 else { return grid.draw(parts.joined(by: "  "), in: Rect(grid.size)) }
    for (row, line) in lines(of: parts, width: grid.size.columns).prefix(grid.size.rows).enumerated() {
        grid.draw(line, in: Rect(row: row, column: 0, columns: grid.size.columns, rows: 1))
    }
}

/// No part is broken that fits a line of its own.
private func lines(of parts: [StyledText], width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    for part in parts {
        if let last = lines.last, last.width + 2 + part.width <= width {
            lines[lines.count - 1] = last + "  " + part
        } else {
            lines.append(part)
        }
    }
    return lines
}

import LiveProtocol
import SessionModel

/// The top of the views below Sessions: the program's line, the session's line, the tabs of its views.
struct SessionTitle {
    let model: Model
    let snapshot: DashboardSnapshot

    /// Tabs are left out where there is hardly room.
    static func rowCount(on size: Size) -> Int { size.rows >= 16 ? 3 : 2 }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (first, rest) = rect.cutTop(1)
        Header(snapshot: snapshot, privacy: model.privacy, mode: model.mode).draw(in: first, on: &grid)
        let (line, tabs) = rest.cutTop(1)
        grid.draw(title, in: line.inset(columns: 1))
        for tab in Self.tabs(of: model, in: tabs) {
            let isShown = tab.screen == model.place.screen
            let text =
                StyledText("\(tab.screen.rawValue)", .accent)
                + StyledText(" \(tab.screen.title)", isShown ? .strong : .faint)
            grid.draw(" " + text, in: tab.place)
            if isShown { grid.mark(tab.place, .selected) }
        }
    }

    private var title: StyledText {
        guard model.place.screen != .log else { return StyledText("What livetop itself has to say", .strong) }
        guard let id = model.place.session else { return "" }
        guard let summary = model.openedSummary else { return StyledText(id.description, .strong) }
        let context = SessionColumn.CellContext(now: snapshot.now, privacy: model.privacy)
        var title = Concern(summary, at: snapshot.now, findings: snapshot.findings[id]).health.mark + " "
        if let tag = summary.tag { title += StyledText(model.privacy.masked(tag), .strong) + "  " }
        title += StyledText(id.description, summary.tag == nil ? .strong : .faint) + "  "
        title += (SessionColumn.named(.state)?.cell(summary, context) ?? "") + "  "
        title += StyledText(summary.model.map(ModelTable.bareID) ?? "model unknown", .faint)
        if summary.connections > 1 { title += StyledText("  \(summary.connections) connections", .faint) }
        return title
    }

    private struct Tab {
        let screen: Screen
        let place: Rect
    }

    /// The tabs that fit into the first row of `line`.
    private static func tabs(of model: Model, in line: Rect) -> [Tab] {
        guard !line.isEmpty else { return [] }
        let screens = [.sessions] + (model.place.session == nil ? [] : Screen.ofSession) + [.log]
        // A space on each side; one between two where they would not fit otherwise.
        let needed = screens.map { TextWidth.width($0.title) + 4 }.reduce(0, +)
        let frame = needed <= line.columns ? 4 : 3
        var tabs: [Tab] = []
        var column = line.column
        for screen in screens {
            let width = TextWidth.width(screen.title) + frame
            guard column + width <= line.column + line.columns else { break }
            tabs.append(Tab(screen: screen, place: Rect(row: line.row, column: column, columns: width, rows: 1)))
            column += width
        }
        return tabs
    }

    /// The view whose tab is at a place of the header.
    static func tab(at row: Int, _ column: Int, in header: Rect, _ model: Model) -> Screen? {
        guard model.place.screen != .sessions else { return nil }
        return tabs(of: model, in: header.dropTop(2)).first { $0.place.contains(row: row, column: column) }?.screen
    }
}

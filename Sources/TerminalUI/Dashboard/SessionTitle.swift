import LiveProtocol
import SessionModel
import Snapshots

/// The top of the screens below Sessions: the program's line, the screen's line, the tabs, and what is wrong with the open
/// session.
struct SessionTitle {
    private let heading: StyledText
    private let header: Header
    private let screens: [Screen]
    private let shown: Screen
    private let place: Rect
    private let unread: StyledText
    private let trouble: [StyledText]

    /// Tabs are left out where there is hardly room.
    static func rowCount(on size: Size) -> Int { size.rows >= 16 ? 3 : 2 }

    /// Nil where the gauges of the process stand instead.
    ///
    /// - Parameter trouble: the last lines of `place`.
    init?(_ model: Model, in place: Rect, trouble: [StyledText]) {
        guard let snapshot = model.shown, let heading = model.screens[model.place.screen].heading(model.context) else {
            return nil
        }
        self.heading = heading
        header = Header(snapshot: snapshot, privacy: model.looks.privacy, mode: model.mode)
        screens = Screen.allCases.filter { !$0.isOfSession || model.place.session != nil }
        shown = model.place.screen
        self.place = place
        unread = model.unreadWords
        self.trouble = trouble
    }

    private var tabs: TabRow {
        TabRow(
            tabs: screens.map {
                TabRow.Tab(key: "\($0.rawValue)", title: $0.title, badge: $0 == .log ? unread : "")
            },
            shown: screens.firstIndex(of: shown))
    }

    func draw(on grid: inout CellGrid) {
        let (first, rest) = place.cutTop(1)
        header.draw(in: first, on: &grid)
        grid.draw(heading, in: rest.cutTop(1).top.inset(columns: 1))
        tabs.draw(in: parts.tabs, on: &grid)
        for (offset, line) in trouble.enumerated() {
            grid.draw(line, in: parts.trouble.dropTop(offset).cutTop(1).top.inset(columns: 1))
        }
    }

    /// Below the program's line and the screen's.
    private var parts: (tabs: Rect, trouble: Rect) {
        let (trouble, tabs) = place.dropTop(2).cutBottom(trouble.count)
        return (tabs, trouble)
    }

    /// The screen to which a place of the terminal leads: that of a tab, and what is wrong to the findings.
    func screen(at row: Int, _ column: Int) -> Screen? {
        if parts.trouble.contains(row: row, column: column) { return .findings }
        return zip(screens, tabs.places(in: parts.tabs)).first { $1.contains(row: row, column: column) }?.0
    }
}

extension Model {
    /// Warnings and errors in the log that nobody has seen, as a badge: `■2`. Empty where there are none.
    var unreadWords: StyledText {
        guard let live, let unread = screens[LogScreen.self].unread(in: live.log) else { return "" }
        let count = min(999, unread.count)
        return unread.isError ? StyledText("■\(count)", .alert) : StyledText("▲\(count)", .warning)
    }
}

import SessionModel

extension Model {
    /// What each message changes, and what it asks the outside to do.
    public mutating func update(_ message: Message) -> [Effect] {
        defer { settle() }
        switch message {
        case .snapshot(let snapshot):
            live = snapshot
            return []
        case .resized(let size):
            self.size = size
            return []
        case .key(let key):
            notice = nil
            return KeyMap.action(for: key, in: context).map { perform($0) } ?? []
        }
    }

    private mutating func perform(_ action: Action) -> [Effect] {
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -pageHeight)
        case .pageDown: move(by: pageHeight)
        case .top: move(by: -Self.far)
        case .bottom: move(by: Self.far)
        case .open: openSelected()
        case .back: goBack()
        case .sortNext: sortByNextColumn()
        case .sortReversed: sessions.sort.isReversed.toggle()
        case .freeze: frozen = frozen == nil ? live : nil
        case .privacy: privacy = privacy == .off ? .on : .off
        case .help: overlay = .help(top: 0)
        case .redraw: return [.redraw]
        case .suspend: notice = "Not suspended: calls run through this process and would stop with it."
        case .stay: overlay = nil
        case .quit: return quit()
        case .quitNow, .confirm: return [.quit]
        }
        return []
    }

    /// Further than any list is long.
    private static let far = 1_000_000

    /// Rows of the sessions in the order on screen.
    var rows: [SessionSummary] {
        guard let shown else { return [] }
        return sessions.sort.sorted(shown.summaries, at: shown.now)
    }

    private var pageHeight: Int {
        switch context {
        case .empty, .sessions: max(1, SessionsScreen.rowCount(on: size))
        case .session: max(1, SessionScreen.layout(on: size).messageCount)
        case .help, .quitting: max(1, size.rows - 6)
        }
    }

    private mutating func move(by step: Int) {
        switch (overlay, screen) {
        case (.help(let top), _):
            let last = HelpOverlay.lineCount(for: screenContext) - 1
            overlay = .help(top: max(0, min(last, top + max(-Self.far, min(Self.far, step)))))
        case (.quitting, _): break
        case (nil, .sessions): moveSelection(by: step)
        case (nil, .session(let id)):
            messages.move(
                by: step, in: shown?.messageRows(of: id) ?? [], height: SessionScreen.layout(on: size).messageCount)
        }
    }

    private mutating func moveSelection(by step: Int) {
        if step == -Self.far { sessions.release() } else { sessions.move(by: step, in: rows) }
    }

    private mutating func openSelected() {
        let rows = rows
        guard let index = sessions.selectedIndex(in: rows) else { return }
        // From here on the selection is the user's: coming back must not land on another session.
        sessions.move(by: 0, in: rows)
        messages = MessageScroll()
        screen = .session(rows[index].id)
    }

    private mutating func goBack() {
        if overlay != nil {
            overlay = nil
        } else if openedSession != nil {
            screen = .sessions
        } else {
            sessions.release()
        }
    }

    private mutating func sortByNextColumn() {
        let order: [SessionColumn.ID?] = [nil] + SessionColumn.all.filter { $0.id != .mark }.map(\.id)
        let index = order.firstIndex(of: sessions.sort.column) ?? 0
        sessions.sort = SessionSort(column: order[(index + 1) % order.count])
    }

    private mutating func quit() -> [Effect] {
        guard ownsCalls, openCallCount > 0 else { return [.quit] }
        overlay = .quitting
        return []
    }

    /// Calls that quitting would end.
    var openCallCount: Int { live?.summaries.count { $0.closedAt == nil } ?? 0 }

    /// Keeps the selected row on screen after anything changed.
    private mutating func settle() {
        sessions.settle(in: rows, height: SessionsScreen.rowCount(on: size))
    }
}

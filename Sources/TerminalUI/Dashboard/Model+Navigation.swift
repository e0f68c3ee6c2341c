import Diagnosis
import LiveProtocol
import SessionModel

extension Model {
    /// Further than any list is long.
    static let far = 1_000_000

    /// Shows a view; one of a session for the open session, else for the selected one.
    mutating func show(_ screen: Screen) {
        if screen.isOfSession, place.session == nil {
            guard let id = selectedSession else { return }
            open(id, screen)
        } else {
            place.show(screen)
        }
    }

    mutating func openSelected() {
        switch place.screen {
        case .findings: if let evidence = selectedEvidence { show(evidence) }
        case .frames: openInFrames()
        case .turns: if let turn = selectedTurn { showFrames(at: turn.openedAt) }
        default: if let id = selectedSession { open(id, .session) }
        }
    }

    /// Shows the frame that proves something, in the frames of the open session.
    mutating func show(_ evidence: Evidence) {
        if let sequence = evidence.sequence {
            showFrame(sequence, of: evidence.connection)
        } else {
            showFrames(at: evidence.at)
        }
    }

    /// Shows a view of a session, from its beginning.
    mutating func open(_ id: SessionID, _ screen: Screen) {
        // From here on the selection is the user's: coming back must not land on another session.
        sessions.select(id, in: rows)
        if id != place.session {
            session = SessionView(pane: session.pane)
            turns = ListCursor(growsAtEnd: true)
            findings = FindingsCursor()
            settings = ListCursor(growsAtEnd: false)
            filters.turns.clear()
            filters.frames.clear()
        }
        place.show(screen, of: id)
    }

    var selectedSession: SessionID? {
        let rows = rows
        return sessions.selectedIndex(in: rows).map { rows[$0].id }
    }

    /// Closes what covers the screen; else one step back; at the root lets go of the selection.
    mutating func goBack() {
        if overlay != nil {
            overlay = nil
        } else if place.screen == .frames, frames.pane == .detail {
            frames.pane = .list
        } else if filters[place.screen]?.isActive == true {
            filters[place.screen]?.clear()
        } else if !place.goBack() {
            sessions.release()
        }
    }

    var pageHeight: Int {
        switch context {
        case .help, .quitting: max(1, size.rows - 6)
        case .session: sessionPageHeight
        case .turns: max(1, TurnsScreen.listHeight(in: layout.body))
        case .frames: max(1, framesLayout.listHeight)
        case .frame: max(1, framesLayout.content.rows)
        default: max(1, layout.body.rows - 1)
        }
    }

    mutating func move(by step: Int) {
        switch overlay {
        case .help(let top):
            let last = HelpOverlay.lineCount(for: screenLayers, keyMap) - 1
            overlay = .help(top: max(0, min(last, top + max(-Self.far, min(Self.far, step)))))
        case .quitting: break
        case .menu(let menu, let index):
            let last = count(of: menu) - 1
            overlay = .menu(menu, index: max(0, min(last, index + max(-Self.far, min(Self.far, step)))))
        case nil: moveOnScreen(by: step)
        }
    }

    private mutating func moveOnScreen(by step: Int) {
        switch place.screen {
        case .sessions: step == -Self.far ? sessions.release() : sessions.move(by: step, in: rows)
        case .session: moveInSession(by: step)
        case .frames: moveInFrames(by: step)
        case .turns: turns.move(by: step, in: turnNumbers)
        case .findings: findings.move(by: step, in: openedFindings ?? [])
        case .metrics: metrics.move(by: step, in: MetricsScreen.numbers)
        case .setup: settings.move(by: step, in: settingNumbers)
        case .log: log.move(by: step, in: logNumbers)
        }
    }

    mutating func toggleFollowing() {
        switch place.screen {
        case .sessions: sessions.toggleFollowing(in: rows)
        case .session: toggleSessionFollowing()
        case .frames: frames.list.toggleFollowing()
        case .turns: turns.toggleFollowing(in: turnNumbers)
        case .log: log.toggleFollowing(in: logNumbers)
        case .findings, .metrics, .setup: break
        }
    }

    /// The turns on screen: those that match the filter.
    var shownTurns: [Turn] {
        guard let detail = openedDetail else { return [] }
        let filter = filters.turns.filter
        guard filter != .everything || marks.isAlone else { return detail.turns.all }
        return detail.turns.all.filter { turn in
            (!marks.isAlone || marks.contains(Marks.Place(detail.id, turn: turn.openedAt)))
                && filter.matches(FilteredTurn(turn, openedAt: detail.openedAt))
        }
    }

    var turnNumbers: [Int] { shownTurns.map(\.index) }

    /// Rows of the Setup screen; empty before the setup.
    var setupRows: [SetupRow] {
        guard let setup = openedDetail?.setup else { return [] }
        return SetupRow.rows(of: setup.settings, earlier: earlierSetup.answer?.settings)
    }

    var settingNumbers: [Int] { Array(setupRows.indices) }

    var logNumbers: [Int] { shown?.log.map(\.number) ?? [] }

    /// Keeps selected rows on screen after anything changed.
    mutating func settle() {
        let height = max(0, layout.body.rows - 1)
        switch place.screen {
        case .sessions: sessions.settle(in: rows, height: height)
        case .turns: turns.settle(in: turnNumbers, height: TurnsScreen.listHeight(in: layout.body))
        case .metrics:
            metrics.settle(in: MetricsScreen.numbers, height: MetricsScreen.listHeight(in: layout.body))
        case .setup: settings.settle(in: settingNumbers, height: height - 1)
        case .log: log.settle(in: logNumbers, height: height)
        case .findings: findings.settle(in: openedFindings ?? [], height: FindingsScreen.listHeight(in: layout.body))
        case .session, .frames: break
        }
    }
}

extension Model {
    /// What `y` copies from the view on screen.
    var copyText: String? {
        switch place.screen {
        case .sessions: selectedSession?.description
        case .session: place.session?.description
        case .frames: frames.copyText
        case .turns: selectedTurn.map { "\($0.userText.value)\n\($0.modelText.value)" }
        case .findings: selectedFinding?.words
        case .setup:
            settings.index(in: settingNumbers).map { setupRows[$0].words }
        case .metrics: selectedMetric.rawValue
        case .log: log.index(in: logNumbers).flatMap { shown?.log[$0].text }
        }
    }

    var selectedFinding: Finding? {
        guard let all = openedFindings, let index = findings.index(in: all) else { return nil }
        return all[index]
    }

    /// The evidence of the selected finding that is a frame, else its first.
    var selectedEvidence: Evidence? {
        let evidence = selectedFinding?.evidence ?? []
        return evidence.first { $0.sequence != nil } ?? evidence.first
    }

    var selectedMetric: Metric { Metric.allCases[metrics.index(in: MetricsScreen.numbers) ?? 0] }

    var selectedTurn: Turn? {
        let all = shownTurns
        guard let index = turns.index(in: all.map(\.index)) else { return nil }
        return all[index]
    }
}

extension TurnTracker {
    /// The finished turns that are remembered, and the one in progress; oldest first.
    var all: [Turn] { Array(recent) + [current].compactMap { $0 } }
}

import Diagnosis
import LiveProtocol
import SessionModel

extension Model {
    var sessionLayout: SessionLayout {
        SessionLayout(layout.body, shown: session.pane, isZoomed: session.isZoomed)
    }

    /// The present of the open session, or its end.
    private var sessionTime: (opening: Timestamp, now: Timestamp)? {
        guard let detail = openedDetail, let now = shown?.now else { return nil }
        return (detail.openedAt, detail.end(at: now))
    }

    // MARK: Panes

    /// The transcript as it is laid out on screen, and the lines that it has there.
    private var transcriptOnScreen: (text: Transcript, height: Int)? {
        guard let detail = openedDetail, let now = shown?.now, let summary = openedSummary else { return nil }
        let place = sessionLayout.place(of: .transcript) ?? layout.body.inset(columns: 1)
        let time = TimeScale(
            format: timeFormat, start: summary.openedAt, offset: shown?.process.clockOffset ?? .zero,
            isTimed: summary.isTimed, isDated: summary.isDated)
        let text = Transcript(turns: detail.turns, now: now, width: place.columns, time: time, privacy: privacy)
        return (text, max(1, place.rows - 1))
    }

    var sessionPageHeight: Int { transcriptOnScreen?.height ?? 1 }

    /// Findings where they have the keys, else the transcript.
    mutating func moveInSession(by step: Int) {
        if session.pane == .findings { return findings.move(by: step, in: openedFindings ?? []) }
        guard let transcript = transcriptOnScreen else { return }
        if step == Self.far {
            session.transcript.show(nil)
        } else {
            session.transcript.move(by: step, in: transcript.text, height: transcript.height)
        }
    }

    mutating func showPane(by step: Int) {
        if place.screen == .session { session.pane = session.pane.next(by: step) } else { showNextPane() }
    }

    /// Time and transcript follow together: both are about the present.
    mutating func toggleSessionFollowing() {
        guard let time = sessionTime, let transcript = transcriptOnScreen else { return }
        let isFollowing = session.window.isFollowing && session.transcript.isFollowing
        if session.window.isFollowing == isFollowing {
            session.window.toggleFollowing(from: time.opening, to: time.now)
        }
        if session.transcript.isFollowing == isFollowing { session.transcript.toggleFollowing(in: transcript.text) }
    }

    // MARK: Time

    mutating func changeWindow(_ change: (inout TimeWindow, _ opening: Timestamp, _ now: Timestamp) -> Void) {
        guard let time = sessionTime else { return }
        change(&session.window, time.opening, time.now)
    }

    mutating func moveSideways(_ step: Int) {
        switch place.screen {
        case .session: changeWindow { $0.move(step, from: $1, to: $2) }
        default: step < 0 ? frames.detail.fold() : frames.detail.unfold()
        }
    }

    /// Shows an instant in the view that is on screen.
    mutating func go(to instant: Timestamp) {
        switch place.screen {
        case .turns:
            let turn = openedDetail?.turns.all.last { $0.openedAt <= instant }
            if let turn { turns.select(turn.index) }
        case .frames: showFrames(at: instant)
        default:
            if place.screen != .session { place.show(.session) }
            changeWindow { $0.show(instant, from: $1, to: $2) }
            session.transcript.show(transcriptOnScreen?.text.place(at: instant))
        }
    }

    // MARK: Turns and findings from anywhere

    /// The next or the previous turn of the open session, shown in the view that is on screen.
    mutating func stepTurn(_ step: Int) {
        let all = openedDetail?.turns.all ?? []
        guard !all.isEmpty else { return notice = "No turn so far." }
        let numbers = all.map(\.index)
        let current = turns.selected.flatMap { wanted in numbers.lastIndex { $0 <= wanted } } ?? numbers.count - 1
        let target = max(0, min(numbers.count - 1, turns.selected == nil && step < 0 ? current : current + step))
        turns.select(numbers[target])
        if place.screen != .turns { go(to: all[target].startedAt) }
        notice = "Turn \(numbers[target]) of \(openedDetail?.turns.count ?? numbers.count)"
    }

    /// The turn whose silence was longest, in the view of the turns.
    mutating func showWorstTurn() {
        let turns = openedDetail?.turns.all ?? []
        let measured = turns.filter { $0.perceivedGap != nil }
        guard let worst = measured.max(by: { ($0.perceivedGap ?? .zero) < ($1.perceivedGap ?? .zero) }) else {
            return notice = "No turn has been measured so far."
        }
        filters.turns.clear()
        self.turns.select(worst.index)
        place.show(.turns)
        notice = "Turn \(worst.index) had the longest silence: \(Format.latency(worst.perceivedGap))"
    }

    /// The next or the previous finding in the order of time, shown where it happened.
    mutating func stepFinding(_ step: Int) {
        let all = openedFindings ?? []
        guard !all.isEmpty else { return notice = "Nothing found." }
        guard place.screen != .findings else { return findings.move(by: step, in: all) }
        let ordered = all.sorted { $0.from < $1.from }
        let current = findings.selected.flatMap { key in ordered.firstIndex { $0.key == key } }
        let start = current ?? (step > 0 ? -1 : ordered.count)
        let finding = ordered[max(0, min(ordered.count - 1, start + step))]
        if let index = all.firstIndex(where: { $0.key == finding.key }) { findings.select(index, in: all) }
        if place.screen == .frames, let evidence = selectedEvidence { show(evidence) } else { go(to: finding.from) }
        notice = "\(finding.rule): \(privacy.maskedQuotes(finding.title))"
    }
}

import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// The frames of a session: the list, runs of audio collapsed, and what is in the selected one.
struct FramesScreen: DashboardScreen {
    static let title = "Frames"
    static let level = ScreenLevel.view
    static let summary = "its frames"

    var list = FramesList()
    var detail = FrameDetail()
    /// Which of the two has the keys.
    var pane = FramesLayout.Pane.list
    var filter: FilterField? = FilterField(.frames)
    /// Frames of the session when the list was last told that there are more.
    private var frameCount: Int64 = 0
    /// Until when the recording may still be behind what the snapshot counts.
    private var settledAt = Timestamp(nanoseconds: .min)

    /// Frames are committed within a tenth of a second; a slow disk may take longer.
    private static let recordingDelay = Duration.seconds(2)

    func layout(_ context: ScreenContext) -> FramesLayout { FramesLayout(context.body, pane) }

    func keyContext(_ context: ScreenContext) -> KeyMap.Context { pane == .list ? .frames : .frame }

    func copyText(_ context: ScreenContext) -> String? {
        if pane == .detail, detail.mode == .tree { return detail.tree?.selectedText }
        guard let row = list.selectedRow else { return nil }
        return "\(row.entry.direction.name) \(row.entry.kind) \(row.words(.off).text)"
    }
}

// MARK: - What happens

extension FramesScreen {
    mutating func receive(_ message: Message, _ context: ScreenContext) {
        switch message {
        case .snapshot(let snapshot):
            if snapshot.playback == nil, !context.mode.isFrozen { follow(context.summary, at: snapshot.now) }
        case .framePage(let page): list.show(page, height: layout(context).listHeight)
        case .framesUnread(let request, let reason): list.fail(request, reason)
        case .frameContent(let content): detail.show(content)
        case .contentUnread(let span, let reason): detail.fail(span, reason)
        default: break
        }
    }

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        if isOther { filter?.clear() }
    }

    /// What a snapshot says of the session that is open.
    private mutating func follow(_ summary: SessionSummary?, at now: Timestamp) {
        guard let summary else { return }
        if summary.frames != frameCount {
            frameCount = summary.frames
            settledAt = now + Self.recordingDelay
        }
        if now <= settledAt { list.grow() }
    }

    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] {
        guard isShown, let session = context.session else { return [] }
        begin(session)
        list.setFilter(wanted)
        if let frame = context.mode.playback?.frame { list.follow(frame) }
        let layout = layout(context)
        list.settle(height: layout.listHeight)
        detail.settle(in: layout.content.size)
        var effects: [Effect] = []
        if let request = list.nextRequest(height: layout.listHeight) { effects.append(.readFrames(request)) }
        if !layout.detail.isEmpty, let span = detail.select(list.selectedRow) { effects.append(.readContent(span)) }
        return effects
    }

    /// Another session has frames of its own.
    private mutating func begin(_ session: SessionID) {
        guard list.session != session else { return }
        let filter = filter
        self = FramesScreen()
        self.filter = filter
        list = FramesList(session: session)
    }

    /// From a turn, a time, or the evidence of a finding: shows the first frame at or after an instant, or that frame.
    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool {
        guard let session = context.session, let place = place(of: target, context) else { return false }
        begin(session)
        // A filter could hide what is asked for.
        filter?.clear()
        list.setFilter(.everything)
        pane = .list
        switch place {
        case .instant(let instant): list.show(instant)
        case .frame(let place): list.show(place)
        case .turn, .finding: return false
        }
        return true
    }

    /// The frame or the instant where something is; nil where nobody knows.
    private func place(of target: Target, _ context: ScreenContext) -> Target? {
        switch target {
        case .instant, .frame: target
        case .turn(let number):
            context.detail?.turns.all.first { $0.index == number }.map { .instant($0.openedAt) }
        case .finding(let key): context.findings?.first { $0.key == key }?.proof?.target
        }
    }
}

// MARK: - What the user does

extension FramesScreen {
    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open: open()
        case .nextPane, .previousPane: showNextPane()
        case .left: detail.fold()
        case .right: detail.unfold()
        case .detailMode: layout(context).detail.isEmpty ? showNextPane() : detail.cycleMode()
        case .follow: list.toggleFollowing()
        case .search: return [.type(TypedLine(.search, text: detail.wanted))]
        case .nextMatch: return find(detail.wanted, context)
        case .previousMatch: return find(detail.wanted, isBackward: true, context)
        default: return nil
        }
        return []
    }

    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        let layout = layout(context)
        switch (pane, step) {
        case (.detail, _): detail.move(by: step.lines(ofPage: layout.content.rows), in: layout.content.size)
        case (.list, .start): list.moveToStart()
        case (.list, .end): list.moveToEnd()
        case (.list, _): list.move(by: step.lines(ofPage: layout.listHeight))
        }
        return []
    }

    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        let place = layout(context).list
        guard pane == .list, place.contains(row: row, column: column) else { return [] }
        list.press(line: row - place.row - 1)
        return []
    }

    mutating func goBack() -> Bool {
        guard pane == .detail else { return clearFilter() }
        pane = .list
        return true
    }

    /// Enter: a run shows its frames or hides them, a frame is looked into, a part of JSON folds.
    private mutating func open() {
        switch pane {
        case .detail: detail.toggleFold()
        case .list: if !list.toggleRun() { showNextPane() }
        }
    }

    private mutating func showNextPane() {
        pane = pane == .list && list.selectedRow != nil ? .detail : .list
    }

    mutating func search(_ text: String, isFinal: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        if isFinal { return find(text, fromHere: true, context) }
        if text != detail.wanted { _ = detail.find(text, fromHere: true, in: layout(context).content.size) }
        return []
    }

    var searchProblem: String? { detail.wanted.isEmpty || detail.isFound ? nil : "not in this frame" }

    /// Searches on in the selected frame; tells when there is nothing.
    private mutating func find(
        _ text: String, isBackward: Bool = false, fromHere: Bool = false, _ context: ScreenContext
    ) -> [ScreenRequest] {
        guard !text.isEmpty else { return [.tell("Nothing was searched so far.")] }
        let isFound = detail.find(
            text, isBackward: isBackward, fromHere: fromHere, in: layout(context).content.size)
        return isFound ? [] : [.tell("✗ \"\(text)\" is not in this frame")]
    }
}

// MARK: - Keys

extension FramesScreen {
    static var keys: [KeyMap.Group] {
        [
            section(
                [
                    Binding(
                        keys: [.enter], action: .open, footer: "open",
                        help: "look into the frame; show the frames of a run of audio, or hide them"), CommonKeys.back,
                ] + CommonKeys.moves(end: CommonKeys.newest) + CommonKeys.turns + CommonKeys.findings
                    + CommonKeys.views() + [CommonKeys.filter] + looking + [
                        CommonKeys.follow, CommonKeys.faults, CommonKeys.export,
                    ]
                    + CommonKeys.looks(hasTimes: true) + [CommonKeys.quitNow]),
            KeyMap.Group(
                context: .frame,
                bindings: [
                    Binding(keys: [.enter], action: .open, footer: "fold", help: "fold or unfold this part of JSON"),
                    CommonKeys.back,
                ] + CommonKeys.moves() + CommonKeys.views() + searching + looking + folding + [
                    CommonKeys.faults, CommonKeys.export,
                ]
                    + CommonKeys.looks() + [CommonKeys.quitNow]),
        ]
    }

    private static let searching = [
        Binding(keys: [.character("/")], action: .search, footer: "search", help: "search in this frame"),
        Binding(keys: [.character("n")], action: .nextMatch, help: "to the next match"),
        Binding(keys: [.character("N")], action: .previousMatch, help: "to the match before"),
    ]

    private static let looking = [
        Binding(
            keys: [.character("v")], action: .detailMode, footer: "view",
            help: "show the frame as tree, JSON as sent, bytes or sound"),
        Binding(
            keys: [.tab, .backTab], action: .nextPane, help: "from the list to what is in the frame, and back"),
    ]

    private static let folding = [
        Binding(keys: [.left, .character("h")], action: .left, help: "fold, or go to what this is part of"),
        Binding(keys: [.right, .character("l")], action: .right, help: "unfold"),
    ]
}

extension Action {
    static let nextMatch = Action("next-match")
    static let previousMatch = Action("previous-match")
    static let detailMode = Action("detail")
}

extension KeyMap.Context {
    static let frames = KeyMap.Context(name: "frames", title: "Frames")
    /// What is in a frame.
    static let frame = KeyMap.Context(name: "frame", title: "Frame")
}

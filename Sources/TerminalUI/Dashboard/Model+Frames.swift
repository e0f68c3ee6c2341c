import LiveProtocol
import SessionModel

extension Model {
    /// What the screen needs that the model does not have.
    mutating func requests() -> [Effect] {
        guard let live else { return [] }
        return marks.ask() + textSearch.ask(filters.sessions.filter, at: live.now) + requestsOfScreen()
    }

    private mutating func requestsOfScreen() -> [Effect] {
        guard let session = place.session else { return [] }
        if place.screen == .setup { return earlierSetup.ask(before: session) }
        guard place.screen == .frames else { return [] }
        if frames.list.session != session { frames = FrameBrowser(session: session) }
        frames.list.setFilter(filters.frames.filter)
        if let frame = mode.playback?.frame { frames.list.follow(frame) }
        return frames.requests(framesLayout)
    }

    var framesLayout: FramesLayout { FramesLayout(layout.body, frames.pane) }

    /// Shows the frames of the open session from the first at or after an instant on: from a turn, or from a time.
    mutating func showFrames(at instant: Timestamp) {
        showFrames { $0.show(instant) }
    }

    /// Shows a frame of the open session: from the evidence of a finding.
    mutating func showFrame(_ sequence: Int64, of connection: ConnectionID) {
        showFrames { $0.show(FramePlace(connection: connection, sequence: sequence)) }
    }

    private mutating func showFrames(_ move: (inout FramesList) -> Void) {
        guard let session = place.session else { return }
        if frames.list.session != session { frames = FrameBrowser(session: session) }
        // A filter could hide what is asked for.
        filters.frames.clear()
        frames.list.setFilter(.everything)
        frames.pane = .list
        place.show(.frames)
        move(&frames.list)
    }

    mutating func moveInFrames(by step: Int) {
        switch frames.pane {
        case .detail: frames.detail.move(by: step, in: framesLayout.content.size)
        case .list where step == -Self.far: frames.list.moveToStart()
        case .list where step == Self.far: frames.list.moveToEnd()
        case .list: frames.list.move(by: step)
        }
    }

    /// Enter: a run shows its frames or hides them, a frame is looked into, a part of JSON folds.
    mutating func openInFrames() {
        switch frames.pane {
        case .detail: frames.detail.toggleFold()
        case .list: if !frames.list.toggleRun() { showNextPane() }
        }
    }

    mutating func showNextPane() {
        guard place.screen == .frames else { return }
        frames.pane = frames.pane == .list && frames.list.selectedRow != nil ? .detail : .list
    }

    /// Searches on in the selected frame; tells when there is nothing.
    mutating func findInFrame(_ text: String, isBackward: Bool = false, fromHere: Bool = false) {
        guard !text.isEmpty else { return notice = "Nothing was searched so far." }
        let size = framesLayout.content.size
        if !frames.detail.find(text, isBackward: isBackward, fromHere: fromHere, in: size) {
            notice = "✗ \"\(text)\" is not in this frame"
        }
    }
}

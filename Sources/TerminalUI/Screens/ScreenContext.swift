import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// What every screen can see and none owns: the picture, the open session, its part of the terminal.
struct ScreenContext: Sendable {
    /// What is on screen; nil before the first picture.
    let snapshot: FleetSnapshot?
    let mode: Mode
    /// The present, frozen picture or not.
    let now: Timestamp?
    /// The session that is open.
    let session: SessionID?
    /// The part of the terminal that the screen has.
    let body: Rect
    let looks: Looks
    let marks: Marks
    /// Which finding of the open session is selected, the same on every screen.
    let finding: ListCursor<Finding.Key>

    var privacy: Privacy { looks.privacy }

    /// The open session, where the picture knows it.
    var summary: SessionSummary? { session.flatMap { snapshot?.summary(of: $0) } }

    /// What is to be said of findings that are not shown; nil where all are.
    var findingNote: String? { session.flatMap { snapshot?.findingNotes[$0] } }

    var detail: SessionState? { session.flatMap { snapshot?.detail(of: $0) } }

    /// What its client is built with, where it says so.
    var clientKit: ClientKit? {
        guard let opening = detail?.connections.last?.opening else { return nil }
        return ClientKit(apiClient: opening.header("x-goog-api-client"), userAgent: opening.header("user-agent"))
    }

    /// What is wrong with the open session, in the order on screen; nil while nobody has looked.
    var findings: [Finding]? { session.flatMap { snapshot?.findings[$0] }.map(FindingRows.ordered) }

    /// The times of the open session; nil where the picture does not know it.
    var time: TimeScale? {
        guard let summary, let snapshot else { return nil }
        return TimeScale(
            format: looks.timeFormat, start: summary.openedAt, offset: snapshot.process.clockOffset,
            isTimed: summary.isTimed, isDated: summary.isDated)
    }

    /// What stands where there is nothing to show of the open session.
    func drawNothing(on grid: inout CellGrid) {
        grid.draw(StyledText(detail == nil ? absence : "nothing so far", .faint), in: body.inset(columns: 1))
    }

    /// Why nothing is known of what was said in the open session: a recorded one is read when it is opened.
    var absence: String {
        guard let summary, summary.isOver || snapshot?.process.source != .ownProxy else { return Format.unknown }
        return "reading the recording…"
    }
}

/// How everything on screen looks, as the user has set it.
struct Looks: Hashable, Sendable {
    var privacy = Privacy.off
    var timeFormat = TimeFormat.elapsed
    var usesMouse: Bool
    var palette: Theme.Palette
}

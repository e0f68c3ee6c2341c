import SessionModel
import Snapshots

/// Where the parts of the screen are, for a size and what there is to say.
///
/// ```
/// header   program, mode, gauges; of a session: its line, the tabs of its views, what is wrong with it
/// body     the view
/// scrubber of a replay: the line that shows where it is
/// banners  none, or what is wrong or frozen
/// typed    none, or the line that is being typed, its trouble above it
/// status   keys, position
/// ```
struct ScreenLayout {
    let header: Rect
    /// The last lines of the header.
    let trouble: [StyledText]
    let body: Rect
    let scrubber: Rect
    let banners: Rect
    let typed: Rect
    let status: Rect

    init(_ model: Model, on size: Size) {
        trouble = model.trouble(on: size)
        let headerRows =
            model.place.screen.level == .root
            ? Header.rowCount(on: size) : SessionTitle.rowCount(on: size) + trouble.count
        let (top, below) = Rect(size).cutTop(headerRows)
        let (bottom, middle) = below.cutBottom(1)
        let typedRows =
            model.typed == nil
            ? 0
            : TypedLinePane.rowCount(
                choices: model.commandChoices.count, problem: model.typedProblem, columns: size.columns)
        let (line, rest) = middle.cutBottom(min(typedRows, middle.rows / 2))
        let (bars, above) = rest.cutBottom(min(Banner.all(for: model).count, rest.rows / 3))
        let hasScrubber = model.mode.playback != nil && above.rows >= 8
        let (track, body) = above.cutBottom(hasScrubber ? 1 : 0)
        header = top
        status = bottom
        typed = line
        banners = bars
        scrubber = track
        self.body = body
    }
}

extension Model {
    var layout: ScreenLayout { ScreenLayout(self, on: size) }

    /// What is wrong with the open session and what to do, on each of its views but where that is told at length.
    fileprivate func trouble(on size: Size) -> [StyledText] {
        let screen = place.screen
        guard screen.isOfSession, !screens[screen].tellsTrouble, let id = place.session, let snapshot = shown,
            size.rows >= (screen == .session ? 10 : 16)
        else { return [] }
        return TroubleLines(snapshot.summary(of: id), snapshot.findings[id], looks.privacy)?.lines(
            width: size.columns - 2, limit: size.rows >= 20 ? 2 : 1) ?? []
    }
}

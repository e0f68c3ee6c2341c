import LiveProtocol
import SessionModel
import Wording

extension Model {
    /// What `m` marks: the selected row, else the session that is open.
    private var markPlace: Marks.Place? { screens[place.screen].markPlace(context) }

    mutating func toggleMark() -> [Effect] {
        guard let place = markPlace else {
            notice = "Nothing to mark."
            return []
        }
        return marks.set(marks.contains(place) ? nil : "", at: place)
    }

    mutating func showMarkedOnly() {
        guard marks.isAlone || marks.count > 0 else { return notice = "Nothing is marked. m marks" }
        marks.isAlone.toggle()
    }

    mutating func typeComment() {
        guard let place = markPlace else { return notice = "Nothing to comment on." }
        typed = TypedLine(.comment, text: marks.comment(at: place) ?? "")
    }

    /// A comment marks its place.
    mutating func acceptComment(_ text: String) -> [Effect] {
        markPlace.map { marks.set(text, at: $0) } ?? []
    }

    /// The comment on the selected row, for the status bar.
    var markWords: String {
        let alone = marks.isAlone ? "only marked  " : ""
        guard let comment = markPlace.flatMap(marks.comment), !comment.isEmpty else { return alone }
        return alone + "◆ \(TextWidth.truncated(looks.privacy.masked(comment), to: 40))  "
    }
}

import LiveProtocol
import SessionModel

/// What the user has marked while looking, with a comment where they wrote one. Lasts as long as the screen.
struct Marks: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case session(SessionID)
        case turn(SessionID, Int)
    }

    private var comments: [Place: String] = [:]
    /// Lists show only what is marked.
    var isAlone = false

    var count: Int { comments.count }

    func contains(_ place: Place) -> Bool { comments[place] != nil }

    /// Nil without a mark, empty without a comment.
    func comment(at place: Place) -> String? { comments[place] }

    mutating func toggle(_ place: Place) {
        comments[place] = contains(place) ? nil : ""
        if comments.isEmpty { isAlone = false }
    }

    /// A comment marks its place.
    mutating func comment(_ text: String, at place: Place) { comments[place] = text }
}

extension Model {
    /// What `m` marks: the selected session or turn.
    var markPlace: Marks.Place? {
        switch place.screen {
        case .sessions: sessions.selectedIndex(in: rows).map { .session(rows[$0].id) }
        case .turns: place.session.flatMap { session in selectedTurn.map { .turn(session, $0.index) } }
        default: place.session.map { .session($0) }
        }
    }

    mutating func toggleMark() {
        guard let place = markPlace else { return notice = "Nothing to mark." }
        marks.toggle(place)
    }

    mutating func showMarkedOnly() {
        guard marks.isAlone || marks.count > 0 else { return notice = "Nothing is marked. m marks" }
        marks.isAlone.toggle()
    }

    /// To the next marked row, and from the last to the first.
    mutating func jumpToMark() {
        switch place.screen {
        case .sessions:
            let rows = rows
            let start = sessions.selectedIndex(in: rows) ?? -1
            let next = Self.next(after: start, of: rows.count) { marks.contains(.session(rows[$0].id)) }
            if let next { sessions.select(rows[next].id, in: rows) } else { notice = "No marked session. m marks" }
        case .turns:
            guard let session = place.session else { return }
            let numbers = turnNumbers
            let start = turns.index(in: numbers) ?? -1
            let next = Self.next(after: start, of: numbers.count) { marks.contains(.turn(session, numbers[$0])) }
            if let next { turns.select(numbers[next]) } else { notice = "No marked turn. m marks" }
        default: break
        }
    }

    private static func next(after start: Int, of count: Int, where isMarked: (Int) -> Bool) -> Int? {
        (1...max(1, count)).lazy.map { (start + $0) % max(1, count) }.first { $0 >= 0 && $0 < count && isMarked($0) }
    }

    mutating func typeComment() {
        guard let place = markPlace else { return notice = "Nothing to comment on." }
        typed = TypedLine(.comment, text: marks.comment(at: place) ?? "")
    }

    mutating func acceptComment(_ text: String) {
        if let place = markPlace { marks.comment(text, at: place) }
    }

    /// The comment on the selected row, for the status bar.
    var markWords: String {
        let alone = marks.isAlone ? "only marked  " : ""
        guard let comment = markPlace.flatMap(marks.comment), !comment.isEmpty else { return alone }
        return alone + "◆ \(TextWidth.truncated(privacy.masked(comment), to: 40))  "
    }
}

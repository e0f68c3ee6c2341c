public import LiveProtocol
import SessionModel

/// What the user has marked, with a comment where they wrote one: kept in the recording, where there is one.
public struct Marks: Hashable, Sendable {
    public struct Place: Hashable, Sendable {
        public var session: SessionID
        /// When the marked turn opened; nil: the session as a whole.
        public var turn: Timestamp?

        public init(_ session: SessionID, turn: Timestamp? = nil) {
            self.session = session
            self.turn = turn
        }
    }

    private var comments: [Place: String] = [:]
    /// What was done to it since the screen began; what the recording says of such a place is older.
    private var touched: Set<Place> = []
    /// The recording has been asked.
    private var isRead = false
    /// Lists show only what is marked.
    var isAlone = false

    var count: Int { comments.count }

    func contains(_ place: Place) -> Bool { comments[place] != nil }

    /// Nil without a mark, empty without a comment.
    func comment(at place: Place) -> String? { comments[place] }

    /// Puts the mark there with that comment, or takes it away; what has to be done to keep it so.
    mutating func set(_ comment: String?, at place: Place) -> [Effect] {
        comments[place] = comment
        touched.insert(place)
        if comments.isEmpty { isAlone = false }
        return [.keepMark(place, comment: comment)]
    }

    /// Takes in what the recording holds.
    mutating func take(_ kept: [Place: String]) {
        for (place, comment) in kept where !touched.contains(place) { comments[place] = comment }
    }

    /// Asks the recording once.
    mutating func ask() -> [Effect] {
        guard !isRead else { return [] }
        isRead = true
        return [.readMarks]
    }
}

extension Model {
    /// What `m` marks: the selected session or turn.
    var markPlace: Marks.Place? {
        switch place.screen {
        case .sessions: sessions.selectedIndex(in: rows).map { Marks.Place(rows[$0].id) }
        case .turns: place.session.flatMap { id in selectedTurn.map { Marks.Place(id, turn: $0.openedAt) } }
        default: place.session.map { Marks.Place($0) }
        }
    }

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

    /// To the next marked row, and from the last to the first.
    mutating func jumpToMark() {
        switch place.screen {
        case .sessions:
            let rows = rows
            let start = sessions.selectedIndex(in: rows) ?? -1
            let next = Self.next(after: start, of: rows.count) { marks.contains(Marks.Place(rows[$0].id)) }
            if let next { sessions.select(rows[next].id, in: rows) } else { notice = "No marked session. m marks" }
        case .turns:
            guard let session = place.session else { return }
            let all = shownTurns
            let start = turns.index(in: all.map(\.index)) ?? -1
            let next = Self.next(after: start, of: all.count) {
                marks.contains(Marks.Place(session, turn: all[$0].openedAt))
            }
            if let next { turns.select(all[next].index) } else { notice = "No marked turn. m marks" }
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

    /// A comment marks its place.
    mutating func acceptComment(_ text: String) -> [Effect] {
        markPlace.map { marks.set(text, at: $0) } ?? []
    }

    /// The comment on the selected row, for the status bar.
    var markWords: String {
        let alone = marks.isAlone ? "only marked  " : ""
        guard let comment = markPlace.flatMap(marks.comment), !comment.isEmpty else { return alone }
        return alone + "◆ \(TextWidth.truncated(privacy.masked(comment), to: 40))  "
    }
}

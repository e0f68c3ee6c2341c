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

import LiveProtocol
import SessionModel

/// The connections of one client, in the order in which they opened, and their ends in the order in which they came: who asks
/// for the newest, or for an end shortly before an instant, looks at no more of them than there are in the answer.
struct ClientLinks: Hashable, Sendable {
    /// Oldest first.
    private(set) var opened: [FleetView.Link] = []
    /// The first to end first.
    private var ended: [End] = []

    private struct End: Hashable, Sendable {
        var at: Timestamp
        var connection: ConnectionID
        var session: SessionID

        init?(_ link: FleetView.Link) {
            guard let closedAt = link.closedAt else { return nil }
            (at, connection, session) = (closedAt, link.connection, link.session)
        }

        static func isEarlier(_ one: Self, _ other: Self) -> Bool {
            (one.at, one.connection) < (other.at, other.connection)
        }
    }

    init() {}

    /// - Parameter opened: oldest first, each once.
    init(_ opened: [FleetView.Link]) {
        self.opened = opened
        ended = opened.compactMap(End.init).sorted(by: End.isEarlier)
    }

    var isEmpty: Bool { opened.isEmpty }

    /// Takes in a connection as it is now. Mostly it is the newest one, or the same as before.
    mutating func put(_ link: FleetView.Link) {
        let place = opened.leading { FleetView.Link.isOlder($0, link) }
        guard place < opened.count, opened[place].connection == link.connection else {
            opened.insert(link, at: place)
            return insertEnd(of: link)
        }
        let before = opened[place]
        opened[place] = link
        guard before.closedAt != link.closedAt || before.session != link.session else { return }
        removeEnd(of: before)
        insertEnd(of: link)
    }

    /// Drops the connection that opened at that instant.
    mutating func remove(_ connection: ConnectionID, openedAt: Timestamp) {
        let place = opened.leading { ($0.openedAt, $0.connection) < (openedAt, connection) }
        guard place < opened.count, opened[place].connection == connection else { return }
        removeEnd(of: opened.remove(at: place))
    }

    private mutating func insertEnd(of link: FleetView.Link) {
        guard let end = End(link) else { return }
        ended.insert(end, at: ended.leading { End.isEarlier($0, end) })
    }

    private mutating func removeEnd(of link: FleetView.Link) {
        guard let end = End(link) else { return }
        let place = ended.leading { End.isEarlier($0, end) }
        if place < ended.count, ended[place].connection == end.connection { ended.remove(at: place) }
    }

    /// The newest `limit` of those that had opened by `now` and had not ended before `earliest`, oldest first.
    ///
    /// - Returns: With them how many connections were looked at.
    func newest(_ limit: Int, at now: Timestamp, endedSince earliest: Timestamp) -> (
        links: [FleetView.Link], looks: Int
    ) {
        var (found, looks): ([FleetView.Link], Int) = ([], 0)
        let known = opened.span
        var place = opened.leading { $0.openedAt <= now }
        while place > 0, found.count < limit {
            place -= 1
            looks += 1
            guard known[place].closedAt.map({ $0 >= earliest }) ?? true else { continue }
            found.append(known[place])
        }
        found.reverse()
        return (found, looks)
    }

    /// Whether a connection of another session than `session` ended so shortly before `instant`.
    ///
    /// - Returns: With it how many ends were looked at.
    func hasEnd(besides session: SessionID, before instant: Timestamp, within length: Duration) -> (
        found: Bool, looks: Int
    ) {
        var looks = 0
        for end in ended[..<ended.leading { $0.at <= instant }].reversed() {
            looks += 1
            guard instant - end.at <= length else { break }
            if end.session != session { return (true, looks) }
        }
        return (false, looks)
    }
}

extension Array {
    /// How many elements come first, where those for which `comesFirst` holds stand before all others.
    fileprivate func leading(_ comesFirst: (Element) -> Bool) -> Int {
        // Most ask for the end.
        if let last, comesFirst(last) { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if comesFirst(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

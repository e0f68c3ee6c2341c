import LiveProtocol
import SessionModel
import SessionStore

/// Sessions of which a connection has closed, and that are to be told of in SQL: a few at a time, because a look costs more
/// than a message, and thousands of calls may end at once.
struct AccountsDue {
    private var due: [(session: SessionID, connection: ConnectionID)] = []
    private var sessions: Set<SessionID> = []

    static let atOnce = 4

    var isEmpty: Bool { due.isEmpty }

    mutating func add(_ session: SessionID, _ connection: ConnectionID) {
        if sessions.insert(session).inserted { due.append((session, connection)) }
    }

    /// The accounts of the next `limit` sessions of which `account` knows one, as items for the recorder.
    mutating func take(
        _ limit: Int, _ account: (SessionID, ConnectionID) -> SessionAccount?
    ) -> [RecordItem] {
        guard !due.isEmpty else { return [] }
        var items: [RecordItem] = []
        var done = 0
        for (session, connection) in due {
            guard items.count < limit else { break }
            done += 1
            sessions.remove(session)
            if let account = account(session, connection) { items.append(.account(account)) }
        }
        due.removeFirst(done)
        return items
    }
}

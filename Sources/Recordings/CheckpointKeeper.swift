internal import LiveProtocol
internal import SessionModel
public import SessionStore

/// Makes checkpoints of long sessions when they have ended, beside their recorder: then they are there when somebody looks for
/// the first time.
public struct CheckpointKeeper: Sendable {
    private let knowledge: Knowledge
    private let leastRows: Int64
    /// Sessions that are done with, each with the connections that it had then: it may go on in another.
    private var done: [SessionID: Int] = [:]

    /// - Parameter knowledge: of those who will look.
    public init(_ knowledge: Knowledge) { self.init(knowledge, from: CheckpointShelf.leastRows) }

    package init(_ knowledge: Knowledge, from leastRows: Int64) {
        (self.knowledge, self.leastRows) = (knowledge, leastRows)
    }

    /// Takes in what has ended since the last time.
    ///
    /// - Parameters:
    ///   - database: for writing.
    ///   - proceed: asked between two events; false gives the session in hand up.
    public mutating func catchUp(in database: SessionDatabase, proceed: () -> Bool) throws {
        let long = try CheckpointTable(database).longSessions(from: leastRows)
        let known = done
        done = [:]
        for (session, connections) in long {
            if known[session] != connections {
                guard try make(session, in: database, proceed) else { return }
            }
            done[session] = connections
        }
    }

    /// False where it was given up.
    private func make(_ session: SessionID, in database: SessionDatabase, _ proceed: () -> Bool) throws -> Bool {
        let shelf = CheckpointShelf(database, knowledge)
        guard let slot = try shelf.slot(of: session, from: leastRows), try shelf.checkpoint(in: slot) == nil else {
            return proceed()
        }
        var folding = knowledge.folding(of: session)
        var events = Recording(database).events(of: session)
        while let event = try events.next() {
            guard proceed() else { return false }
            folding.apply(event)
        }
        folding.finish()
        if let end = folding.checkpoint(of: session) { shelf.keep(end, in: slot) }
        return true
    }
}

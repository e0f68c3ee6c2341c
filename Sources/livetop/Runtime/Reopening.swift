import LiveProtocol
import SessionModel
import SessionStore

/// A recorded session brought back: the same decoding and folding as live, over the same events.
struct Reopening {
    let database: SessionDatabase

    /// The session as it stood after its last recorded event; nil when nothing is recorded of it.
    func state(of session: SessionID) throws -> SessionState? {
        var decoders: [ConnectionID: LiveDecoder] = [:]
        var fleet = Fleet()
        var last: ConnectionID?
        try Recording(database).forEachEvent(of: session) { event in
            last = event.connection
            for fact in decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event) {
                fleet.apply(fact)
            }
        }
        return last.flatMap { fleet.session(of: $0) }.flatMap { fleet[$0] }
    }
}

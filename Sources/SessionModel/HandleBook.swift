import LiveProtocol

/// Which session a resumption handle (its keyed hash) belongs to. The latest handles of each session are kept: a
/// talking session is issued about one a second, and clients use one of the last.
struct HandleBook: Sendable {
    private var sessions: [String: SessionID] = [:]
    private var issued: [SessionID: Ring<String>] = [:]

    static let limit = 256

    subscript(handle: String) -> SessionID? { sessions[handle] }

    mutating func insert(_ handle: String, of session: SessionID) {
        guard sessions.updateValue(session, forKey: handle) != session else { return }
        let dropped = issued[session, default: Ring(capacity: Self.limit)].append(handle)
        if let dropped, sessions[dropped] == session { sessions[dropped] = nil }
    }

    mutating func removeAll(of removed: Set<SessionID>) {
        sessions = sessions.filter { !removed.contains($0.value) }
        issued = issued.filter { !removed.contains($0.key) }
    }
}

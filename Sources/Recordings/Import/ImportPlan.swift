internal import LiveProtocol
internal import SessionStore

/// The recordings that an import makes.
struct ImportPlan {
    typealias Recording = (header: RecordingHeader, endedAt: Timestamp?, connections: Set<ConnectionID>)

    var recordings: [Recording]

    /// The first is everybody's who is in no other.
    func index(of connection: ConnectionID) -> Int {
        recordings.firstIndex { $0.connections.contains(connection) } ?? 0
    }
}

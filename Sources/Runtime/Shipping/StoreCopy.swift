import Diagnosis
import Foundation
package import LiveProtocol
package import Recordings
import SessionModel
import SessionStore
package import Shipping
import Wording

/// A central store as recordings: what it knows of its sessions is copied into a folder of its own, readable by its owner
/// only, and opened there like any other. Frames come when a session is to be opened.
///
/// The folder goes with `remove`; what a killed process left is removed by the next.
package final class StoreCopy {
    package let recordings: Recordings
    /// Which node each session comes from.
    package private(set) var nodes: [SessionID: String] = [:]
    private var notes: [String] = []

    private let folder: URL
    private let store: StoreConnection
    private var fetched: FetchedStore
    private var sessions: [SessionID: RowReader.Session] = [:]
    private var connections: [ConnectionID: (node: String, row: OutboxConnection)] = [:]
    /// Runs by their place, which keeps the numbers of their rows apart.
    private var places: [Run: Int64] = [:]
    private var whole: Set<ConnectionID> = []

    /// What numbers rows from 1: a data folder, and anew where its database was replaced.
    private struct Run: Hashable {
        var node: String
        var startedAt: Timestamp

        init(_ connection: (node: String, row: OutboxConnection)) {
            (node, startedAt) = (connection.node, connection.row.run.startedAt)
        }
    }

    /// More than anybody looks through by name.
    private static let sessionLimit = 50_000
    /// Bytes of a page of frames, roughly.
    private static let pageBytes = 8 << 20

    /// Copies the list of sessions.
    ///
    /// - Parameter node: only what this one sent; nil for all.
    package init(
        _ address: StoreAddress, _ credentials: StoreCredentials?, node: String?, knowledge: Knowledge
    ) throws {
        StoreFolder.removeRemains()
        folder = try StoreFolder.make()
        store = StoreConnection(StoreClient(address, credentials))
        do {
            fetched = try FetchedStore(in: folder)
            recordings = Recordings(fetched.database, in: folder, knowledge: knowledge) { .wallClock }
            try asked { () throws(ShipFailure) in try store.checkTables() }
            try fetchList(node)
        } catch {
            StoreFolder.remove(folder)
            throw error
        }
    }

    /// What is not as at the machine that recorded it, a line each, once.
    package func takeNotes() -> [String] {
        defer { notes = [] }
        return notes
    }

    package func remove() { StoreFolder.remove(folder) }

    /// Fetches all that the store has of sessions, and what the rules may know of other connections of their clients.
    package func fetch(_ wanted: [SessionID]) throws {
        for session in Set(wanted).sorted() {
            guard let known = sessions[session] else { continue }
            let own = connections.values.filter { $0.row.session == session && $0.node == known.node }
            for connection in own { try fetchWhole(connection.row.id) }
            try fetchNeighbours(of: session, own.map(\.row), known)
            note(known, own.map(\.row))
        }
    }

    private func note(_ session: RowReader.Session, _ own: [OutboxConnection]) {
        let name = "session \(session.row.id) of \(session.node)"
        if session.isOpen { notes.append("\(name) was still running when it was shipped last") }
        let levels = Set(own.map(\.run.capture))
        if levels.contains("meta") {
            notes.append("\(name) is in the store without payloads: what was said, and what rests on it, is missing")
        } else if levels.contains("no-audio") {
            notes.append(
                "\(name) is in the store without sound: what is heard of it, and what rests on that, is missing")
        }
    }

    /// A failure of the store in our three lines.
    private func asked<Value>(_ body: () throws(ShipFailure) -> Value) throws(UserError) -> Value {
        do { return try body() } catch {
            throw UserError(.unavailable, what: "cannot read from \(store.address)", why: error.why, remedy: error.cure)
        }
    }
}

// MARK: - The list

extension StoreCopy {
    private func fetchList(_ node: String?) throws {
        var reader = RowReader(try read(ReadingStatements.sessions(node: node, limit: Self.sessionLimit)))
        var (count, oldest) = (0, Timestamp.wallClock)
        var others = 0
        while !reader.isAtEnd {
            let session = try row { () throws(RowReader.Unreadable) in try reader.session() }
            (count, oldest) = (count + 1, min(oldest, session.openedAt))
            // Names are instants: several machines can have given the same.
            if let other = sessions[session.row.id], other.node != session.node {
                others += 1
            } else {
                sessions[session.row.id] = session
            }
        }
        let hidden = try fetchConnections(node, since: oldest - FleetView.reach) + others
        nodes = sessions.mapValues(\.node)
        try fetched.add(sessions.values.map(\.row), connections.values.sorted { $0.row.id < $1.row.id })
        if hidden > 0 {
            notes.append(
                "\(Format.counted(hidden, "session has", "sessions have")) the name of one of another node: --node NAME shows those of one alone"
            )
        }
        if count == Self.sessionLimit {
            notes.append("only the newest \(count) sessions of the store are looked at: --node NAME makes them fewer")
        }
    }

    /// - Returns: How many sessions are left out, because one of their connections has the name of another's.
    private func fetchConnections(_ node: String?, since instant: Timestamp) throws -> Int {
        var reader = RowReader(try read(ReadingStatements.connections(node: node, since: instant)))
        var hidden: Set<SessionID> = []
        while !reader.isAtEnd {
            let connection = try row { () throws(RowReader.Unreadable) in try reader.connection() }
            // Its session is that of another node, or is not there yet.
            guard sessions[connection.row.session]?.node == connection.node else { continue }
            guard connections[connection.row.id].map({ $0.node == connection.node }) ?? true else {
                hidden.insert(connection.row.session)
                continue
            }
            connections[connection.row.id] = connection
        }
        for session in hidden { sessions[session] = nil }
        connections = connections.filter { !hidden.contains($0.value.row.session) }
        let runs = Set(connections.values.map(Run.init)).sorted { $0.startedAt < $1.startedAt }
        places = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($1, Int64($0)) })
        return hidden.count
    }

    private func read(_ statement: String) throws(UserError) -> [UInt8] {
        try asked { () throws(ShipFailure) in try store.read(statement) }
    }

    private func row<Value>(_ body: () throws(RowReader.Unreadable) -> Value) throws(UserError) -> Value {
        do { return try body() } catch {
            throw UserError(
                .badData, what: "cannot read from \(store.address)", why: "its rows are not as livetop writes them",
                remedy: "compare the tables with livetop ship --print-ddl")
        }
    }
}

// MARK: - Frames and events

extension StoreCopy {
    private func fetchWhole(_ id: ConnectionID) throws {
        guard let connection = connections[id], whole.insert(id).inserted else { return }
        try add(try events(of: id, connection.node), of: id)
        var (last, limit) = (Int64(-1), 2_000)
        while true {
            let bytes = try read(
                ReadingStatements.frames(of: id, at: connection.node, after: last, limit: limit))
            let rows = try frames(bytes)
            guard let end = rows.last else { return }
            try add(rows, of: id)
            last = end.sequence
            guard rows.count == limit else { return }
            limit = min(20_000, max(50, limit * Self.pageBytes / max(bytes.count, 1)))
        }
    }

    /// What the diagnosis looks at of the other connections of the client (`SessionDiagnoser.others`).
    private func fetchNeighbours(
        of session: SessionID, _ own: [OutboxConnection], _ known: RowReader.Session
    ) throws {
        guard let first = own.min(by: { $0.id < $1.id }), let upstream = first.upstream else { return }
        let client = SessionIndex.Client(tag: known.row.tag, upstream: upstream)
        let start = first.openedAt - FleetView.reach
        let end = max(.wallClock, first.openedAt)
        let found = try recordings.index.connections(of: client, in: start...end, limit: 4 * FleetView.limit)
        for neighbour in found
        where neighbour.session != session && connections[neighbour.connection]?.node == known.node {
            if let closedAt = neighbour.closedAt, closedAt <= first.openedAt {
                try fetchWhole(neighbour.connection)
            } else {
                try fetchEdges(neighbour.connection, known.node)
            }
        }
    }

    private func fetchEdges(_ id: ConnectionID, _ node: String) throws {
        guard !whole.contains(id) else { return }
        try add(try events(of: id, node), of: id)
        for direction in Direction.allCases {
            for (isFirst, count) in [(true, 8), (false, 4)] {
                let bytes = try read(
                    ReadingStatements.edge(of: id, at: node, direction, isFirst: isFirst, count: count))
                try add(try frames(bytes), of: id)
            }
        }
    }

    private func events(of id: ConnectionID, _ node: String) throws -> [OutboxRow] {
        var reader = RowReader(try read(ReadingStatements.events(of: id, at: node)))
        var rows: [OutboxRow] = []
        while !reader.isAtEnd { rows.append(try row { () throws(RowReader.Unreadable) in try reader.event() }) }
        return rows
    }

    private func frames(_ bytes: [UInt8]) throws -> [OutboxRow] {
        var reader = RowReader(bytes)
        var rows: [OutboxRow] = []
        while !reader.isAtEnd { rows.append(try row { () throws(RowReader.Unreadable) in try reader.frame() }) }
        return rows
    }

    /// The numbers of one run follow those of another.
    private func add(_ rows: [OutboxRow], of id: ConnectionID) throws {
        let place = connections[id].flatMap { places[Run($0)] } ?? 0
        try fetched.add(
            rows.map { row in
                var row = row
                row.id = (row.id & ((1 << 44) - 1)) | place << 44
                return row
            })
    }
}

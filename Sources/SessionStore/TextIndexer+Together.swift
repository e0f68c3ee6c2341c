internal import GRDB
internal import LiveProtocol

/// Connections whose rows stand between each other: reading them one by one reads every page of the file as often as there
/// are connections with a row on it.
enum TextGroups {
    /// Connections that are read together at most, each with what it has begun.
    private static let limit = 1_024
    /// So many rows of others are passed over as cheaply as one is found by the index of its connection.
    private static let cheapness: Int64 = 3

    /// All of them, those together that are best read together.
    static func of(_ pending: [TextIndexer.Pending]) -> [[TextIndexer.Pending]] {
        var rest = pending.sorted {
            ($0.rows?.lowerBound ?? .min, $0.connection) < ($1.rows?.lowerBound ?? .min, $1.connection)
        }[...]
        var groups: [[TextIndexer.Pending]] = []
        while !rest.isEmpty {
            let count = together(rest)
            groups.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return groups
    }

    /// How many of the first are read together.
    private static func together(_ rest: ArraySlice<TextIndexer.Pending>) -> Int {
        guard let first = rest.first, var rows = first.rows else { return 1 }
        var (count, own) = (1, Int64(first.frameCount))
        for next in rest.dropFirst().prefix(limit - 1) {
            guard let others = next.rows, others.lowerBound <= rows.upperBound else { break }
            rows = rows.lowerBound...max(rows.upperBound, others.upperBound)
            own = own.addingClamped(Int64(next.frameCount))
            count += 1
        }
        return (rows.upperBound - rows.lowerBound) / cheapness <= own ? count : 1
    }
}

extension TextIndexer {
    /// A connection of a group, with what has been read of it.
    private struct Reading {
        let pending: Pending
        var gatherer: TextGatherer
        /// What was unfinished is out of the index.
        var isBegun = false

        init(_ pending: Pending) {
            self.pending = pending
            gatherer = TextGatherer(pending.connection, after: pending.sequence)
        }

        /// It has not been taken in yet.
        func concerns(_ event: WireEvent) -> Bool {
            if case .frame = event.kind { return event.sequence > pending.sequence }
            return event.sequence >= pending.sequence
        }
    }

    /// Takes in several connections in one pass over the rows that they stand between. False when it was told to stop.
    ///
    /// - Parameter proceed: asked with how many of their events have been taken in.
    func takeIn(_ group: [Pending], proceed: (_ taken: Int) -> Bool) throws(DatabaseError) -> Bool {
        guard let start = group.compactMap({ $0.rows?.lowerBound }).min(),
            let end = group.compactMap({ $0.rows?.upperBound }).max()
        else { return true }
        var readings = Dictionary(group.map { ($0.connection, Reading($0)) }) { $1 }
        var events = StoredEvents(database, scope: .everything, after: start - 1, upTo: end).briefly()
        var (touched, count, taken): (Set<ConnectionID>, Int, Int) = ([], 0, 0)
        while let event = try events.next() {
            count += 1
            if let place = readings.index(forKey: event.connection), readings.values[place].concerns(event) {
                readings.values[place].gatherer.take(event)
                taken += 1
                if readings.values[place].gatherer.hasPieces { touched.insert(event.connection) }
            }
            guard count.isMultiple(of: Self.eventsPerTransaction) else { continue }
            try write(touched.sorted(), of: &readings, isFinal: false)
            touched = []
            guard proceed(taken) else { return false }
        }
        try write(readings.keys.sorted(), of: &readings, isFinal: true)
        return proceed(taken)
    }

    /// What is written of a connection, in the order in which it has to be.
    private enum Step {
        /// What was unfinished goes out of the index.
        case discard(behind: Int64)
        case insert(TextGatherer.Piece)
        /// Not before its texts: what a stop cuts off is written anew.
        case note(TextGatherer, isComplete: Bool)
    }

    /// Writes what is finished of these connections, in short transactions; with `isFinal` all, and how far that goes.
    private func write(
        _ connections: [ConnectionID], of readings: inout [ConnectionID: Reading], isFinal: Bool
    ) throws(DatabaseError) {
        var steps: [(connection: Int64, step: Step)] = []
        for connection in connections {
            guard let place = readings.index(forKey: connection) else { continue }
            let id = connection.columnValue
            let pieces = readings.values[place].gatherer.takePieces(isFinal: isFinal)
            let reading = readings.values[place]
            if !reading.isBegun { steps.append((id, .discard(behind: reading.pending.sequence))) }
            readings.values[place].isBegun = true
            steps += pieces.map { (id, .insert($0)) }
            guard isFinal else { continue }
            let isComplete = reading.gatherer.isComplete || reading.pending.isOver
            steps.append((id, .note(reading.gatherer, isComplete: isComplete)))
        }
        for start in stride(from: 0, to: steps.count, by: Self.piecesPerTransaction) {
            let portion = steps.dropFirst(start).prefix(Self.piecesPerTransaction)
            try database.write("Cannot index the texts") { try Self.write(portion, $0) }
        }
    }

    private static func write(_ steps: ArraySlice<(connection: Int64, step: Step)>, _ database: Database) throws {
        var latest: (connection: Int64, isThere: Bool)?
        for (id, step) in steps {
            if latest?.connection != id {
                let isThere = try Bool.fetchOne(
                    database, sql: "SELECT 1 FROM connections WHERE id = ?", arguments: [id])
                latest = (id, isThere == true)
            }
            // Removed meanwhile.
            guard latest?.isThere == true else { continue }
            switch step {
            case .discard(let sequence):
                try database.execute(
                    sql: "DELETE FROM texts WHERE connection = ? AND seq > ?", arguments: [id, sequence])
            case .insert(let piece): try insert(piece, of: id, database)
            case .note(let gatherer, let isComplete):
                try note(gatherer, of: id, isComplete: isComplete, database)
            }
        }
    }
}

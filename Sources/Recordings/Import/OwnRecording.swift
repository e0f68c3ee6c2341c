internal import Exports
internal import LiveProtocol
internal import SessionStore

/// What livetop wrote itself, to be read by whichever thread: events in order, as often as asked for.
enum OwnRecording: Sendable {
    /// A bundle, open for reading.
    case bundle(SessionDatabase)
    /// Lines, and what was learned from all of them.
    case lines(ImportFile, NDJSONReader)

    init(lines file: ImportFile) { self = .lines(file, NDJSONReader(writtenAt: file.writtenAt)) }

    /// Every event with its session. Of lines `learn` first.
    func forEachEvent(_ body: (ImportedEvent) throws -> Void) throws {
        switch self {
        case .bundle(let database):
            let sessions = try Bundle.sessions(in: database)
            var events = Recording(database).allEvents()
            while let event = try events.next() {
                let session = sessions[event.connection] ?? SessionID(event.connection)
                try body(ImportedEvent(session: session, event: event))
            }
        case .lines(let file, var reader):
            try Self.forEachLine(of: file) { line in
                for event in try reader.events(in: line) { try body(event) }
            }
        }
    }

    /// Where events stand, without their content: each of them in lines, of a bundle one at least of each connection. That is as
    /// much as is to be known before the first is written.
    mutating func learn(_ body: (ConnectionID, SessionID, Timestamp) throws -> Void) throws {
        switch self {
        case .bundle(let database):
            guard let beginnings = try Bundle.beginnings(in: database) else {
                return try forEachEvent { try body($0.event.connection, $0.session, $0.event.at) }
            }
            for beginning in beginnings { try body(beginning.connection, beginning.session, beginning.at) }
        case .lines(let file, let reader): try learn(from: file, reader, body)
        }
    }

    private mutating func learn(
        from file: ImportFile, _ reader: NDJSONReader, _ body: (ConnectionID, SessionID, Timestamp) throws -> Void
    ) throws {
        var (reader, isComplete) = (reader, true)
        try Self.forEachLine(of: file) { line in
            guard let place = try reader.place(of: line) else { return }
            if let instant = place.at { try body(place.connection, place.session, instant) } else { isComplete = false }
        }
        self = .lines(file, reader)
        guard !isComplete else { return }
        try Self.forEachLine(of: file) { line in
            guard let place = try reader.finalPlace(of: line), let instant = place.at else { return }
            try body(place.connection, place.session, instant)
        }
    }

    private static func forEachLine(of file: ImportFile, _ body: ([UInt8]) throws -> Void) throws {
        // With `--raw` a line holds its message twice, once in base64.
        var splitter = LineSplitter(limit: 3 * LineSplitter.limit)
        var number = 0
        func take(_ line: [UInt8]) throws {
            number += 1
            do { try body(line) } catch let error as ImportError { throw ImportError(error.reason, line: number) }
        }
        try file.forEachText { try splitter.take($0, take) }
        try splitter.finish(take)
    }
}

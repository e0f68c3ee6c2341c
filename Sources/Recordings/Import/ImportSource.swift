internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionStore
internal import Wording

/// What a file to import holds, whatever its format: events in order, as often as asked for.
enum ImportSource {
    /// A bundle, open for reading.
    case bundle(SessionDatabase)
    case ownLines(ImportFile)
    /// A file of another tool, or an archive, that has been looked at once.
    case foreign(ImportFile, ForeignReader)

    /// - Parameter isTaken: identifiers that a connection without one must not get.
    init(
        _ file: ImportFile, _ kind: FileKind, takesAllSockets: Bool, isTaken: @escaping (ConnectionID) -> Bool
    ) throws {
        switch kind {
        case .bundle:
            guard !file.isStream else {
                throw ImportError(
                    "a bundle cannot be read from a stream", remedy: "write it into a file and import that")
            }
            self = .bundle(try Bundle.open(URL(filePath: file.path)))
        case .ownLines: self = .ownLines(file)
        case .foreign(let shape):
            let settings = ForeignSettings(
                takesAllSockets: takesAllSockets, writtenAt: file.writtenAt, isTaken: isTaken
            ) {
                name, take in
                guard let neighbour = file.neighbour(name) else { return false }
                try neighbour.forEachText(take)
                return true
            }
            self = .foreign(file, try Self.learned(file, ForeignReader(shape, settings)))
        }
    }

    /// The first pass: also digests the file, by which it is known when it comes again.
    private static func learned(_ file: ImportFile, _ reader: ForeignReader) throws -> ForeignReader {
        var reader = reader
        let digest = ByteDigest()
        try file.forEachText { bytes in
            digest.update(bytes)
            try reader.learn(bytes)
        }
        try reader.finishLearning()
        reader.digest = Format.hex(digest.finished().prefix(16))
        return reader
    }

    /// How much of it has been read in this pass, 0 to 1; nil where nobody knows.
    var share: Double? {
        switch self {
        case .bundle: nil
        case .ownLines(let file), .foreign(let file, _): file.share
        }
    }

    /// Every event with its session. What was understood is told at the end; nil for a file of livetop's own, which is
    /// understood whole or not at all.
    func forEachEvent(_ body: (ImportedEvent) throws -> Void) throws -> ImportTally? {
        switch self {
        case .bundle(let database):
            let sessions = try Bundle.sessions(in: database)
            var events = Recording(database).allEvents()
            while let event = try events.next() {
                let session = sessions[event.connection] ?? SessionID(event.connection)
                try body(ImportedEvent(session: session, event: event))
            }
            return nil
        case .ownLines(let file):
            var reader = NDJSONReader(writtenAt: file.writtenAt)
            try Self.forEachLine(of: file) { _ = try reader.place(of: $0) }
            try Self.forEachLine(of: file) { line in
                for event in try reader.events(in: line) { try body(event) }
            }
            return nil
        case .foreign(let file, var reader):
            try file.forEachText { try reader.read($0, body) }
            try reader.finishReading(body)
            return reader.tally
        }
    }

    /// Where every event stands, without its content, in any order: as much as is to be known before the first is written.
    func forEachPlace(_ body: (ConnectionID, SessionID, Timestamp) throws -> Void) throws {
        guard case .ownLines(let file) = self else {
            _ = try forEachEvent { try body($0.event.connection, $0.session, $0.event.at) }
            return
        }
        var reader = NDJSONReader(writtenAt: file.writtenAt)
        var isComplete = true
        try Self.forEachLine(of: file) { line in
            guard let place = try reader.place(of: line) else { return }
            if let instant = place.at { try body(place.connection, place.session, instant) } else { isComplete = false }
        }
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

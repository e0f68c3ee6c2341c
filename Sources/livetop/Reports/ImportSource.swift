import Exports
import Foundation
import LiveProtocol
import SessionStore

/// A file to import, whatever its format: events in order, as often as asked for.
enum ImportSource {
    /// A bundle, open for reading.
    case bundle(SessionDatabase)
    case ndjson(URL)
    case har([UInt8])

    /// Larger archives are refused: they are read whole.
    static let archiveLimit = 1 << 30

    /// Tells the format by the first bytes.
    static func open(_ file: URL) throws -> ImportSource {
        let path = file.path(percentEncoded: false)
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw UserError(
                .notFound, what: "cannot read \(path)", why: String(cString: strerror(errno)),
                remedy: "check the name of the file")
        }
        let head = try handle.read(upToCount: 4_096) ?? Data()
        if head.starts(with: Data("SQLite format 3\0".utf8)) { return .bundle(try Bundle.open(file)) }
        guard let first = head.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") else {
            throw refusal(
                path, why: head.isEmpty ? "the file is empty" : "it is neither a bundle nor NDJSON nor an HTTP archive")
        }
        if head.range(of: Data(#""schema":"livetop."#.utf8)) != nil { return .ndjson(file) }
        let size = try handle.seekToEnd()
        guard size <= archiveLimit else {
            throw refusal(path, why: "an archive of \(size / 1_000_000) MB is too large")
        }
        try handle.seek(toOffset: 0)
        return .har(Array(try handle.readToEnd() ?? Data()))
    }

    /// Every event with its session. `isTaken` tells identifiers that a connection without one must not get.
    func forEachEvent(isTaken: @escaping (ConnectionID) -> Bool, _ body: (ImportedEvent) throws -> Void) throws {
        switch self {
        case .bundle(let database):
            let sessions = try Bundle.sessions(in: database)
            var events = Recording(database).allEvents()
            while let event = try events.next() {
                let session = sessions[event.connection] ?? SessionID(event.connection)
                try body(ImportedEvent(session: session, event: event))
            }
        case .ndjson(let file):
            var reader = NDJSONReader()
            try Self.forEachLine(of: file) { try reader.learn($0) }
            try Self.forEachLine(of: file) { line in
                if let event = try reader.event(in: line) { try body(event) }
            }
        case .har(let bytes): try HARReader(bytes, isTaken: isTaken).forEachEvent(body)
        }
    }

    private static func forEachLine(of file: URL, _ body: ([UInt8]) throws -> Void) throws {
        let handle = try FileHandle(forReadingFrom: file)
        var rest: [UInt8] = []
        var number = 0
        func take(_ line: [UInt8]) throws {
            number += 1
            do { try body(line) } catch let error as ImportError { throw ImportError(error.reason, line: number) }
        }
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty {
            rest += data
            var start = 0
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try take(Array(rest[start..<end]))
                start = end + 1
            }
            rest.removeFirst(start)
        }
        if !rest.isEmpty { try take(rest) }
    }

    static func refusal(_ path: String, why: String) -> UserError {
        UserError(
            .badData, what: "cannot import \(path)", why: why,
            remedy: "livetop export --format bundle (or ndjson --raw --events, har) makes files to import")
    }
}

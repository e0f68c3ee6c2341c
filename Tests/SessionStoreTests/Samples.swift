import Foundation
import LiveProtocol
import SessionModel
import TestSupport

@testable import SessionStore

/// The anchor of test recordings: an odd number of nanoseconds, so that a lost digit shows.
let anchor = Timestamp(nanoseconds: 1_790_000_000_123_456_789)

/// A database in a folder that goes when this does.
struct TestStore {
    let folder: TemporaryFolder
    let database: SessionDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try SessionDatabase.open(in: folder.url)
    }

    init(folder: TemporaryFolder, database: SessionDatabase) {
        self.folder = folder
        self.database = database
    }

    func recorder(capture: CaptureLevel = .full, startedAt: Timestamp = anchor) throws -> Recorder {
        try Recorder(
            database, header: RecordingHeader(startedAt: startedAt, version: "0.1", capture: capture, host: "here"))
    }

    func events(of session: SessionID) throws -> [WireEvent] {
        var found: [WireEvent] = []
        try Recording(database).forEachEvent(of: session) { found.append($0) }
        return found
    }

    var index: SessionIndex { SessionIndex(database) }
}

extension ConnectionID {
    static let first = ConnectionID(rawValue: 200_000_000_001)
    static let second = ConnectionID(rawValue: 200_000_000_002)
}

extension SessionID {
    static let first = SessionID(.first)
    static let second = SessionID(.second)
}

extension WireEvent {
    static func opened(_ connection: ConnectionID = .first, tag: String? = nil, after seconds: Double = 0) -> WireEvent
    {
        let info = ConnectionInfo(
            tag: tag, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
            target: "/ws/x?key=REDACTED", upstream: "https://generativelanguage.googleapis.com",
            headers: [HeaderField("User-Agent", "sdk/1")], isTLS: true, removedExtensions: nil)
        return WireEvent(
            connection: connection, sequence: 0, at: .seconds(seconds, after: anchor), kind: .opened(info))
    }

    static func frame(
        _ sequence: Int64, _ payload: [UInt8] = Array("{}".utf8), of connection: ConnectionID = .first,
        direction: Direction = .serverToClient
    ) -> WireEvent {
        WireEvent(
            connection: connection, sequence: sequence, at: .seconds(Double(sequence), after: anchor),
            kind: .frame(direction, Frame(.text, payload)))
    }

    static func closed(_ sequence: Int64, of connection: ConnectionID = .first) -> WireEvent {
        WireEvent(
            connection: connection, sequence: sequence, at: .seconds(Double(sequence), after: anchor),
            kind: .closed(Closure(by: .server, code: CloseCode(rawValue: 1008), reason: "why")))
    }

    var item: RecordItem { .event(self) }
}

extension [WireEvent] {
    var items: [RecordItem] { map(RecordItem.event) }
}

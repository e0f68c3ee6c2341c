import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct RetentionTests {
    private let store: TestStore
    private let retention: Retention

    init() throws {
        store = try TestStore()
        retention = Retention(store.database)
    }

    /// `count` sessions of about 200 kB, one ending every hour from the anchor on.
    private func record(_ count: Int, last: ConnectionID? = nil) throws -> [SessionID] {
        var recorder = try store.recorder()
        let payload = SeededGenerator.bytes(2_000)
        let sessions = (1...count).map { SessionID(ConnectionID(rawValue: 1_000 + UInt64($0))) }
        for (hour, session) in sessions.enumerated() {
            let start = Double(hour) * 3_600
            let id = session.firstConnection
            var events = [WireEvent.opened(id, tag: "t\(hour)", after: start)]
            events += (1...100).map { WireEvent.frame($0, payload, of: id) }
            if id != last {
                events.append(
                    WireEvent(
                        connection: id, sequence: 100, at: .seconds(start + 60, after: anchor),
                        kind: .closed(Closure(by: .client))))
            }
            try recorder.append(events.items)
        }
        return sessions
    }

    private var left: [SessionID] { get throws { try store.index.sessions().map(\.summary.id).reversed() } }

    @Test func `what ended before the limit goes, and nothing else`() throws {
        let sessions = try record(4)
        let now = Timestamp.seconds(4 * 3_600, after: anchor)
        let policy = RetentionPolicy(keepFor: .seconds(2.5 * 3_600))
        let candidates = try retention.candidates(under: policy, at: now, isRecording: false)
        #expect(candidates.map(\.session) == Array(sessions.prefix(2)))
        #expect(candidates.first?.frames == 100)
        #expect(candidates.first?.tag == "t0")
        #expect(try left == sessions, "asking removes nothing")
        var removed: [SessionID] = []
        try retention.apply(policy, at: now, isRecording: false) { removed.append($0.session) }
        #expect(removed == Array(sessions.prefix(2)))
        #expect(try left == Array(sessions.dropFirst(2)))
        #expect(try store.column("SELECT count(*) FROM frames") == [200])
        #expect(try store.events(of: sessions[3]).count == 102)
    }

    @Test func `a size limit takes the oldest until the file is small enough, and the file shrinks`() throws {
        let sessions = try record(12)
        let before = try retention.usedBytes()
        let limit = before / 2
        try retention.apply(RetentionPolicy(keepBytes: limit), at: anchor, isRecording: false)
        #expect(try retention.usedBytes() <= limit)
        let left = try left
        // Each table and index takes a page, also an empty one: much of such a small file.
        #expect((3...5).contains(left.count), "\(left.count)")
        #expect(left == Array(sessions.suffix(left.count)))
        #expect(try store.column("PRAGMA freelist_count") == [0])
        #expect(try store.texts("PRAGMA integrity_check") == ["ok"])
        #expect(try store.column("SELECT count(*) FROM pragma_foreign_key_check") == [0])
    }

    @Test func `an open session stays while it is recorded, and goes when nobody records`() throws {
        let sessions = try record(2, last: ConnectionID(rawValue: 1_002))
        let policy = RetentionPolicy(keepFor: .zero)
        let now = Timestamp.seconds(1e6, after: anchor)
        try retention.apply(policy, at: now, isRecording: true)
        #expect(try left == [sessions[1]])
        #expect(try store.events(of: sessions[1]).count == 101)
        try retention.apply(policy, at: now, isRecording: false)
        #expect(try left.isEmpty)
    }

    @Test func `a policy without limits removes nothing`() throws {
        let sessions = try record(2)
        try retention.apply(RetentionPolicy(), at: .seconds(1e9, after: anchor), isRecording: false)
        #expect(try left == sessions)
    }

    /// Whoever removes old sessions while a call is recorded must not cost it a frame.
    @Test func `removing while recording loses no frame`() async throws {
        _ = try record(8)
        let now = Timestamp.seconds(1e6, after: anchor)
        let recorded = ConnectionID(rawValue: 9_000)
        let folder = store.folder.url
        let writer = Task.detached { [store] in
            var recorder = try store.recorder()
            try recorder.append([WireEvent.opened(recorded).item])
            for sequence in Int64(1)...2_000 {
                try recorder.append([WireEvent.frame(sequence, Array("{}".utf8), of: recorded).item])
            }
        }
        // Another connection pool on the same file, as another process has.
        let beside = Retention(try SessionDatabase.openBeside(recorderIn: folder))
        try beside.apply(RetentionPolicy(keepFor: .zero), at: now, isRecording: true)
        try await writer.value
        try beside.apply(RetentionPolicy(keepFor: .zero), at: now, isRecording: true)
        #expect(try left == [SessionID(recorded)])
        #expect(try store.events(of: SessionID(recorded)).map(\.sequence) == Array(0...2_000))
    }

    /// The recording of a proxy that nobody has called yet is empty, and not the last after an import.
    @Test func `an import is never taken for what is being recorded`() throws {
        var recorder = try store.recorder()
        let header = RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil)
        var imported = try Recorder(store.database, header: header, endedAt: anchor)
        try imported.append([WireEvent.opened(.first)].items)
        #expect(try store.index.session(SessionID(.first))?.hasOpenConnection == false)
        try imported.finish(at: anchor)
        try retention.apply(RetentionPolicy(keepFor: .zero), at: .seconds(1e6, after: anchor), isRecording: true)
        #expect(try left.isEmpty)
        let recorded = ConnectionID(rawValue: 9_000)
        try recorder.append([WireEvent.opened(recorded).item])
        #expect(try store.index.session(SessionID(recorded))?.hasOpenConnection == true)
    }

    @Test func `rows that somebody else adds do not take the recorder's numbers`() throws {
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.first), .frame(1)].items)
        try store.execute(
            """
            INSERT INTO frames SELECT id + 1, connection, 7, direction, opcode, fin, rsv, masked, cut, t_ns, size, codec, payload, fault
            FROM frames
            """)
        try recorder.append([WireEvent.frame(8)].items)
        #expect(try store.column("SELECT seq FROM frames ORDER BY id") == [1, 7, 8])
    }
}

extension SeededGenerator {
    fileprivate static func bytes(_ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 7)
        return random.bytes(count)
    }
}

import Diagnosis
import Exports
import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import Synchronization
import TestSupport
import Testing

@testable import Recordings

/// Exports and imports as jobs over a data folder.
@Suite struct JobTests {
    private let recording: TestRecording
    private let session: SessionID
    private let now: Timestamp

    init() throws {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m","sessionResumption":{}}}"#, after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.hear("A flight to Oslo, please.", after: 1)
        call.speak("To Oslo.", milliseconds: 200, after: 0.5)
        call.complete(prompt: 10, response: 2, after: 0.5)
        call.say(
            .serverToClient, #"{"sessionResumptionUpdate":{"newHandle":"secret-handle","resumable":true}}"#, after: 0.1)
        let events = call.closed()
        recording = try TestRecording(startedAt: WrittenCall.start)
        try recording.take(events)
        try recording.end(at: call.now)
        session = SessionID(call.connection)
        now = call.now + .seconds(60)
    }

    private var recordings: Recordings { recording.recordings(at: now) }

    /// Keeps in memory what an export writes.
    private final class Memory: ExportDestination {
        var bytes: [UInt8] = []
        var end = ""
        var limit = Int.max

        func write(_ bytes: [UInt8]) throws {
            self.bytes += bytes
            if self.bytes.count > limit { throw CocoaError(.fileWriteOutOfSpace) }
        }

        func fill(_ body: (URL) throws -> Void) throws {
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "F")
            try body(file)
            bytes = Array(try Data(contentsOf: file))
            try finish()
        }

        func finish() throws { end += "finished" }
        func abandon() { end += "abandoned" }
    }

    private func exported(
        _ name: String, part: ExportPart = ExportPart(), to memory: Memory = Memory(),
        _ change: (inout ExportOptions) -> Void = { _ in }
    ) throws -> Memory {
        var options = ExportOptions()
        change(&options)
        let format = try #require(ExportFormat.named(name))
        try ExportJob([session], of: recordings, as: format, options, part: part).run(to: memory)
        return memory
    }

    @Test func `what is exported is complete, whatever the format`() throws {
        for format in ExportFormat.all {
            let memory = try exported(format.name)
            #expect(memory.end == "finished", "\(format.name)")
            #expect(!memory.bytes.isEmpty, "\(format.name)")
        }
        #expect(try exported("bundle").bytes.starts(with: Array("SQLite format 3\0".utf8)))
    }

    @Test func `what a format refuses leaves nothing`() throws {
        let memory = Memory()
        #expect(throws: ExportError.nothing("sound of the client")) {
            try exported("wav", to: memory) { $0.track = .mic }
        }
        #expect(memory.end == "abandoned")
        let full = Memory()
        full.limit = 100
        #expect(throws: CocoaError.self) { try exported("ndjson", to: full) }
        #expect(full.end == "abandoned")
        var part = ExportPart()
        (part.from, part.to) = (.offset(.seconds(2)), .offset(.seconds(1)))
        #expect(throws: ExportError.backwards) { try exported("csv", part: part) }
    }

    @Test func `a part and a filter are obeyed`() throws {
        var part = ExportPart()
        part.filter = try Filter.parse("dir:up", for: .frames)
        #expect(try exported("ndjson", part: part).bytes.count { $0 == 0x0A } == 1)
        part.filter = .everything
        part.from = .offset(.seconds(1))
        let text = String(decoding: try exported("ndjson", part: part).bytes, as: UTF8.self)
        #expect(!text.contains(#""kind":"setup""#))
        #expect(text.contains("Oslo"))
    }

    @Test func `how far it has come is told by the events`() throws {
        var told: [WorkStep] = []
        let format = try #require(ExportFormat.named("ndjson"))
        try ExportJob([session, session], of: recordings, as: format, ExportOptions()).run(to: Memory()) {
            told.append($0)
        }
        #expect(told.map(\.count) == Array(1...10) + Array(1...10))
        #expect(told.compactMap(\.share) == told.compactMap(\.share).sorted())
        #expect(told[9].share == 0.5)
        #expect(Set(told.map(\.verb)) == ["exporting"])
    }

    @Test(arguments: [("har", false), ("bundle", false), ("bundle", true)])
    func `every format tells how far it has come`(name: String, isAnonymous: Bool) throws {
        var told: [WorkStep] = []
        let format = try #require(ExportFormat.named(name))
        let pseudonyms = isAnonymous ? Pseudonyms(SystemRandomNumberGenerator()) : nil
        try ExportJob([session], of: recordings, as: format, ExportOptions(), pseudonyms: pseudonyms).run(to: Memory())
        {
            told.append($0)
        }
        #expect(!told.isEmpty)
        #expect(told.allSatisfy { $0.share != nil })
        #expect(told.contains { $0.verb == "making it anonymous" } == isAnonymous)
    }

    @Test(arguments: ["ndjson", "bundle", "har"])
    func `an import tells how far it has come`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = try file(try exported(name) { ($0.isRaw, $0.hasEvents) = (true, true) }.bytes, in: folder)
        var told: [WorkStep] = []
        let job = ImportJob(path: path, into: folder.url, knowledge: Knowledge(), version: "test") { told.append($0) }
        _ = try job.run { (ImportRedaction(hash: { _ in "" }, rule: nil), {}) }
        let written = told.filter { $0.verb == "importing" }
        #expect(written.last?.count == 7)
        #expect(written.compactMap(\.share) == written.compactMap(\.share).sorted())
        // It is not over before it is kept.
        #expect(told.allSatisfy { ($0.share ?? 0) < 1 })
    }

    @Test func `reading a session tells how far it has come`() throws {
        let told = Mutex<[WorkStep]>([])
        var recordings = recordings
        recordings.told = { step in told.withLock { $0.append(step) } }
        _ = try recordings.diagnose(session)
        #expect(told.withLock { $0.map(\.verb).allSatisfy { $0 == "reading" } })
        #expect(told.withLock { $0.last?.share } == 1)
    }

    @Test func `what cannot be read in the middle leaves nothing, with the number of its line`() throws {
        let folder = try TemporaryFolder()
        var lines = try exported("ndjson") { ($0.isRaw, $0.hasEvents) = (true, true) }.bytes
            .split(separator: 0x0A).map(Array.init)
        let last = lines.count - 2
        lines[last] = Array(
            String(decoding: lines[last], as: UTF8.self).replacing(#""dir":"down""#, with: #""dir":"in""#).utf8)
        let path = try file(Array(lines.joined(separator: [0x0A])), in: folder)
        let refusal = #expect(throws: ImportRefusal.self) { try run(path, into: folder) }
        #expect(refusal?.why == "line \(last + 1): the frame is not complete")
        let there = try Recordings(in: folder.url, knowledge: Knowledge()) { [now] in now }
        #expect(try there.sessions().isEmpty)
    }

    @Test func `only a session that goes on is said to go on`() throws {
        let format = try #require(ExportFormat.named("ndjson"))
        #expect(try ExportJob([session], of: recordings, as: format, ExportOptions()).running().isEmpty)
        let open = try TestRecording(startedAt: WrittenCall.start)
        try open.take(WrittenCall().events)
        try open.goOn()
        let job = ExportJob([session], of: open.recordings(at: now), as: format, ExportOptions())
        #expect(try job.running() == [session])
    }

    // MARK: Imports

    private func file(_ bytes: [UInt8], in folder: TemporaryFolder, named name: String = "F") throws -> String {
        let path = folder.file(name)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func run(
        _ path: String, into folder: TemporaryFolder, check: @escaping () throws -> Void = {}
    ) throws -> ImportJob.Result {
        try ImportJob(path: path, into: folder.url, knowledge: Knowledge(), version: "test").run {
            (ImportRedaction(hash: { _ in "h:" + String(repeating: "0", count: 32) }, rule: nil), check)
        }
    }

    @Test(arguments: ["ndjson", "bundle", "har"])
    func `what was exported comes back as the same session`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = try file(try exported(name) { ($0.isRaw, $0.hasEvents) = (true, true) }.bytes, in: folder)
        let result = try run(path, into: folder)
        #expect(result.sessions == [session])
        #expect(result.words.hasPrefix("7 frames"))
        let there = try Recordings(in: folder.url, knowledge: Knowledge()) { [now] in now }
        let (old, new) = (try recordings.open(session).state, try there.open(session).state)
        #expect(new.turns.recent.map(\.userText.value) == ["A flight to Oslo, please."])
        #expect(new.turns.recent.map(\.audioDuration) == old.turns.recent.map(\.audioDuration))
        #expect(new.tokens.context == old.tokens.context)
        #expect(new.openedAt == old.openedAt)
        #expect(try there.sessions().map(\.isCached) == [true])
        let turns = try column("SELECT connection || ' ' || ending || ' ' || audio_seconds FROM v_turns", in: there)
        #expect(turns == [.text("\(session) complete 0.2")])
        let told = try column("SELECT rule FROM v_findings WHERE explained_by IS NULL ORDER BY rule", in: there)
        #expect(told == (try there.diagnose(session).result.findings.map(\.rule.rawValue).sorted().map(SQLValue.text)))
    }

    private func column(_ sql: String, in recordings: Recordings) throws -> [SQLValue] {
        var values: [SQLValue] = []
        try SQLQuery(sql).run(on: recordings.database, columns: { _ in }) {
            values += $0
            return true
        }
        return values
    }

    @Test func `a second import of it is refused with its name`() throws {
        let folder = try TemporaryFolder()
        let path = try file(try exported("ndjson") { ($0.isRaw, $0.hasEvents) = (true, true) }.bytes, in: folder)
        _ = try run(path, into: folder)
        let refusal = #expect(throws: ImportRefusal.self) { try run(path, into: folder) }
        #expect(refusal?.kind == .known)
        #expect(refusal?.what == "cannot import session \(session)")
        #expect(refusal?.why == "it is here already")
        #expect(refusal?.remedy.hasPrefix("livetop show \(session)") == true)
    }

    @Test func `what is broken off is taken back whole`() throws {
        struct Interruption: Error {}
        let folder = try TemporaryFolder()
        let path = try file(try exported("ndjson") { ($0.isRaw, $0.hasEvents) = (true, true) }.bytes, in: folder)
        var count = 0
        #expect(throws: Interruption.self) {
            try run(path, into: folder) {
                count += 1
                if count == 6 { throw Interruption() }
            }
        }
        let there = try Recordings(in: folder.url, knowledge: Knowledge()) { [now] in now }
        #expect(try there.sessions().isEmpty)
        #expect(try run(path, into: folder).sessions == [session])
    }

    @Test func `nothing is begun for a file that holds nothing`() throws {
        let folder = try TemporaryFolder()
        var hasBegun = false
        let cases: [([UInt8], String)] = [
            ([], "the file is empty"), (Array("Dear diary".utf8), "it is neither"),
            (Array("{\"a\":1}\n".utf8), "none of its lines is a message"),
            (Array(#"{"log":{"entries":[]}}"#.utf8), "the archive holds no WebSocket messages"),
        ]
        for (bytes, reason) in cases {
            let path = try file(bytes, in: folder)
            let refusal = #expect(throws: ImportRefusal.self) {
                try ImportJob(path: path, into: folder.url, knowledge: Knowledge(), version: "test").run {
                    hasBegun = true
                    return (ImportRedaction(hash: { _ in "" }, rule: nil), {})
                }
            }
            #expect(refusal?.kind == .unusable)
            #expect(refusal?.why.hasPrefix(reason) == true, "\(refusal?.why ?? "")")
            #expect(refusal?.what == "cannot import \(path)")
            #expect(refusal?.remedy.isEmpty == false)
        }
        #expect(!hasBegun)
    }

    @Test func `what is no file is refused before it is read`() throws {
        let folder = try TemporaryFolder()
        for (path, kind) in [
            (folder.file("nothing"), ImportRefusal.Kind.missing), (folder.path, .unusable), ("/dev/null", .unusable),
        ] {
            let refusal = #expect(throws: ImportRefusal.self) { try run(path, into: folder) }
            #expect(refusal?.kind == kind, "\(path)")
        }
    }

    @Test func `handles are hashed, and what was hashed already stays`() throws {
        #expect(ImportRedactor.isHashed(Array(("h:" + String(repeating: "0a", count: 16)).utf8)))
        for text in [
            "", "h:", "h:" + String(repeating: "0A", count: 16), "x:" + String(repeating: "0a", count: 16),
            String(repeating: "0", count: 34), "h:" + String(repeating: "0", count: 33),
        ] {
            #expect(!ImportRedactor.isHashed(Array(text.utf8)), "\(text)")
        }
        let folder = try TemporaryFolder()
        let lines = #"""
            {"t":0.1,"dir":"up","json":{"setup":{"model":"models/m"}}}
            {"t":0.2,"dir":"down","json":{"setupComplete":{}}}
            {"t":0.3,"dir":"down","json":{"sessionResumptionUpdate":{"newHandle":"secret-handle","resumable":true}}}
            """#
        let result = try run(try file(Array(lines.utf8), in: folder), into: folder)
        let there = try Recordings(in: folder.url, knowledge: Knowledge()) { [now] in now }
        let memory = Memory()
        let format = try #require(ExportFormat.named("ndjson"))
        try ExportJob(result.sessions, of: there, as: format, ExportOptions()).run(to: memory)
        let text = String(decoding: memory.bytes, as: UTF8.self)
        #expect(!text.contains("secret-handle"))
        #expect(text.contains("h:00000000000000000000000000000000"))
    }

    @Test func `a recording that names a plan keeps each connection in its own`() {
        let header = RecordingHeader(startedAt: now, version: "1", capture: .full, host: nil)
        let (one, two) = (ConnectionID(rawValue: 1), ConnectionID(rawValue: 2))
        let plan = ImportPlan(recordings: [(header, nil, []), (header, now, [two])])
        #expect(plan.index(of: one) == 0)
        #expect(plan.index(of: two) == 1)
    }
}

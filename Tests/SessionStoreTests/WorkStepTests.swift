import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// How far long work over a database has come, told on the way.
@Suite struct WorkStepTests {
    private let store: TestStore
    private let told = Told()

    private final class Told {
        var steps: [WorkStep] = []

        func shares(of verb: String) -> [Double] { steps.filter { $0.verb == verb }.compactMap(\.share) }
    }

    /// More frames than any portion has.
    private static let frameCount = 5_000

    init() throws {
        store = try TestStore()
        var recorder = try store.recorder()
        let text = #"{"serverContent":{"inputTranscription":{"text":"Good morning"}}}"#
        let frames = (1...Int64(Self.frameCount)).map { WireEvent.frame($0, Array(text.utf8)) }
        try recorder.append(([.opened()] + frames + [.closed(Int64(Self.frameCount))]).items)
        try recorder.finish(at: .seconds(9_000, after: anchor))
    }

    /// Shares rise, and more than one is told.
    private func check(_ shares: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(shares.count > 1, sourceLocation: sourceLocation)
        #expect(shares == shares.sorted(), sourceLocation: sourceLocation)
        #expect(shares.allSatisfy { (0...1).contains($0) }, sourceLocation: sourceLocation)
    }

    @Test func `a bundle tells of its frames`() throws {
        let file = store.folder.url.appendingPathComponent("call.livetop")
        try Bundle.write([.first], of: store.database, to: file) { told.steps.append($0) }
        check(told.shares(of: "exporting"))
        #expect(try Bundle.rowCount(in: Bundle.open(file)) == Self.frameCount + 2)
    }

    @Test func `a backup tells of the frames that it unpacks, and has all of them`() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appendingPathComponent(SessionDatabase.fileName)
        try SessionDatabase.open(in: store.folder.url, readOnly: true).backUp(to: target) { told.steps.append($0) }
        check(told.shares(of: "unpacking"))
        #expect(told.shares(of: "unpacking").last == 1)
        let copy = TestStore(folder: folder, database: try SessionDatabase.open(in: folder.url, readOnly: true))
        #expect(try copy.column("SELECT count(*) FROM frames WHERE codec = 0") == [Int64(Self.frameCount)])
    }

    @Test func `removal tells of the frames, and of the space that it gives back`() throws {
        let retention = Retention(store.database)
        try retention.apply(
            RetentionPolicy(keepFor: .seconds(1)), at: .seconds(90_000, after: anchor), isRecording: false,
            told: { told.steps.append($0) })
        check(told.shares(of: "removing"))
        #expect(told.shares(of: "removing").last == 1)
        #expect(try store.column("SELECT count(*) FROM frames") == [0])
    }

    @Test func `the index tells of the frames that it takes in`() throws {
        var counts: [(done: Int, of: Int)] = []
        try TextIndexer(store.database).catchUp { done, total in
            counts.append((done, total))
            return true
        }
        #expect(counts.allSatisfy { $0.of == Self.frameCount && $0.done <= $0.of })
        #expect(counts.last?.done == Self.frameCount)
        check(counts.map { Double($0.done) / Double($0.of) })
    }
}

import Filters
import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// What was removed is in no page, no index and no log of the database any more.
@Suite struct ErasureTests {
    private let store: TestStore
    private static let words = "unmistakable-words-of-yesterday"

    init() throws { store = try TestStore() }

    private func record(_ connection: ConnectionID, saying words: String, payloads: Int = 40) throws {
        var recorder = try store.recorder()
        var events = [WireEvent.opened(connection, tag: "tag-\(words)")]
        for sequence in 1...Int64(payloads) {
            let text = "\(words) \(sequence)"
            let json = #"{"serverContent":{"outputTranscription":{"text":"\#(text)"},"turnComplete":true}}"#
            events.append(.frame(sequence, Array(json.utf8), of: connection))
        }
        // Larger than a page.
        let long = #"{"text":"\#(String(repeating: words, count: 2_000))"}"#
        events.append(.frame(Int64(payloads) + 1, Array(long.utf8), of: connection))
        events.append(
            WireEvent(
                connection: connection, sequence: Int64(payloads) + 1, at: .seconds(60, after: anchor),
                kind: .closed(Closure(by: .server, reason: words))))
        try recorder.append(events.items)
    }

    /// Occurrences in the raw files of the folder.
    private func occurrences(of text: String) throws -> Int {
        let wanted = Data(text.utf8)
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: store.folder.path) {
            let data = try Data(contentsOf: store.folder.url.appending(path: name))
            var start = data.startIndex
            while let range = data.range(of: wanted, in: start..<data.endIndex) {
                count += 1
                start = range.upperBound
            }
        }
        return count
    }

    @Test func `after a removal the raw files hold none of it, and all of the rest`() throws {
        let (old, kept) = (ConnectionID(rawValue: 1_001), ConnectionID(rawValue: 1_002))
        try record(old, saying: Self.words)
        try record(kept, saying: "words-that-stay-where-they-are")
        try TextIndexer(store.database).catchUp()
        #expect(try occurrences(of: Self.words) > 0)
        // Three letters in a row are a token of the index.
        #expect(try !store.texts("SELECT text FROM texts WHERE text LIKE '%unmistakable%'").isEmpty)

        try Retention(store.database).remove(SessionID(old), isRecording: false)
        try Retention(store.database).apply(RetentionPolicy(), at: anchor, isRecording: false)
        // A policy without limits cuts the log all the same.
        #expect(try occurrences(of: Self.words) == 0)
        #expect(try occurrences(of: "words-that-stay-where-they-are") > 0)
        #expect(try store.events(of: SessionID(kept)).count == 43)
    }

    @Test func `a session that is removed by age leaves the index too`() throws {
        let (old, kept) = (ConnectionID(rawValue: 1_001), ConnectionID(rawValue: 1_002))
        try record(old, saying: "xylophone-zzyzx")
        try TextIndexer(store.database).catchUp()
        #expect(try indexHolds("zyz"))
        try Retention(store.database).apply(
            RetentionPolicy(keepFor: .zero), at: .seconds(1e6, after: anchor), isRecording: false)
        #expect(try !indexHolds("zyz"))
        #expect(try store.texts("PRAGMA integrity_check") == ["ok"])
        try store.execute("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
        try record(kept, saying: "words-that-stay")
        try TextIndexer(store.database).catchUp()
        #expect(try !TextIndex(store.database).hits(for: TextTest(searching: "words-that-stay")).isEmpty)
        // The log is cut.
        try Retention(store.database).apply(RetentionPolicy(), at: anchor, isRecording: false)
        let log = try FileManager.default.attributesOfItem(atPath: store.database.file.path + "-wal")
        #expect((log[.size] as? NSNumber)?.intValue == 0)
    }

    /// Whether a token stands in the raw parts of the index.
    private func indexHolds(_ token: String) throws -> Bool {
        try store.column(
            "SELECT count(*) FROM text_index_data WHERE instr(block, CAST('\(token)' AS BLOB)) > 0")
            != [0]
    }
}

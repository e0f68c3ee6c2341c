import Foundation
import GRDB
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// Media are stored as bytes, and come back as they crossed.
@Suite struct PackedPayloadTests {
    private static func message(_ base64: String) -> [UInt8] {
        Array(#"{"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": "\#(base64)"}}}"#.utf8)
    }

    private static let media: [UInt8] = {
        var random = SeededGenerator(seed: 7)
        return random.bytes(800)
    }()

    @Test func `any payload comes back exactly`() {
        let texts: [(inout SeededGenerator) -> String] = [
            { Data($0.bytes(.random(in: 0...300, using: &$0))).base64EncodedString() },
            {
                Data($0.bytes(.random(in: 0...300, using: &$0))).base64EncodedString().replacing("+", with: "-")
                    .replacing("/", with: "_")
            },
            { Data($0.bytes(.random(in: 0...300, using: &$0))).base64EncodedString().replacing("/", with: "\\/") },
            { Data($0.bytes(.random(in: 0...300, using: &$0))).base64EncodedString().replacing("=", with: "") },
            { String(repeating: "A", count: .random(in: 0...200, using: &$0)) + "=" },
            { String(decoding: $0.bytes(.random(in: 0...200, using: &$0)), as: UTF8.self) },
        ]
        expectProperty(runs: 400) { random in
            let make = texts[Int.random(in: texts.indices, using: &random)]
            var payload = Self.message(make(&random))
            if random.isOne(in: 4) { payload = Array(payload.dropFirst(.random(in: 0...90, using: &random))) }
            if random.isOne(in: 4) { payload += Self.message(make(&random)) }
            guard let packed = PackedPayload.pack(payload) else { return }
            try #require(packed.codec != .plain)
            try #require(packed.bytes.count < payload.count)
            try #require(PackedPayload.unpack(packed.bytes, packed.codec) == payload)
        }
    }

    @Test func `audio takes three bytes for four`() throws {
        let payload = Self.message(Data(Self.media).base64EncodedString())
        let packed = try #require(PackedPayload.pack(payload))
        #expect(packed.codec == .base64)
        // Padding, and what it stands for, stay text.
        #expect(packed.bytes.count == 8 + payload.count - 266)
    }

    @Test(arguments: ["", "short", "{\"text\": \"\(String(repeating: "no base64, ", count: 30))\"}"])
    func `what is no media stays as it is`(payload: String) {
        #expect(PackedPayload.pack(Array(payload.utf8)) == nil)
    }

    /// As `base64EncodedString` makes it: a voice without noise.
    private static let voice: [UInt8] = (0..<640).flatMap { index in
        let sample = Int16(8_000 * sin(Double(index) * 0.05))
        return [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
    }

    @Test func `sound takes less than its bytes, and comes back exactly`() throws {
        let standard = Data(Self.voice).base64EncodedString()
        let safe = standard.replacing("+", with: "-").replacing("/", with: "_")
        try #require(safe != standard)
        for (base64, codec) in [(standard, PackedPayload.Codec.sound), (safe, .soundURL)] {
            let payload = Self.message(base64)
            let packed = try #require(PackedPayload.pack(payload))
            #expect(packed.codec == codec)
            #expect(packed.bytes.count < payload.count - Self.voice.count)
            #expect(PackedPayload.unpack(packed.bytes, packed.codec) == payload)
            for count in 0..<packed.bytes.count { _ = PackedPayload.unpack(Array(packed.bytes.prefix(count)), codec) }
            for place in 0..<12 {
                var changed = packed.bytes
                changed[place] = 0xFF
                _ = PackedPayload.unpack(changed, codec)
            }
        }
    }

    @Test func `somebody who wants no media gets what is left of the whole payload`() throws {
        let base64 = Data(Self.voice).base64EncodedString()
        let texts = [
            String(decoding: Self.message(base64), as: UTF8.self),
            String(decoding: Self.message(Data(Self.media).base64EncodedString()), as: UTF8.self),
            #"{"serverContent": {"modelTurn": {"parts": [{"inlineData": {"data": "\#(base64)"}}, {"text": "a"}]}}}"#,
            #"{"realtimeInput": {"mediaChunks": [{"data": "\#(base64)"}, {"data": "\#(base64)\u003d"}]}}"#,
            #"{"toolResponse": {"data": "not media: \"\#(base64)\" is"}}"#,
            #"{"toolResponse": {"image": "\#(base64)"}}"#,
            base64,
        ]
        var briefs = 0
        for text in texts {
            let payload = Array(text.utf8)
            let packed = try #require(PackedPayload.pack(payload))
            guard let brief = PackedPayload.brief(packed.bytes, packed.codec) else { continue }
            briefs += 1
            #expect(brief.count < 300 || text.count > 2 * base64.count)
            #expect(MediaStripper.stripped(brief) == MediaStripper.stripped(payload))
        }
        #expect(briefs == 4)
    }

    @Test func `bytes that nobody packed are refused`() throws {
        let packed = try #require(PackedPayload.pack(Self.message(Data(Self.media).base64EncodedString()))).bytes
        for count in 0..<8 { #expect(PackedPayload.unpack(Array(packed.prefix(count)), .base64) == nil) }
        for (place, byte) in [(3, UInt8(0xFF)), (7, 0xFF), (4, packed[4] &+ 1), (5, 0xFF)] {
            var changed = packed
            changed[place] = byte
            #expect(PackedPayload.unpack(changed, .base64) == nil)
        }
    }

    @Test func `a recording has fewer bytes, and gives the same events`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let payload = Self.message(Data(Self.media).base64EncodedString())
        var cut = WireEvent.frame(3, payload)
        cut.kind = .frame(.clientToServer, Frame(opcode: .text, byteCount: 9_999, payload: payload, isCut: true))
        let events = [WireEvent.opened(), .frame(1, payload), .frame(2), cut]
        try recorder.append(events.items)
        #expect(try store.events(of: .first) == events)
        #expect(try store.column("SELECT codec FROM frames ORDER BY id") == [1, 0, 0])
        let (stored, wire) = try store.database.connections.read {
            (
                try Int.fetchOne($0, sql: "SELECT length(payload) FROM frames WHERE seq = 1") ?? 0,
                try Int.fetchOne($0, sql: "SELECT size FROM frames WHERE seq = 1") ?? 0
            )
        }
        #expect(wire == payload.count)
        #expect(stored == payload.count - 258)
    }

    @Test func `one's own connections see every payload, other programs see why they do not`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let payload = Self.message(Data(Self.media).base64EncodedString())
        try recorder.append([WireEvent.opened(), .frame(1, payload), .frame(2)].items)
        let text = String(decoding: payload, as: UTF8.self)
        let sql = "SELECT payload, codec FROM v_frames ORDER BY number"
        var found: [[SQLValue]] = []
        try SQLQuery(sql).run(on: .open(in: store.folder.url, readOnly: true), columns: { _ in }) {
            found.append($0)
            return true
        }
        #expect(found == [[.text(text), .text("base64")], [.text("{}"), .text("plain")]])
        let queue = try DatabaseQueue(path: store.folder.file(SessionDatabase.fileName))
        let plain = try queue.read {
            try Row.fetchAll($0, sql: sql).map { Array($0.databaseValues).map(\.description) }
        }
        #expect(plain == [["NULL", #""base64""#], [#""{}""#, #""plain""#]])
        found = []
        try SQLQuery("SELECT CAST(livetop_payload(codec, payload) AS TEXT) FROM frames WHERE seq = 1")
            .run(on: .open(in: store.folder.url, readOnly: true), columns: { _ in }) {
                found.append($0)
                return true
            }
        #expect(found == [[.text(text)]])
    }

    @Test func `bundles and backups have every payload as it crossed`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let payload = Self.message(Data(Self.media).base64EncodedString())
        let events = [WireEvent.opened()] + (1...60).map { WireEvent.frame($0, payload) } + [.closed(60)]
        try recorder.append(events.items)
        let folder = try TemporaryFolder()
        let copy = folder.url.appendingPathComponent(SessionDatabase.fileName)
        try SessionDatabase.open(in: store.folder.url, readOnly: true).backUp(to: copy)
        let bundle = folder.url.appendingPathComponent("call.livetop")
        try Bundle.write([.first], of: store.database, to: bundle)
        for file in [copy, bundle] {
            let queue = try DatabaseQueue(path: file.path)
            let found = try queue.read { try Row.fetchAll($0, sql: "SELECT codec, payload FROM frames") }
            #expect(found.count == 60)
            #expect(found.allSatisfy { $0["codec"] == 0 && ($0["payload"] as Data?).map { [UInt8]($0) } == payload })
            #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") } == 0)
            #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
            try queue.close()
        }
    }
}

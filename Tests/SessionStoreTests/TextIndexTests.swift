import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct TextIndexTests {
    private let store: TestStore
    private let index: TextIndex
    private let indexer: TextIndexer

    init() throws {
        store = try TestStore()
        index = TextIndex(store.database)
        indexer = TextIndexer(store.database)
    }

    private static func said(_ sequence: Int64, _ json: String, of connection: ConnectionID = .first) -> WireEvent {
        .frame(sequence, Array(json.utf8), of: connection)
    }

    private static func heard(_ sequence: Int64, _ text: String) -> WireEvent {
        said(sequence, #"{"serverContent":{"inputTranscription":{"text":"\#(text)"}}}"#)
    }

    private static func spoke(_ sequence: Int64, _ text: String) -> WireEvent {
        said(sequence, #"{"serverContent":{"outputTranscription":{"text":"\#(text)"}}}"#)
    }

    private static func turnComplete(_ sequence: Int64) -> WireEvent {
        said(sequence, #"{"serverContent":{"turnComplete":true}}"#)
    }

    private func record(_ events: [WireEvent]) throws {
        var recorder = try store.recorder()
        try recorder.append(events.items)
    }

    private func hits(_ text: String, limit: Int = .max) throws -> [TextHit] {
        try index.hits(for: TextTest(searching: text), limit: limit)
    }

    @Test func `a phrase is found although it crossed in pieces`() throws {
        try record([
            .opened(), Self.heard(1, "Good mor"), Self.spoke(2, "Mor"), Self.heard(3, "ning, Zoë"),
            Self.spoke(4, "ning!"),
            Self.turnComplete(5), .closed(5),
        ])
        try indexer.catchUp()
        let hit = try #require(try hits("good morning").first)
        #expect(hit.kind == .user)
        #expect(hit.text == "Good morning, Zoë")
        #expect(hit.sequence == 1)
        #expect(hit.at == .seconds(1, after: anchor))
        #expect(try hits("MORNING!").map(\.kind) == [.model])
        #expect(try hits("zoë").count == 1)
        #expect(try hits("evening").isEmpty)
    }

    @Test func `the texts of a filter are looked up once each, and only those`() throws {
        try record([
            .opened(), Self.heard(1, "Good morning"), Self.spoke(2, "A refund is on its way"), Self.turnComplete(3),
            .closed(4),
        ])
        try indexer.catchUp()
        let filter = try Filter.parse(#"is:open or ("good morning" and !/refund(ed)?/) or nobody-said-this"#)
        let found = try index.sessions(for: filter)
        #expect(found.count == 1)
        #expect(found[SessionID(.first)] == [.words("good morning"), try TextTest(searching: "/refund(ed)?/")])
        #expect(try index.sessions(for: Filter.parse("is:open")).isEmpty)
    }

    @Test(arguments: ["orni", "/morn.ng/", "/MORN/i", "ng", "早", "おはよう"])
    func `parts of words, patterns and languages without spaces are found`(text: String) throws {
        try record([.opened(), Self.spoke(1, "morning 早おはようございます"), Self.turnComplete(2), .closed(2)])
        try indexer.catchUp()
        #expect(try hits(text).count == 1)
    }

    @Test(arguments: ["\"", "a\"b", "*", "AND", "^x", "it's", "%", "_"])
    func `no text is taken for syntax`(text: String) throws {
        try record([.opened(), Self.spoke(1, "nothing of this kind"), Self.turnComplete(2), .closed(2)])
        try indexer.catchUp()
        #expect(try hits(text).isEmpty)
    }

    @Test func `setup and tool calls are found as JSON, sound is not kept`() throws {
        let audio = String(repeating: "QUJD", count: 40)
        try record([
            .opened(),
            .frame(
                1, Array(#"{"setup":{"model":"models/x","systemInstruction":{"parts":[{"text":"Be terse"}]}}}"#.utf8),
                direction: .clientToServer),
            Self.said(2, #"{"toolCall":{"functionCalls":[{"name":"find_flight","args":{"to":"Oslo"},"id":"1"}]}}"#),
            Self.said(
                3,
                #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"\#(audio)"}}]}}}"#
            ),
            .closed(3),
        ])
        try indexer.catchUp()
        #expect(try hits("be terse").map(\.sequence) == [1])
        #expect(try hits("Oslo").map(\.kind) == [.json])
        #expect(try hits("QUJD").isEmpty)
        #expect(try hits("why").map(\.kind) == [.closing])
    }

    @Test func `what comes later is added, and what was unfinished is not there twice`() throws {
        var recorder = try store.recorder()
        try recorder.append(
            [WireEvent.opened(), Self.spoke(1, "one "), Self.turnComplete(2), Self.spoke(3, "two ")].items)
        try indexer.catchUp()
        #expect(try hits("two").map(\.text) == ["two "])
        try recorder.append([Self.spoke(4, "and a half"), Self.turnComplete(5), .closed(5)].items)
        try indexer.catchUp()
        try indexer.catchUp()
        #expect(try hits("two").map(\.text) == ["two and a half"])
        #expect(try hits("one").count == 1)
        #expect(try hits("why").count == 1)
        #expect(try store.column("SELECT is_complete FROM text_progress") == [1])
    }

    /// Batching must not change what is found: indexing after every event gives the texts of indexing once.
    @Test func `indexing bit by bit equals indexing at once`() throws {
        let events = [
            WireEvent.opened(), Self.heard(1, "a b"), Self.spoke(2, "x"), Self.heard(3, " c"), Self.turnComplete(4),
            Self.spoke(5, "y"), Self.said(6, #"{"goAway":{"timeLeft":"5s"}}"#), Self.turnComplete(7), .closed(7),
        ]
        var recorder = try store.recorder()
        for event in events {
            try recorder.append([event.item])
            try indexer.catchUp()
        }
        let other = try TestStore()
        var otherRecorder = try other.recorder()
        try otherRecorder.append(events.items)
        try TextIndexer(other.database).catchUp()
        let sql = "SELECT seq || ' ' || kind || ' ' || text FROM texts ORDER BY seq, kind"
        #expect(try store.texts(sql) == other.texts(sql))
        #expect(try !store.texts(sql).isEmpty)
    }

    /// Calls that run beside each other are read in one pass, and what is found of each is the same as alone.
    @Test(arguments: [1, 2, 3] as [UInt64]) func `indexing calls together equals indexing each alone`(seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let connections = (1...9).map { ConnectionID(rawValue: $0) }
        let events = Self.conversations(of: connections, &random)
        var recorder = try store.recorder()
        for (number, event) in events.enumerated() {
            try recorder.append([event.item])
            if number == events.count / 2 { try indexer.catchUp() }
        }
        #expect(TextGroups.of(try indexer.pendingConnections()).map(\.count).max() ?? 0 > 1)
        try indexer.catchUp()
        let other = try TestStore()
        var otherRecorder = try other.recorder()
        for connection in connections {
            try otherRecorder.append(events.filter { $0.connection == connection }.items)
            let alone = TextIndexer(other.database)
            #expect(TextGroups.of(try alone.pendingConnections()).map(\.count) == [1])
            try alone.catchUp()
        }
        for sql in [
            "SELECT connection || ' ' || seq || ' ' || at_ns || ' ' || kind || ' ' || text FROM texts ORDER BY 1",
            "SELECT connection || ' ' || seq || ' ' || last_seq || ' ' || is_complete FROM text_progress ORDER BY 1",
        ] {
            #expect(try store.texts(sql) == other.texts(sql))
            #expect(try !store.texts(sql).isEmpty)
        }
    }

    /// Calls in turn, some of which end.
    private static func conversations(of connections: [ConnectionID], _ random: inout SeededGenerator) -> [WireEvent] {
        let audio = String(repeating: "QUJD", count: 40)
        let kinds = [
            #"{"serverContent":{"inputTranscription":{"text":"user "}}}"#,
            #"{"serverContent":{"outputTranscription":{"text":"model "}}}"#,
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"\#(audio)"}}]}}}"#,
            #"{"serverContent":{"turnComplete":true}}"#, #"{"goAway":{"timeLeft":"5s"}}"#,
        ]
        var events = connections.map { WireEvent.opened($0) }
        var sequences: [ConnectionID: Int64] = [:]
        for _ in 0..<400 {
            let connection = connections[Int.random(in: connections.indices, using: &random)]
            sequences[connection, default: 0] += 1
            let json = kinds[Int.random(in: kinds.indices, using: &random)]
            events.append(said(sequences[connection] ?? 0, json, of: connection))
        }
        return events + connections.dropLast(4).map { .closed(sequences[$0] ?? 0, of: $0) }
    }

    /// A message with the same text around its media as the one before is passed over, and nothing else may be: of calls in which
    /// a number makes each message another the same is found.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `passing over media changes nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let audio =
            #""modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"\#(String(repeating: "QUJD", count: 40))"}}]}"#
        let contents = [
            audio, audio, #"\#(audio),"outputTranscription":{"text":"b "}"#, #"\#(audio),"turnComplete":true"#,
            #""outputTranscription":{"text":"a "}"#, #""turnComplete":true"#,
        ]
        var (plain, numbered) = (TextGatherer(.first, after: 0), TextGatherer(.first, after: 0))
        var content = audio
        for sequence in 1...200 as ClosedRange<Int64> {
            if Bool.random(using: &random) { content = contents.randomElement(using: &random) ?? content }
            plain.take(Self.said(sequence, #"{"serverContent":{\#(content)}}"#))
            numbered.take(
                Self.said(
                    sequence, #"{"serverContent":{\#(content)},"usageMetadata":{"totalTokenCount":\#(sequence)}}"#))
            #expect(plain.boundary == numbered.boundary && plain.last == numbered.last)
        }
        let pieces = plain.takePieces(isFinal: true)
        #expect(pieces == numbered.takePieces(isFinal: true) && !pieces.isEmpty)
    }

    @Test func `an index that was stopped goes on where it was`() throws {
        try record([.opened(.first), Self.spoke(1, "first words"), .closed(1)])
        try record([
            .opened(.second),
            Self.said(1, #"{"serverContent":{"outputTranscription":{"text":"second words"}}}"#, of: .second),
            .closed(1, of: .second),
        ])
        try indexer.catchUp { done, _ in done < 0 }
        #expect(try hits("words").count == 1)
        try indexer.catchUp()
        #expect(try hits("words").map(\.session) == [.second, .first])
        #expect(try hits("words", limit: 1).map(\.session) == [.second])
        #expect(try index.sessions(with: .words("words")) == [.first, .second])
        #expect(try index.hits(for: .words("words"), in: .first).count == 1)
    }

    @Test func `a removed session leaves nothing in the index`() throws {
        try record([.opened(), Self.spoke(1, "secret plans"), .closed(1)])
        try indexer.catchUp()
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try hits("secret").isEmpty)
        #expect(try store.column("SELECT count(*) FROM text_index WHERE text_index MATCH 'secret'") == [0])
        try store.execute("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
    }
}

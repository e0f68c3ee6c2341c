import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct LiveLinesTests {
    /// The lines of a session's connections, runs that nothing ended last.
    private func lines(_ calls: [WrittenCall]) throws -> [LiveLine] {
        let session = SessionID(try #require(calls.first).connection)
        var folding = Folding(Fleet(assigned: session))
        var lines = LiveLines()
        var told: [LiveLine] = []
        for event in calls.flatMap(\.events) {
            folding.apply(event) { told += lines.take($0, of: session, openedAt: WrittenCall.start) }
        }
        return told + lines.flush()
    }

    @Test func `a talk is told line by line`() throws {
        let lines = try lines([.shop, .resumed])
        expectGolden(lines.map { $0.text(namesSession: false) + "\n" }.joined(), named: "live")
        expectGolden(lines.map { $0.json.text + "\n" }.joined(), named: "live.ndjson")
    }

    @Test func `a refused call and one without times have lines, too`() throws {
        let lines = try lines([.refused]) + lines([.untimed])
        expectGolden(lines.map { $0.text(namesSession: true) + "\n" }.joined(), named: "live-others")
    }

    @Test func `what a talk says once is one line each`() throws {
        let events = try lines([.shop, .resumed]).map(\.words.event)
        for event in ["setup", "toolCall", "toolResponse", "interrupted", "goAway", "clientContent", "unknownField"] {
            let count = event == "setup" ? 2 : 1
            #expect(events.count { $0 == event } == count, "\(event)")
        }
    }

    // MARK: Runs of audio

    private static let connection = ConnectionID(rawValue: 1_000_000_000_000)
    private static let session = SessionID(connection)

    private func audio(_ seconds: Double, _ sequence: Int64 = 1, milliseconds: Int? = 100) -> LiveEvent {
        var call = WrittenCall()
        call.send(milliseconds: milliseconds ?? 0, level: 1, after: 0)
        var decoding = Decoding()
        let facts = call.events.flatMap { decoding.decode($0) }
        var fact = facts.first { if case .client(.audio) = $0.kind { true } else { false } } ?? facts[0]
        (fact.at, fact.sequence) = (WrittenCall.start + .seconds(seconds), sequence)
        return fact
    }

    private func take(_ event: LiveEvent, _ lines: inout LiveLines) -> [LiveLine] {
        lines.take(event, of: Self.session, openedAt: WrittenCall.start)
    }

    @Test func `audio without a pause is one line, which counts all of it`() throws {
        var lines = LiveLines()
        for index in 0..<20 { #expect(take(audio(Double(index) / 10, Int64(index)), &lines).isEmpty) }
        let line = try #require(lines.flush().first)
        #expect(line.words.text == "2.0 s in 20 messages, 64.0 kB")
        #expect(line.json.at("data.ms") == .number(2_000))
        #expect(line.json.at("data.messages") == .integer(20))
        #expect(line.json.at("data.bytes") == .integer(64_000))
        #expect(line.json.at("data.untilSeq") == .integer(19))
        #expect(line.sequence == 19)
        #expect(line.offset == .zero)
        #expect(lines.flush().isEmpty)
    }

    @Test func `a pause ends a run, and so does its length`() {
        var lines = LiveLines()
        _ = take(audio(0), &lines)
        #expect(take(audio(1.5), &lines).isEmpty)
        #expect(take(audio(3.001), &lines).count == 1)
        var long = LiveLines()
        var ended: [LiveLine] = []
        for index in 0...101 { ended += take(audio(Double(index) / 10), &long) }
        #expect(ended.map { $0.json.at("data.messages") } == [.integer(100)])
    }

    @Test func `the next other event of the session ends it, that of another does not`() throws {
        var lines = LiveLines()
        _ = take(audio(0), &lines)
        let other = SessionID(ConnectionID(rawValue: 7))
        let event = LiveEvent(
            connection: other.firstConnection, sequence: 1, at: WrittenCall.start + .seconds(1),
            kind: .server(.interrupted))
        #expect(lines.take(event, of: other, openedAt: WrittenCall.start).map(\.words.event) == ["interrupted"])
        var own = event
        own.connection = Self.connection
        #expect(take(own, &lines).map(\.words.event) == ["audio", "interrupted"])
    }

    @Test func `one message is one message`() throws {
        var lines = LiveLines()
        _ = take(audio(0), &lines)
        #expect(try #require(lines.flush().first).words.text.contains("in 1 message,"))
    }

    @Test func `a new finding is a line of its own`() throws {
        let item = FindingNews.Item(
            session: Self.session, tag: nil, start: WrittenCall.start, finding: .full)
        let line = LiveLine(item, at: WrittenCall.start + .seconds(8))
        #expect(line.sequence == 0)
        #expect(
            line.text(namesSession: false)
                == "00:08.000  · finding              error: The server announced the end and nobody left  [goaway-ignored/closed]"
        )
        #expect(line.json.at("data.finding.id") == "goaway-ignored")
        #expect(line.json.at("t") == .number(8))
        var foreseen = item
        foreseen.finding = .mild(.warning, isPrediction: true)
        #expect(LiveLine(foreseen, at: WrittenCall.start).words.text.hasPrefix("warning, foreseen: "))
    }
}

@Suite struct LiveWordsTests {
    /// Kinds of events and the line that each becomes; nil for those without.
    static let table: [(LiveEvent.Kind, String?)] = [
        (
            .closeFrame(.serverToClient, CloseCode(rawValue: 1011), reason: "Internal"),
            "closeFrame: 1011 internal error, Internal"
        ),
        (.closeFrame(.clientToServer, nil, reason: ""), "closeFrame: "),
        (.undecodable(.serverToClient, reason: "no JSON", byteOffset: 7), "undecodable: no JSON"),
        (.unknownField(.serverToClient, path: "server.x"), "unknownField: server.x"),
        (.frame(.serverToClient, .ping, byteCount: 3), nil),
        (.client(.activityStart), "activityStart: "), (.client(.activityEnd), "activityEnd: "),
        (.client(.audioStreamEnd), "audioStreamEnd: "), (.client(.text("hello")), "text: hello"),
        (.client(.playbackControl("PLAY")), "playbackControl: PLAY"),
        (.server(.thought("hm")), "thought: hm"), (.server(.text("yes")), "text: yes"),
        (.server(.interrupted), "interrupted: "), (.server(.waitingForInput), "waitingForInput: "),
        (.server(.generationComplete), "generationComplete: "),
        (.server(.turnComplete(reason: "MAX_TOKENS")), "turnComplete: MAX_TOKENS"),
        (.server(.turnComplete(reason: nil)), "turnComplete: "),
        (.server(.toolCallCancellation(["a", "b"])), "toolCallCancellation: a b"),
        (
            .server(.retrievedURLs(["https://a.test", "https://b.test"])),
            "retrievedURLs: https://a.test https://b.test"
        ),
        (.server(.warning("slow")), "warning: slow"),
        (.server(.interactionStatus("DONE")), "interactionStatus: DONE"),
        (.wire(.paused(.serverToClient)), "paused: the receiver takes nothing"),
        (
            .wire(
                .fault(FaultNote(fault: "goaway@30s", text: "sends goAway with 10s left", direction: .serverToClient))),
            "fault: injected goaway@30s: sends goAway with 10s left"
        ),
        (.wire(.resumed(.serverToClient)), "resumed: "),
        (.wire(.framingLost(.clientToServer, reason: "rsv")), "framingLost: rsv"),
        (
            .wire(.captureGap(CaptureGap(frames: 1_234, bytes: 900, cause: .tapFull))),
            "captureGap: 1,234 frames not captured: \(CaptureGap.Cause.tapFull.rawValue)"
        ),
        (
            .wire(.pathSample(PathSample(client: .milliseconds(12), upstream: nil))),
            "pathSample: client 12.0 ms, upstream –"
        ),
        (.wire(.refused(Refusal(status: 502, by: .proxy, reason: "no route"))), "refused: 502 by livetop: no route"),
        (
            .wire(.closed(Closure(by: .transport, detail: "reset by peer"))),
            "closed: by transport, reset by peer"
        ),
        (.wire(.closed(Closure(by: .client))), "closed: by client"),
    ]

    @Test(arguments: table.indices)
    func `each kind of event has its words`(index: Int) {
        let (kind, expected) = Self.table[index]
        let words = LiveWords(kind)
        #expect(words.map { "\($0.event): \($0.text)" } == expected)
    }

    @Test func `blanks at the end of a line are none`() {
        let line = LiveLine(
            session: SessionID(ConnectionID(rawValue: 1)), connection: ConnectionID(rawValue: 1), sequence: 3,
            at: WrittenCall.start, offset: .milliseconds(61_005), words: LiveWords(.serverToClient, "interrupted"))
        #expect(line.text(namesSession: false) == "01:01.005  ↓ interrupted")
        #expect(line.text(namesSession: true) == "\(line.session)  01:01.005  ↓ interrupted")
        #expect(line.json.at("dir") == "down")
    }
}

import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import Filters
@testable import SessionModel

/// Every entry of the table, on subjects that fit and on subjects that do not.
@Suite struct FilterTableTests {
    private static let connection = ConnectionID(rawValue: 1)
    private static let opened = Timestamp.seconds(1_000)
    /// The session that the example of `id:` names.
    private static let named = SessionID("5t8evm01") ?? SessionID(ConnectionID(rawValue: 5))

    // MARK: Subjects

    /// The subjects of a scope; together they have everything that can be asked.
    private static func subjects(_ scope: FilterScope) -> [any FilterSubject] {
        switch scope {
        case .sessions: sessions
        case .turns: turns
        case .frames: frames
        case .events: events
        }
    }

    private static var targets: CallTargets {
        CallTargets(hosts: ["generativelanguage.googleapis.com"], paths: ["/ws/google.v1alpha.Live"])
    }

    private static var sessions: [FilteredSession] {
        let full = SessionSummary(
            id: named, tag: "branch-7", model: "models/gemini-live", activity: .speaking,
            openedAt: opened, connections: 3, frames: 20_000, bytesUp: 9_000_000, bytesDown: 9_000_000,
            usedTokens: 40_000, limitTokens: 48_000, turns: 12, interruptions: 2, droppedFrames: 4,
            contents: [.audio, .video, .text, .tool, .usage, .transcript, .thought, .goAway], targets: targets)
        let refused = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 7)), activity: .closed, openedAt: opened,
            closedAt: opened + .seconds(3), closure: Closure(by: .server, code: CloseCode(rawValue: 1008)),
            refusal: Refusal(status: 429, by: .server, reason: "the quota is used up"), contents: [],
            targets: CallTargets(hosts: ["localhost"], paths: ["/"]))
        let others = SessionActivity.allCases.map { activity in
            FilteredSession(
                SessionSummary(id: SessionID(ConnectionID(rawValue: 9)), activity: activity, openedAt: opened),
                at: opened, isMarked: false, findings: [])
        }
        return [
            FilteredSession(
                full, at: opened + .seconds(600), isMarked: true, findings: ["goaway-ignored", "goaway-ignored/late"]),
            FilteredSession(refused, at: opened + .seconds(600), isMarked: false, findings: []),
        ] + others
    }

    private static var turns: [FilteredTurn] {
        var full = Turn(index: 4, connection: connection, openedAt: opened + .seconds(300))
        full.modelText = BoundedText("It is on its way")
        full.userText = BoundedText("Where is my order?")
        full.thoughts = BoundedText("Look it up")
        full.interruptedAt = opened + .seconds(301)
        full.isCutOff = true
        full.audioByteCount = 48_000
        full.audioDuration = .seconds(1)
        full.toolCalls = 1
        full.reason = "over the quota"
        var ended = Turn(index: 1, connection: connection, openedAt: opened)
        ended.completedAt = opened + .seconds(2)
        let current = Turn(index: 5, connection: connection, openedAt: opened + .seconds(310))
        return [full, ended, current].map { FilteredTurn($0, openedAt: opened) }
    }

    private static func frame(
        _ direction: Direction, _ frame: Frame, after pause: Duration, sequence: Int64 = 2_000, at offset: Int = 300
    ) -> FilteredFrame {
        let at = opened + .seconds(offset)
        let event = WireEvent(connection: connection, sequence: sequence, at: at, kind: .frame(direction, frame))
        return FilteredFrame(
            FrameEntry.entries(of: [event], isDecoded: true)[0], openedAt: opened, previousAt: at - pause)
    }

    private static func text(_ json: String) -> Frame { Frame(.text, Array(json.utf8)) }

    private static let audio = String(repeating: "AAAA", count: 2_000)
    /// One message of every kind that `has:` tells apart.
    private static let messages = [
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(audio)"}}}"#,
        #"{"realtimeInput":{"video":{"mimeType":"image/jpeg","data":"AAAA"}}}"#,
        #"{"realtimeInput":{"text":"hello"}}"#,
    ]
    private static let answers = [
        #"{"toolCall":{"functionCalls":[{"id":"1","name":"lookUp","args":{}}]}}"#,
        #"{"serverContent":{"interrupted":true}}"#,
        #"{"serverContent":{"inputTranscription":{"text":"hello"}}}"#,
        #"{"usageMetadata":{"totalTokenCount":12}}"#, #"{"goAway":{"timeLeft":"9s"}}"#, "no json",
    ]

    private static var frames: [FilteredFrame] {
        var torn = text(#"{"serverContent":{"turnComplete":true}}"#)
        torn.isFinal = false
        var lost = text(answers[0])
        lost.payload = nil
        let close = Frame(.close, [0x03, 0xF0])
        return messages.map { frame(.clientToServer, text($0), after: .seconds(1)) }
            + (answers.map(text) + [torn, lost, close]).map { frame(.serverToClient, $0, after: .zero) }
            + [frame(.clientToServer, text(messages[2]), after: .zero, sequence: 1, at: 0)]
    }

    private static func event(_ kind: LiveEvent.Kind, sequence: Int64 = 3) -> FilteredEvent {
        FilteredEvent(
            LiveEvent(connection: connection, sequence: sequence, at: opened, kind: kind),
            of: .init(session: SessionID(connection), isMarked: false))
    }

    private static var events: [FilteredEvent] {
        let chunk = AudioChunk(format: AudioFormat(rate: 16_000), byteCount: 32_000)
        let kinds: [LiveEvent.Kind] = [
            .client(.audio(chunk)), .client(.video(VideoFrame(mimeType: nil, byteCount: 9))), .client(.text("hello")),
            .server(.toolCall(FunctionCall(id: "1", name: "lookUp", arguments: "{}"))), .server(.interrupted),
            .server(.inputTranscription(Transcription(text: "hello"))), .server(.thought("hm")),
            .server(.usage(UsageMetadata())), .server(.goAway(GoAway(timeLeft: .seconds(9)))),
            .undecodable(.serverToClient, reason: "no JSON", byteOffset: 0),
            .frame(.serverToClient, .continuation, byteCount: 5_000), .frame(.serverToClient, .close, byteCount: 4),
            .closeFrame(.serverToClient, CloseCode(rawValue: 1008), reason: nil),
            .wire(.refused(Refusal(status: 429, by: .server, reason: "the quota is used up"))),
            .wire(.captureGap(CaptureGap(frames: 3, bytes: 90, cause: .tapFull))),
        ]
        let origin = FilteredEvent.Origin(
            session: named, tag: "branch-7", model: "models/gemini-live", targets: targets,
            isMarked: true)
        return kinds.map { event($0) } + [
            event(.server(.interrupted), sequence: 2_000),
            FilteredEvent(findings: ["goaway-ignored"], title: "The goAway was ignored", of: origin),
        ]
    }

    // MARK: Tests

    private static let pairs = FilterKey.all.flatMap { key in FilterScope.allCases.map { (key.name, $0) } }

    @Test(arguments: pairs)
    func `a key answers for a scope, yes and no, or is refused there`(name: String, scope: FilterScope) throws {
        let key = try #require(FilterKey.named(name))
        let text = key.example
        guard key.scopes.contains(scope) else {
            #expect(throws: FilterError.self) { try Filter.parse(text, for: scope) }
            return
        }
        try Self.expectBoth(text, scope)
        for alias in key.aliases {
            #expect(try Filter.parse(alias + text.dropFirst(name.count), for: scope) == Filter.parse(text))
        }
    }

    private static let words = ["is", "has"].flatMap { name in
        (FilterKey.named(name)?.words() ?? []).flatMap { word in FilterScope.allCases.map { ("\(name):\(word)", $0) } }
    }

    @Test(arguments: words)
    func `a word answers for a scope, yes and no, or is refused there`(text: String, scope: FilterScope) throws {
        let parts = text.split(separator: ":").map(String.init)
        let key = try #require(FilterKey.named(parts[0]))
        if key.words(for: scope).contains(parts[1]) {
            try Self.expectBoth(text, scope)
        } else {
            #expect(throws: FilterError.self) { try Filter.parse(text, for: scope) }
        }
    }

    private static func expectBoth(_ text: String, _ scope: FilterScope) throws {
        let filter = try Filter.parse(text, for: scope)
        let verdicts = subjects(scope).map { filter.verdict(on: $0) }
        #expect(verdicts.contains(true), "\(text) fits none of the \(scope)")
        #expect(verdicts.contains(false), "\(text) fits all of the \(scope)")
    }

    @Test func `names and other names of keys are told apart, and each can be asked of something`() {
        let names = FilterKey.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        for key in FilterKey.all { #expect(!key.scopes.isEmpty, "\(key.name)") }
    }

    @Test func `the page is the table, and its examples can be typed`() throws {
        for (text, _) in FilterKey.examples {
            let scopes = FilterScope.allCases.filter { scope in (try? Filter.parse(text, for: scope)) != nil }
            #expect(!scopes.isEmpty, "\(text)")
        }
        let page = SourceOfDocs.page("filter.md")
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try Data(FilterKey.document.utf8).write(to: page)
            Issue.record("recorded docs/filter.md; look at it, then run again")
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == FilterKey.document)
    }
}

/// Where the documents of the repository are.
private enum SourceOfDocs {
    static func page(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/\(name)")
    }
}

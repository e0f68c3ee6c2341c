import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// A session on two connections, half of it lost, in every format.
@Suite struct ResumedExportTests {
    private static let first = ConnectionID(rawValue: 1_000_000_000_000)
    private static let second = ConnectionID(rawValue: 1_000_000_000_001)

    private static let call: RecordedCall = {
        var call = WrittenCall()
        call.say(
            .clientToServer, #"{"setup":{"model":"models/gemini-2.0-flash-live-001","sessionResumption":{}}}"#,
            after: 0.01)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.hear("First question?", after: 1)
        call.speak("First answer.", milliseconds: 500, after: 0.5)
        call.complete(prompt: 100, response: 20, after: 0.5)
        call.say(.serverToClient, #"{"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}}"#, after: 0.1)
        call.append(.captureGap(CaptureGap(frames: 3, bytes: 900, cause: .tapFull)), after: 0.1)
        call.append(.frame(.serverToClient, Frame(opcode: .binary, byteCount: 70_000, payload: nil)), after: 0.1)
        call.append(.closed(Closure(by: .transport, detail: "reset by peer")), after: 0.5)
        var next = WrittenCall(second.rawValue, from: call.now + .seconds(2))
        next.say(
            .clientToServer,
            #"{"setup":{"model":"models/gemini-2.0-flash-live-001","sessionResumption":{"handle":"h-1"}}}"#, after: 0.01
        )
        next.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        next.hear("Second question?", after: 1)
        next.speak("Second answer.", milliseconds: 500, after: 0.5)
        next.complete(prompt: 200, response: 20, after: 0.5)
        return RecordedCall(call.events + next.closed())
    }()

    private func lines(_ change: (inout ExportOptions) -> Void = { _ in }) throws -> [[String: Any]] {
        try Self.call.text(as: "ndjson", change).split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `frames of both connections are lines on one clock`() throws {
        let lines = try lines()
        #expect(lines.count == 14)
        #expect(Set(lines.map { $0["session"] as? String }) == [Self.first.description])
        #expect(lines.map { $0["connection"] as? String == Self.second.description }.count { $0 } == 6)
        let times = lines.compactMap { $0["t"] as? Double }
        #expect(times.count == 14 && times == times.sorted())
        // The second connection opens 2.5 s behind the last frame of the first.
        #expect(abs((times.last ?? 0) - (times[7] + 0.5 + 2 + 2.11)) < 1e-6)
    }

    @Test func `a frame whose payload was not kept is a line without a message`() throws {
        let line = try #require(try lines { $0.isRaw = true }.first { $0["bytes"] as? Int == 70_000 })
        #expect(line["kind"] as? String == "unknown")
        #expect(line["json"] is NSNull)
        #expect(line["payload_b64"] is NSNull)
    }

    @Test func `what is no frame is told on request`() throws {
        let events = try lines { $0.hasEvents = true }.compactMap { $0["event"] as? String }
        #expect(events == ["opened", "upgraded", "gap", "closed", "opened", "upgraded", "closed"])
        let findings = try lines { $0.hasFindings = true }.filter { $0["schema"] as? String == "livetop.finding/1" }
        #expect(findings.map { $0["rule"] as? String } == ["goaway-ignored"])
        #expect(findings.first?["evidence"] is [[String: Any]])
    }

    @Test func `an archive has an entry for each connection`() throws {
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(Self.call.exported(as: "har"))) as? [String: Any])
        let log = try #require(root["log"] as? [String: Any])
        #expect(log["version"] as? String == "1.2")
        #expect((log["creator"] as? [String: String]) == ["name": "livetop", "version": "0.0"])
        let entries = try #require(log["entries"] as? [[String: Any]])
        #expect(entries.count == 2)
        let counts = entries.map { ($0["_webSocketMessages"] as? [Any])?.count }
        #expect(counts == [8, 6])
        let request = try #require(entries[0]["request"] as? [String: Any])
        #expect((request["url"] as? String)?.hasPrefix("wss://generativelanguage.googleapis.com/ws/") == true)
        // Cookies are left out, as browsers leave them out.
        #expect((request["headers"] as? [[String: String]])?.map { $0["name"] } == ["User-Agent"])
        #expect((request["queryString"] as? [[String: String]]) == [["name": "key", "value": "REDACTED"]])
        let timings = try #require(entries[0]["timings"] as? [String: Double])
        #expect(timings["dns"] == 1.5)
        #expect(timings["connect"] == 50)
        #expect(timings["ssl"] == 30)
        #expect(timings["wait"] == 41)
        let own = try #require(entries[0]["_livetop"] as? [String: Any])
        #expect(own["session"] as? String == Self.first.description)
        #expect((entries[1]["_livetop"] as? [String: Any])?["connection"] as? String == Self.second.description)
    }

    @Test func `an archive of it comes back as one session`() throws {
        let read = try Foreign(try Self.call.exported(as: "har"), .archive)
        #expect(Set(read.events.map(\.session)) == [SessionID(Self.first)])
        #expect(Set(read.events.map(\.event.connection)) == [Self.first, Self.second])
        #expect(read.closures.map(\.by) == [.transport, .server])
        #expect(read.frames.count == 14)
    }

    @Test func `both turns are rows, subtitles and labels on one clock`() throws {
        let csv = try Self.call.text(as: "csv").split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let header = try #require(csv.first)
        let column = { (name: String) in header.firstIndex { $0 == name } ?? 0 }
        #expect(csv.count == 3)
        #expect(csv.dropFirst().map { $0[column("connection")] } == [Self.first, Self.second].map { "\($0)"[...] })
        #expect(csv.dropFirst().map { $0[column("user")] } == ["First question?", "Second question?"])
        #expect(csv.dropFirst().map { $0[column("audio_s")] } == ["0.500", "0.500"])
        let srt = try Self.call.text(as: "srt")
        #expect(srt.split(separator: "\r\n").filter { $0.contains(": ") && !$0.contains("-->") }.count == 4)
        let labels = try Self.call.text(as: "labels")
        #expect(labels.contains("\tUser: Second question?\n"))
        #expect(labels.contains("\tModel: First answer.\n"))
    }

    @Test func `a page and an issue tell of both connections and of what is missing`() throws {
        let markdown = try Self.call.text(as: "markdown")
        #expect(markdown.contains("| Connections | 2 |"))
        #expect(markdown.contains("| Turns | 2 |"))
        #expect(markdown.contains("| Not captured | 3 frames |"))
        #expect(markdown.contains("| Ended | by server: 1000 normal closure, bye |"))
        #expect(markdown.contains("> User: Second question?\n>\n> Model: Second answer.\n"))
        let page = try Self.call.text(as: "html")
        #expect(page.contains("<div class=\"card\"><b>2</b><span>Connections</span></div>"))
        #expect(page.contains("<div class=\"card\"><b>3</b><span>Not captured</span></div>"))
        #expect(page.contains("Second answer."))
        #expect(page.hasSuffix("</main></body></html>\n"))
    }

    // MARK: The trace

    private func trace(_ change: (inout ExportOptions) -> Void = { _ in }) throws -> [[String: Any]] {
        let bytes = try Self.call.exported(as: "trace", change)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        return try #require(root["traceEvents"] as? [[String: Any]])
    }

    @Test func `a trace names its lanes in their order`() throws {
        let names = try trace().filter { $0["name"] as? String == "thread_name" }
        #expect(
            names.compactMap { ($0["args"] as? [String: String])?["name"] } == [
                "microphone", "user speech", "model received", "model heard", "tools", "turns", "latency",
                "connections",
                "findings",
            ])
        #expect(names.compactMap { $0["tid"] as? Int } == Array(1...9))
    }

    @Test func `every stretch that begins ends`() throws {
        let events = try trace()
        let begun = events.filter { $0["ph"] as? String == "b" }
        let ended = events.filter { $0["ph"] as? String == "e" }
        #expect(begun.count == 3)
        #expect(begun.compactMap { $0["id"] as? Int } == ended.compactMap { $0["id"] as? Int })
        for (start, end) in zip(begun, ended) {
            #expect(try #require(start["ts"] as? Double) <= #require(end["ts"] as? Double))
        }
        let connections = begun.filter { $0["cat"] as? String == "connections" }
        #expect(
            connections.compactMap { $0["name"] as? String } == [Self.first, Self.second].map { "connection \($0)" })
        #expect((connections.first?["args"] as? [String: String])?["ended"] == "by transport: reset by peer")
    }

    @Test func `turns are slices with what was said, and arrows lead to their answers`() throws {
        let turns = try trace().filter { $0["ph"] as? String == "X" && $0["cat"] as? String == "turns" }
        #expect(turns.compactMap { $0["name"] as? String } == ["turn 1", "turn 2"])
        #expect(
            turns.compactMap { ($0["args"] as? [String: Any])?["user"] as? String } == [
                "First question?", "Second question?",
            ])
        let arrows = try trace().filter { ["s", "f"].contains($0["ph"] as? String ?? "") }
        #expect(arrows.count % 2 == 0)
        let gap = try trace().contains { $0["name"] as? String == "3 frames not captured" }
        #expect(gap)
    }

    @Test func `tokens are a counter by what they count`() throws {
        let counters = try trace().filter { $0["name"] as? String == "context tokens" }
        #expect(counters.count == 2)
        let series = try #require(counters.last?["args"] as? [String: Int])
        #expect(Set(series.keys) == Set(Modality.allCases.map { $0.rawValue.lowercased() }))
    }

    @Test func `a part of a trace holds what begins in it`() throws {
        let part = WrittenCall.start + .seconds(4)...WrittenCall.start + .seconds(60)
        let turns = try trace { $0.interval = part }.filter {
            $0["cat"] as? String == "turns" && $0["ph"] as? String == "X"
        }
        #expect(turns.compactMap { $0["name"] as? String } == ["turn 2"])
    }

    @Test func `a session of which nothing is recorded is an empty trace`() throws {
        let text = try RecordedCall([]).text(as: "trace")
        #expect(text == "{\"traceEvents\":[],\"displayTimeUnit\":\"ms\",\"otherData\":{}}\n")
        #expect(try RecordedCall([]).text(as: "html").contains("<p>Nothing is recorded of this session.</p>"))
        #expect(try RecordedCall([]).text(as: "markdown").isEmpty)
    }

    // MARK: Parts

    @Test func `a part is told by times since the beginning, by instants or by turns`() throws {
        var part = ExportPart()
        #expect(try part.interval(of: Self.call.source) == nil)
        part.from = .offset(.seconds(1))
        #expect(
            try part.interval(of: Self.call.source)
                == WrittenCall.start + .seconds(1)...Timestamp(nanoseconds: .max))
        part.to = .instant(WrittenCall.start + .seconds(3))
        #expect(try part.interval(of: Self.call.source)?.upperBound == WrittenCall.start + .seconds(3))
        part.from = .offset(.seconds(4))
        #expect(throws: ExportError.backwards) { try part.interval(of: Self.call.source) }
        part.turns = 2...2
        let turn = try #require(try part.interval(of: Self.call.source))
        #expect(turn.lowerBound > WrittenCall.start + .seconds(4))
        #expect(try part.interval(of: RecordedCall(Self.call.events).source)?.upperBound == turn.upperBound)
        part.turns = 3...9
        #expect(throws: ExportError.noTurn(3)) { try part.interval(of: Self.call.source) }
        var empty = ExportPart()
        empty.from = .offset(.zero)
        #expect(try empty.interval(of: RecordedCall([]).source) == nil)
    }
}

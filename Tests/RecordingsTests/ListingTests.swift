import Diagnosis
import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import TestSupport
import Testing

@testable import Recordings
@testable import Reports

/// What lists, searches and followers find in a data folder.
@Suite struct ListingTests {
    private let recording: TestRecording
    private let now: Timestamp
    private var ids: [SessionID] = []

    init() throws {
        recording = try TestRecording(startedAt: WrittenCall.start)
        var end = WrittenCall.start
        for (index, question) in ["A flight to Oslo.", "The weather in Bergen?", "oslo again"].enumerated() {
            var call = WrittenCall(1_000_000_000_000 + UInt64(index), from: end + .seconds(120))
            call.say(
                .clientToServer, #"{"setup":{"model":"models/m-\#(index)","inputAudioTranscription":{}}}"#, after: 0.1)
            call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
            call.hear(question, after: 1)
            if index == 1 {
                call.append(
                    .closed(
                        Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal error encountered.")))
            } else {
                call.complete(prompt: 10, response: 2, after: 0.5)
                _ = call.closed()
            }
            try recording.take(call.events)
            ids.append(SessionID(call.connection))
            end = call.now
        }
        try recording.end(at: end)
        now = end + .seconds(600)
    }

    private var recordings: Recordings { recording.recordings(at: now) }

    private func names(_ list: SessionList) -> [String] {
        guard case .array(let rows)? = list.json["sessions"] else { return [] }
        return rows.compactMap { $0["id"]?.string }
    }

    @Test func `a list is newest last, and the limit takes the newest`() throws {
        #expect(names(try recordings.list()) == ids.map(\.description))
        #expect(names(try recordings.list(limit: 2)) == ids.suffix(2).map(\.description))
        #expect(names(try recordings.list(tag: "demo")) == ids.map(\.description))
        #expect(try recordings.list(tag: "other").text == "No session fits.")
    }

    @Test func `findings are asked only where they are wanted`() throws {
        let rows = { (list: SessionList) in
            if case .array(let rows)? = list.json["sessions"] { rows } else { [JSONValue]() }
        }
        #expect(rows(try recordings.list()).allSatisfy { $0["findings"] == .null })
        let findings = rows(try recordings.list(findings: true)).map { $0["findings"]?["worst"]?.string }
        #expect(findings[1] == "server-internal-error")
        #expect(findings.count == 3)
    }

    @Test func `a filter opens only what its line does not decide`() throws {
        var opened: [WorkStep] = []
        let sink = ProgressSink(progress: { opened.append($0) })
        let byLine = try Filter.parse("close:1011", for: .sessions)
        #expect(names(try recordings.list(filter: byLine, sink)) == [ids[1].description])
        let looked = opened.count
        let byFinding = try Filter.parse("finding:server-internal-error", for: .sessions)
        #expect(names(try recordings.list(filter: byFinding, sink)) == [ids[1].description])
        #expect(opened.count > looked)
        #expect(opened.suffix(2).map(\.count) == [3, 3])
        #expect(opened.suffix(2).map(\.share) == [2.0 / 3, 1])
    }

    @Test func `the limit counts what fits`() throws {
        let filter = try Filter.parse("close:1000", for: .sessions)
        #expect(names(try recordings.list(limit: 1, filter: filter)) == [ids[2].description])
    }

    @Test func `a text is found in every session, newest last, with its place`() throws {
        let search = TextSearch(recording.folder.url, ProgressSink())
        let report = try search.report(on: .words("oslo"))
        let sessions = report.lines.map { String($0.prefix(8)) }
        #expect(sessions == [ids[0].description, ids[2].description])
        #expect(report.lines.allSatisfy { $0.contains("  00:01.200  user  ") })
        #expect(try search.report(on: .words("oslo"), limit: 1).lines.count == 1)
        #expect(try search.report(on: .words("oslo"), session: "@last").lines.count == 1)
        #expect(try search.report(on: .words("oslo"), tag: "demo", limit: 1).lines.count == 1)
        #expect(try search.report(on: .words("oslo"), tag: "other").isEmpty)
        #expect(try search.report(on: .words("nowhere")).isEmpty)
        #expect(throws: SessionReference.Failure.self) { try search.report(on: .words("oslo"), session: "nobody") }
    }

    @Test func `a text in a filter is looked for in the index`() throws {
        let filter = try Filter.parse("bergen", for: .sessions)
        #expect(names(try recordings.list(filter: filter)) == [ids[1].description])
    }

    @Test func `a session is found by what a person calls it`() throws {
        #expect(try recordings.find("@last") == ids[2])
        #expect(try recordings.find("@-2") == ids[1])
        #expect(try recordings.find(ids[0].description) == ids[0])
        #expect(throws: SessionReference.Failure.self) { try recordings.find("nobody") }
        let named = { (names: [String]) in try recordings.diagnose(named: names).map(\.opened.state.id) }
        #expect(try named([]) == [ids[2]])
        #expect(try named(["@-2", "@last"]) == [ids[1], ids[2]])
    }

    // MARK: Following

    private func told(_ filter: String? = nil) throws -> [LiveLine] {
        var follower = try LiveFollower(ids[1], in: recordings)
        if let filter { follower.filter = try Filter.parse(filter, for: .events) }
        var lines: [LiveLine] = []
        while let more = try follower.next() { lines += more }
        #expect(follower.isEnded)
        return lines + follower.finish()
    }

    @Test func `a follower tells what happened and what was found, in order`() throws {
        let lines = try told()
        let events = lines.map(\.words.event)
        #expect(events.starts(with: ["opened", "upgraded", "setup", "setupComplete", "inputTranscription", "closed"]))
        #expect(events.contains("finding"))
        #expect(lines.map(\.offset) == lines.map(\.offset).sorted())
        #expect(Set(lines.map(\.session)) == [ids[1]])
    }

    @Test func `a filter chooses among events and findings`() throws {
        #expect(try told("kind:setup").map(\.words.event) == ["setup"])
        let findings = try told("finding:server-internal-error")
        #expect(findings.map(\.words.event) == ["finding"])
        #expect(try told("tag:other").isEmpty)
    }
}

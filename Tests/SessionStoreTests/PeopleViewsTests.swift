import Foundation
import GRDB
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// What people read who ask in SQL: names, instants with their zone, words.
@Suite struct PeopleViewsTests {
    private let store: TestStore

    init() throws { store = try TestStore() }

    /// The rows, each column as `name=value`; columns that are null are left out.
    private func rows(_ sql: String) throws -> [[String]] {
        try store.database.read("test") { connection in
            try Row.fetchAll(connection, sql: sql).map { row in
                row.filter { !$0.1.isNull }.map { name, value in
                    "\(name)=\(String.fromDatabaseValue(value) ?? value.description)"
                }
            }
        }
    }

    private static let turn = TurnRow(
        number: 2, connection: .first, userAt: .seconds(1, after: anchor), openedAt: .seconds(1.5, after: anchor),
        answeredAt: .seconds(2, after: anchor), interruptedAt: nil, completedAt: .seconds(4, after: anchor),
        ending: .complete, reason: "STOP",
        response: Latency(anchor: .text, startedAt: .seconds(1, after: anchor), duration: .milliseconds(812.5)),
        audio: .milliseconds(1_900), heard: .milliseconds(400), toolCalls: 1)
    private static let finding = FindingRow(
        rule: "slow-response", variant: "text", severity: "warning", confidence: .high, isPrediction: false,
        from: .seconds(1, after: anchor), to: .seconds(2, after: anchor), times: 3, resolvedAt: nil,
        connection: .first,
        evidence: .init(connection: .first, sequence: 2, at: .seconds(2, after: anchor), note: "the answer begins"),
        title: "It took long.", cause: "Somebody thinks.", fix: "Ask less.", explainedBy: nil)

    private func record(capture: CaptureLevel = .full) throws {
        var recorder = try store.recorder(capture: capture)
        let close = Frame(.close, [3, 232])
        try recorder.append(
            [
                .opened(tag: "desk"), .frame(1, Array(#"{"setup":{}}"#.utf8), direction: .clientToServer),
                .frame(2, Array("{}".utf8)),
                WireEvent(
                    connection: .first, sequence: 3, at: .seconds(2.5, after: anchor),
                    kind: .frame(.serverToClient, close)), .closed(5),
            ].items)
        let summary = SessionSummary(
            id: .first, tag: "desk", model: "models/m", activity: .closed, openedAt: anchor,
            closedAt: .seconds(5, after: anchor), frames: 3, bytesUp: 12, bytesDown: 4, usedTokens: 40,
            limitTokens: 128_000, billedTokens: 52, cost: 0.25, responseP95: .milliseconds(812.5),
            responseAnchor: .text, turns: 2, interruptions: 1, droppedFrames: 7)
        try recorder.append([
            .summary(summary),
            .account(SessionAccount(session: .first, turns: [Self.turn], findings: [Self.finding])),
        ])
    }

    @Test func `what was found is read back for a list, and what nobody looked at is missing`() throws {
        try record()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.second)].items)
        #expect(try store.index.count() == 2)
        #expect(try store.index.findings(of: [.first, .second]) == [.first: [Self.finding]])
        #expect(try store.index.sessions(before: .second).map(\.summary.id) == [.first])
        #expect(try store.index.sessions(before: .first).isEmpty)
    }

    @Test func `a session is a row with names, words and instants`() throws {
        try record()
        #expect(
            try rows("SELECT * FROM v_sessions") == [
                [
                    "session=\(SessionID.first)", "tag=desk", "model=models/m", "state=closed",
                    "opened_at=2026-09-21T14:13:20.123Z", "closed_at=2026-09-21T14:13:25.123Z", "seconds=5.0",
                    "connections=1", "frames=3", "bytes_up=12", "bytes_down=4", "frames_not_captured=7", "turns=2",
                    "interruptions=1", "context_tokens=40", "context_limit=128000", "billed_tokens=52",
                    "cost_usd=0.25", "response_p95_ms=812.5", "response_anchor=text", "closed_by=server",
                    "close_code=1008", "close_reason=why", "upstream=https://generativelanguage.googleapis.com",
                    "client=sdk/1", "capture=full", "livetop=0.1",
                ]
            ])
    }

    @Test func `without a summary the rows are counted, and what only decoding tells is null`() throws {
        var recorder = try store.recorder()
        try recorder.append(
            [.opened(), .frame(1, [1, 2, 3], direction: .clientToServer), .frame(2)].items)
        let found = try rows("SELECT state, closed_at, model, turns, frames, bytes_up, bytes_down FROM v_sessions")
        #expect(found == [["frames=2", "bytes_up=3", "bytes_down=2"]])
        let summary = SessionSummary(id: .first, activity: .listening, openedAt: anchor)
        try recorder.append([.summary(summary)])
        #expect(
            try rows("SELECT state, closed_at, seconds, frames FROM v_sessions") == [["state=listening", "frames=0"]])
        try recorder.finish(at: .seconds(9, after: anchor))
        #expect(try rows("SELECT state, closed_at, seconds FROM v_sessions") == [["state=closed"]])
    }

    @Test func `nobody is told when a session was of which nobody knows`() throws {
        try record()
        var undated = SessionSummary(id: .first, activity: .closed, openedAt: anchor)
        (undated.isDated, undated.isTimed) = (false, false)
        var recorder = try store.recorder()
        try recorder.append([.summary(undated)])
        #expect(try rows("SELECT opened_at, closed_at, seconds, connections FROM v_sessions") == [["connections=1"]])
        #expect(try rows("SELECT number, at FROM v_frames") == [["number=1"], ["number=2"], ["number=3"]])
        #expect(try rows("SELECT rule, from_at, to_at, evidence_at FROM v_findings") == [["rule=slow-response"]])
    }

    @Test func `a frame is told in words, and its payload is text`() throws {
        try record()
        let common = ["session=\(SessionID.first)", "connection=\(ConnectionID.first)"]
        #expect(
            try rows("SELECT * FROM v_frames ORDER BY number LIMIT 2") == [
                common + [
                    "number=1", "at=2026-09-21T14:13:21.123Z", "direction=up", "opcode=text", "bytes=12", "is_final=1",
                    "is_cut=0", #"payload={"setup":{}}"#, "codec=plain",
                ],
                common + [
                    "number=2", "at=2026-09-21T14:13:22.123Z", "direction=down", "opcode=text", "bytes=2",
                    "is_final=1", "is_cut=0", "payload={}", "codec=plain",
                ],
            ])
        let close = try rows(
            "SELECT opcode, typeof(payload) AS type, hex(payload) AS hex FROM v_frames WHERE number = 3")
        #expect(close == [["opcode=close", "type=blob", "hex=03E8"]])
    }

    @Test func `a payload that was not captured is null`() throws {
        try record(capture: .meta)
        #expect(try rows("SELECT number FROM v_frames WHERE payload IS NULL") == [["number=1"], ["number=2"]])
    }

    @Test func `a turn has its latency with its anchor, and what was heard`() throws {
        try record()
        #expect(
            try rows("SELECT * FROM v_turns") == [
                [
                    "session=\(SessionID.first)", "number=2", "connection=\(ConnectionID.first)",
                    "user_at=2026-09-21T14:13:21.123Z", "opened_at=2026-09-21T14:13:21.623Z",
                    "answered_at=2026-09-21T14:13:22.123Z", "completed_at=2026-09-21T14:13:24.123Z",
                    "ending=complete", "reason=STOP", "response_ms=812.5", "response_anchor=text",
                    "audio_seconds=1.9", "heard_seconds=0.4", "tool_calls=1",
                ]
            ])
    }

    @Test func `a finding has its time, how often it was so, and the frame that proves it`() throws {
        try record()
        #expect(
            try rows("SELECT * FROM v_findings") == [
                [
                    "session=\(SessionID.first)", "rule=slow-response", "variant=text", "severity=warning",
                    "confidence=high", "is_predicted=0", "from_at=2026-09-21T14:13:21.123Z",
                    "to_at=2026-09-21T14:13:22.123Z", "times=3", "connection=\(ConnectionID.first)",
                    "evidence_at=2026-09-21T14:13:22.123Z", "evidence_connection=\(ConnectionID.first)",
                    "evidence_frame=2", "evidence=the answer begins", "title=It took long.",
                    "cause=Somebody thinks.", "fix=Ask less.",
                ]
            ])
    }

    @Test func `without payloads nothing is quoted either`() throws {
        try record(capture: .meta)
        let found = try rows("SELECT rule, times, evidence_frame, evidence, title, cause, fix FROM v_findings")
        #expect(found == [["rule=slow-response", "times=3", "evidence_frame=2"]])
        #expect(try rows("SELECT ending, reason FROM v_turns") == [["ending=complete"]])
    }

    @Test func `what is told again replaces what was told`() throws {
        try record()
        var (turn, finding) = (Self.turn, Self.finding)
        (turn.heard, finding.times, finding.rule) = (.milliseconds(1_900), 4, "unexpected-drop")
        var first = turn
        first.number = 1
        var recorder = try store.recorder()
        try recorder.append([
            .account(SessionAccount(session: .first, turns: [first, turn], findings: [finding])),
            // Of a session that is not there.
            .account(SessionAccount(session: .second, turns: [turn], findings: [finding])),
        ])
        let turns = try rows("SELECT number, heard_seconds FROM v_turns ORDER BY number")
        #expect(turns == [["number=1", "heard_seconds=1.9"], ["number=2", "heard_seconds=1.9"]])
        #expect(try rows("SELECT rule, times FROM v_findings") == [["rule=unexpected-drop", "times=4"]])
    }

    @Test func `they go with their session, and turns with it into a bundle`() throws {
        try record()
        let file = store.folder.url.appendingPathComponent("call.livetop")
        try Bundle.write([.first], of: store.database, to: file)
        let session = SQLQuery("SELECT model, turns FROM v_sessions")
        var rows: [[SQLValue]] = []
        try session.run(on: Bundle.open(file)) { _ in
        } row: {
            rows.append($0)
            return true
        }
        #expect(rows == [[.text("models/m"), .integer(2)]])
        let bundle = try Bundle.open(file)
        let told = try bundle.read("test") {
            try Row.fetchOne($0, sql: "SELECT number, (SELECT count(*) FROM v_findings) AS findings FROM v_turns")
        }
        // Findings may rest on sessions that are not in it.
        #expect(told == ["number": 2, "findings": 0])
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try store.column("SELECT count(*) FROM turns UNION ALL SELECT count(*) FROM findings") == [0, 0])
    }
}

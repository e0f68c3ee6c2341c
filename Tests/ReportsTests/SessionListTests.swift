import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing
import Wording

@testable import Reports

@Suite struct SessionListTests {
    private static let now = WrittenCall.start + .seconds(3_600)

    private static func summary(_ number: UInt64, _ activity: SessionActivity = .closed) -> SessionSummary {
        SessionSummary(
            id: SessionID(ConnectionID(rawValue: 1_000_000_000_000 + number)), activity: activity,
            openedAt: WrittenCall.start + .seconds(Double(number)))
    }

    /// Sessions of every kind that a list can hold.
    private static let rows: [SessionList.Row] = {
        var over = summary(0)
        (over.tag, over.model) = ("che\u{1B}[31mckout", "models/gemini-live-2.5-flash-preview")
        over.closedAt = over.openedAt + .seconds(75)
        (over.connections, over.frames, over.bytesUp, over.bytesDown) = (2, 1_234_567, 10, 20)
        (over.usedTokens, over.limitTokens, over.isLimitAssumed) = (2_590, 131_072, true)
        (over.turns, over.closure) = (3, Closure(by: .server, code: CloseCode(rawValue: 1011)))
        var open = summary(1, .speaking)
        (open.model, open.usedTokens, open.limitTokens) = ("m", 0, 32_000)
        var refused = summary(2)
        refused.closedAt = refused.openedAt
        refused.refusal = Refusal(status: 403, by: .server, reason: "no")
        var untimed = summary(3)
        (untimed.isTimed, untimed.isDated, untimed.closedAt) = (false, false, untimed.openedAt + .seconds(9))
        untimed.closure = Closure(by: .transport)
        let unseen = summary(4)
        let findings = DiagnosisResult(findings: [.full, .mild(.warning), .mild(.info)], mutedFindings: 3)
        return [
            SessionList.Row(over, result: findings), SessionList.Row(open, result: DiagnosisResult()),
            SessionList.Row(refused, origin: over.id, result: DiagnosisResult(mutedFindings: 1)),
            SessionList.Row(untimed, result: DiagnosisResult(findings: [.mild(.info)])), SessionList.Row(unseen),
        ]
    }()

    @Test func `sessions of every kind stand under each other`() {
        expectGolden(SessionList(Self.rows, at: Self.now).text + "\n", named: "ls")
        expectGolden(SessionList(Self.rows, at: Self.now, hasFindings: true).text + "\n", named: "ls-findings")
    }

    @Test func `sessions of every kind are written as documented`() {
        expectGolden(SessionList(Self.rows, at: Self.now, hasFindings: true).json.indented, named: "ls.json")
    }

    @Test func `unknown is null, never zero`() throws {
        let json = SessionList(Self.rows, at: Self.now).json
        #expect(json.at("sessions.4.ageSeconds") == .null)
        #expect(json.at("sessions.4.usedTokens") == .null)
        #expect(json.at("sessions.3.openedAt") == .null)
        #expect(json.at("sessions.3.ageSeconds") == .null)
        #expect(json.at("sessions.1.usedTokens") == .integer(0))
        #expect(json.at("sessions.1.ageSeconds") == .number(3_599))
        #expect(json.at("sessions.2.origin") == json.at("sessions.0.id"))
    }

    @Test func `findings are counted by severity, the worst is named`() throws {
        let json = SessionList(Self.rows, at: Self.now, hasFindings: true).json
        #expect(
            json.at("sessions.0.findings")?.text
                == #"{"errors":1,"warnings":1,"infos":1,"worst":"goaway-ignored","muted":3}"#)
        #expect(json.at("sessions.4.findings") == .null)
        let text = SessionList(Self.rows, at: Self.now, hasFindings: true).text
        #expect(text.contains("goaway-ignored +1, 3 muted"))
        #expect(text.contains("context-near-limit (info)"))
        #expect(text.contains("none, 1 muted"))
    }

    @Test func `what was found while it was recorded is told, and is no answer to programs`() {
        let row = SessionList.Row(Self.summary(0), recorded: [.full, .mild(.warning), .mild(.info)])
        let list = SessionList([row, SessionList.Row(Self.summary(1))], at: Self.now)
        let lines = list.text.split(separator: "\n")
        #expect(lines[0].hasSuffix("  FINDINGS"))
        #expect(lines[1].hasSuffix("  goaway-ignored +1"))
        #expect(lines[2].hasSuffix("  –"))
        #expect(list.json.at("sessions.0.findings") == .null)
    }

    @Test func `on a narrow terminal every line fits, and what a session is called stays`() {
        let list = SessionList(Self.rows, at: Self.now, hasFindings: true)
        let lines = list.text(within: 80).split(separator: "\n")
        #expect(lines.allSatisfy { TextWidth.width($0) <= 80 })
        #expect(
            lines[1].hasPrefix("x3aaa400  ") && lines[1].contains("server 1011") && lines[1].contains("goaway-ignored"))
        #expect(list.text(within: nil) == list.text)
    }

    @Test func `an empty list says why it is empty`() {
        #expect(SessionList([], at: Self.now).text == "No session has been recorded here yet.")
        #expect(SessionList([], at: Self.now, leavesOut: true).text == "No session fits.")
        #expect(SessionList([], at: Self.now).json.text == #"{"schema":"livetop.sessions/1","sessions":[]}"#)
    }
}

import Diagnosis
import LiveProtocol
import SessionModel
import Testing

@testable import Runtime

/// What is most worth knowing of the calls that go on.
struct RunningCallsTests {
    private static let now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)

    private static func session(_ number: UInt64, up seconds: Int? = nil, goAwayIn left: Int? = nil) -> SessionSummary {
        var session = SessionSummary(
            id: SessionID(ConnectionID(rawValue: number)), tag: "call-\(number)", activity: .listening, openedAt: now)
        session.connectionSince = seconds.map { now - .seconds($0) }
        session.goAwayDeadline = left.map { now + .seconds($0) }
        return session
    }

    private static func finding(_ rule: RuleID, _ severity: Severity, isPrediction: Bool = false) -> Finding {
        Finding(rule: rule, severity: severity, isPrediction: isPrediction, from: now, to: now, title: "t", fix: "f")
    }

    @Test func `the worst that has happened in a call that goes on`() {
        var over = Self.session(1)
        over.closedAt = Self.now
        let sessions = [over, Self.session(2), Self.session(3), Self.session(4)]
        let findings = [
            over.id: [Self.finding("over", .error)], sessions[1].id: [Self.finding("mild", .warning)],
            sessions[2].id: [Self.finding("foreseen", .error, isPrediction: true), Self.finding("bad", .error)],
            sessions[3].id: [Self.finding("also-bad", .error)],
        ]
        let calls = RunningCalls(sessions, findings: findings) { _ in Self.now }
        #expect(calls.worst?.rule == "bad")
        #expect(calls.worst?.tag == "call-3")
    }

    @Test func `what is only worth knowing is no trouble`() {
        let session = Self.session(1)
        let calls = RunningCalls([session], findings: [session.id: [Self.finding("note", .info)]]) { _ in Self.now }
        #expect(calls == RunningCalls())
    }

    @Test func `the first end is an announced one or that of ten minutes`() {
        let young = Self.session(1, up: 30), old = Self.session(2, up: 590),
            leaving = Self.session(3, up: 60, goAwayIn: 8)
        func end(_ sessions: [SessionSummary]) -> RunningCalls.End? {
            RunningCalls(sessions, findings: [:]) { _ in Self.now }.nextEnd
        }
        #expect(end([]) == nil)
        #expect(end([young, old])?.left == .seconds(10))
        #expect(end([young, old])?.isAnnounced == false)
        #expect(end([young, old, leaving])?.tag == "call-3")
        #expect(end([leaving])?.isAnnounced == true)
    }
}

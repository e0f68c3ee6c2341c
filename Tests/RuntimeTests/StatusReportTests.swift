import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Runtime

/// The line for status lines, and the document with the same facts.
@Suite struct StatusReportTests {
    private static let now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)

    private static func report(_ change: (inout ProxyStatus) -> Void) -> StatusReport {
        var status = ProxyStatus(
            pid: 7, port: 8910, version: "0.1.0", command: "serve", capture: "full", upstream: "https://u",
            openCalls: 2, framesPerSecond: 100, droppedFrames: 0)
        change(&status)
        return StatusReport(source: .proxy(status), dataFolder: "/d", now: now)
    }

    private static let trouble = RunningCalls.Trouble(
        session: "6g002byh", tag: "checkout", rule: "goaway-ignored", severity: .error, title: "t", fix: "f")

    @Test func `calls, the worst finding and the connection that ends first`() {
        let quiet = Self.report { $0.openCalls = 0 }
        #expect(quiet.line == "livetop: no calls")
        let busy = Self.report {
            $0.calls = RunningCalls(
                worst: Self.trouble,
                nextEnd: RunningCalls.End(session: "6g002byi", tag: nil, left: .seconds(8), isAnnounced: true))
        }
        #expect(busy.line == "livetop: 2 calls · error goaway-ignored in checkout · 0:08 left in 6g002byi")
    }

    @Test func `while no call runs, the last one is told, and to programs at any time`() {
        var last = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 7)), activity: .closed, openedAt: Self.now - .seconds(300),
            closedAt: Self.now - .seconds(190))
        last.closure = Closure(by: .server, code: CloseCode(rawValue: 1008))
        var quiet = Self.report { $0.openCalls = 0 }
        guard case .proxy(var status, _) = quiet.source else { return }
        quiet.source = .proxy(status, last: last)
        #expect(quiet.line == "livetop: no calls · last call ended 3:10 ago by server 1008")
        status.openCalls = 2
        quiet.source = .proxy(status, last: last)
        #expect(quiet.line == "livetop: 2 calls")
        #expect(quiet.json["lastCall"]?["code"]?.integer == 1008)
    }

    @Test func `what is usual is no announcement, and what is over is said to be`() {
        func line(_ left: Duration, _ isAnnounced: Bool) -> String {
            Self.report {
                $0.openCalls = 1
                $0.calls.nextEnd = RunningCalls.End(session: "s", tag: "t", left: left, isAnnounced: isAnnounced)
            }.line
        }
        #expect(line(.seconds(125), false) == "livetop: 1 call · about 2:05 left in t")
        #expect(line(.seconds(-3), true) == "livetop: 1 call · goAway overdue by 0:03 in t")
        #expect(line(.seconds(-3), false) == "livetop: 1 call · past the usual end in t")
    }

    @Test func `trouble with recording comes first, and foreign text drives nothing`() {
        let report = Self.report {
            $0.recorderProblem = "the disk\u{1B}[2J is full"
            $0.droppedFrames = 12
        }
        #expect(
            report.line == "livetop: NOT RECORDING: the disk␛[2J is full · 12 frames not recorded · 2 calls")
    }

    @Test func `without a proxy it is said how the last call ended`() {
        var last = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 7)), tag: "t", activity: .closed, openedAt: Self.now - .seconds(300),
            closedAt: Self.now - .seconds(190))
        last.closure = Closure(by: .server, code: CloseCode(rawValue: 1011))
        let report = StatusReport(source: .nobody(last: last), dataFolder: "/d", now: Self.now)
        #expect(report.line == "livetop: no proxy runs · last call ended 3:10 ago by server 1011")
        #expect(!report.isRunning)
        last.closure = Closure(by: .proxy, code: CloseCode(rawValue: 1001))
        let ours = StatusReport(source: .nobody(last: last), dataFolder: "/d", now: Self.now)
        #expect(ours.line.hasSuffix("by livetop 1001"))
        #expect(
            StatusReport(source: .nobody(last: nil), dataFolder: "/d", now: Self.now).line == "livetop: no proxy runs")
    }

    @Test func `a proxy that does not answer is told from its recording`() {
        var session = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 7)), tag: "t", activity: .listening, openedAt: Self.now)
        session.connectionSince = Self.now - .seconds(60)
        let report = StatusReport(source: .silent([session]), dataFolder: "/d", now: Self.now)
        #expect(report.line == "livetop: the proxy does not answer · 1 call · about 9:00 left in t")
        #expect(report.isRunning)
    }

    @Test func `the status of a proxy survives its way over the control socket`() throws {
        var status = ProxyStatus(
            pid: 7, port: 8910, version: "0.1.0", command: "serve", capture: "full", upstream: "https://u",
            openCalls: 2, droppedFrames: 0)
        status.calls = RunningCalls(
            worst: Self.trouble,
            nextEnd: RunningCalls.End(session: "s", tag: nil, left: .milliseconds(-1_500), isAnnounced: true))
        status.sinceLookSeconds = 0.25
        let document = try JSONDocument(Array(status.json.text.utf8))
        #expect(ProxyStatus(document.root) == status)
    }
}

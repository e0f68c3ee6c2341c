import LiveProtocol
import Testing

@testable import Diagnosis

@Suite struct RankingTests {
    @Test func `what was announced and not heeded comes first, and its end below it`() throws {
        var call = StagedCall()
        call.begin(.resumption)
        call.exchange()
        call.server(#"{"goAway":{"timeLeft":"10s"}}"#)
        call.close(1011, "Deadline expired before operation could complete.", after: 10)
        let findings = call.findings()
        let first = try #require(findings.first)
        #expect(first.rule == "goaway-ignored")
        #expect(first.severity == .error)
        #expect(first.evidence.map(\.note).first == "goAway, 10 s left")
        #expect(!findings.contains { $0.rule == "session-cap-close" })
    }

    @Test func `what follows a fault that was asked for is below it, and a setup is judged as ever`() throws {
        var call = StagedCall()
        call.begin(.resumption)
        call.exchange()
        call.append(.fault(FaultNote(fault: "reset", text: "resets the connection")), after: 1)
        call.drop(after: 1)
        let findings = call.findings()
        let injected = try #require(findings.first { $0.rule == "fault-injected" })
        #expect(injected.explains.contains { $0.rule == "unexpected-drop" })
        #expect(!findings.contains { $0.rule == "unexpected-drop" })
    }

    @Test func `a muted rule says nothing`() {
        var call = StagedCall()
        call.begin()
        call.exchange()
        call.drop()
        #expect(call.findings().contains { $0.rule == "unexpected-drop" })
        var thresholds = Thresholds()
        thresholds.muted = ["unexpected-drop"]
        #expect(!call.findings(after: 0, thresholds).contains { $0.rule == "unexpected-drop" })
    }

    @Test func `rules say what they are for`() {
        for rule in Diagnosis.rules {
            #expect(
                !rule.title.isEmpty && !rule.cause.isEmpty && !rule.fix.isEmpty && !rule.source.isEmpty, "\(rule.id)")
        }
    }

    @Test func `a threshold can be changed and is named by its unit`() {
        var thresholds = Thresholds()
        thresholds[.idlePredicted] = 7
        #expect(thresholds[.idlePredicted] == 7)
        #expect(thresholds[.idleLimit] == Threshold.idleLimit.defaultValue)
        let counted: [Threshold] = [.concurrentSessions, .stormConnections]
        for threshold in Threshold.allCases where !counted.contains(threshold) {
            let unit = threshold.rawValue.split(separator: "_").last
            let units: [Substring] = ["s", "ms", "ratio", "fps", "db", "dbfs", "hz", "tokens", "min", "count"]
            #expect(unit.map { units.contains($0) } == true, "\(threshold.rawValue)")
        }
    }
}

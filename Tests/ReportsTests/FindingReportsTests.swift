import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct FindingReportsTests {
    @Test func `a finding is told with cause, evidence and fix`() {
        let text = FindingStory(start: WrittenCall.start).text([.full, .mild(.warning, isPrediction: true)])
        #expect(
            text == """
                error: The server announced the end and nobody left  [goaway-ignored/closed]
                  cause     Nothing reacts to goAway.
                  evidence  00:06.250 #16  goAway, "10 s"
                            00:07.250  closed␛[2J by the server
                  fix       Reconnect in time.
                  explains  The context fills  [context-near-limit]

                warning, foreseen, not certain: The context fills  [context-near-limit]
                  cause     It grows.
                  fix       Compress.
                """)
    }

    @Test func `a conversation that is not read is no session without findings`() throws {
        var call = WrittenCall(method: .unknown)
        for _ in 0..<2 { call.say(.clientToServer, #"{"type":"session.update"}"#) }
        call.say(.serverToClient, #"{"type":"ready\u0007"}"#)
        let told = DiagnosisReport([try #require(Reported([call])).diagnosed])
        #expect(told.text.hasSuffix("\n\nnot decoded: 3 messages (session.update 2, ready 1)."))
        #expect(told.json.at("sessions.0.notDecoded.messages") == .integer(3))
        #expect(told.json.at("sessions.0.notDecoded.kinds.ready") == .integer(1))
        let found = DiagnosisReport([try #require(Reported([call], findings: [.mild(.info)])).diagnosed]).text
        #expect(!found.contains("Nothing was found") && found.contains("not decoded: 3 messages"))
        let read = DiagnosisReport([try #require(Reported([.shop])).diagnosed])
        #expect(read.text.hasSuffix("\n\nNothing was found."))
    }

    @Test func `the same finding several times is told once, with the evidence of all`() {
        var findings: [Finding] = []
        for number in 0..<12 {
            var finding = Finding.mild(.warning)
            finding.from = WrittenCall.start + .seconds(Double(number))
            finding.to = finding.from
            finding.evidence = [
                Evidence(connection: ConnectionID(rawValue: 1), sequence: Int64(number), at: finding.from, note: "n")
            ]
            findings.append(finding)
        }
        let other = Finding.mild(.info)
        let text = FindingStory(start: WrittenCall.start).text(findings + [other])
        let blocks = text.split(separator: "\n\n")
        #expect(blocks.count == 2)
        #expect(blocks[0].hasPrefix("warning, not certain: The context fills  [context-near-limit]  ×12\n"))
        #expect(blocks[0].contains("\n  time      00:00.000 to 00:11.000, 12 times\n  evidence  00:00.000 #0  n\n"))
        #expect(blocks[0].contains("\n            00:07.000 #7  n\n            and 4 more\n"))
        #expect(FindingStory(start: WrittenCall.start).text([other]) == blocks[1])
    }

    @Test func `without times evidence has no place`() {
        let text = FindingStory(start: nil).text([.full])
        #expect(text.contains("  evidence  – #16  goAway"))
        let json = FindingDocument(start: nil).json(.full)
        #expect(json.at("from") == .null)
        #expect(json.at("evidence.0.at") == .null)
        #expect(json.at("evidence.0.frame") == .integer(16))
    }

    @Test func `a finding is written with all of its keys`() {
        expectGolden(
            FindingDocument(start: WrittenCall.start).json([.full, .mild(.info)]).indented, named: "findings.json")
    }

    @Test func `sessions are told one after the other`() throws {
        let entries = [
            try #require(Reported([.shop], findings: [.full], muted: 1)).diagnosed,
            try #require(Reported([.untimed])).diagnosed,
        ]
        let report = DiagnosisReport(entries)
        expectGolden(report.text + "\n", named: "diagnose")
        #expect(report.worst == .error)
        #expect(report.json.at("sessions.0.mutedFindings") == .integer(1))
        #expect(report.json.at("sessions.0.findings.0.from") == .number(6.25))
        #expect(report.json.at("sessions.1.isTimed") == .bool(false))
        #expect(DiagnosisReport([entries[1]]).worst == nil)
    }

    @Test func `a warning is news once, and again when what was foreseen has come`() {
        var news = FindingNews()
        let summary = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 1)), tag: "t", activity: .closed, openedAt: WrittenCall.start)
        let foreseen = Finding.mild(.warning, isPrediction: true)
        #expect(news.take([(summary, [foreseen, .full, .mild(.info)])]).map(\.finding) == [foreseen, .full])
        #expect(news.take([(summary, [.full, foreseen])]).isEmpty)
        #expect(news.take([(summary, [.mild(.warning)])]).map(\.finding) == [.mild(.warning)])
        var other = summary
        other.id = SessionID(ConnectionID(rawValue: 2))
        let item = news.take([(other, [.full])]).first
        #expect(item?.session == other.id)
        #expect(item?.tag == "t")
        #expect(item?.start == WrittenCall.start)
    }

    @Test func `every rule has its row and its explanation`() throws {
        let document = RuleDocument(rules: Diagnosis.rules)
        let rows = document.table.split(separator: "\n")
        #expect(rows.count == Diagnosis.rules.count + 1)
        for (row, rule) in zip(rows.dropFirst(), Diagnosis.rules) {
            #expect(row.hasPrefix(rule.id.rawValue + " "))
            #expect(row.hasSuffix(rule.title))
        }
        let rule = try #require(Diagnosis.rules.first { $0.variants.isEmpty })
        let text = RuleDocument(rules: [rule]).text
        #expect(text.hasPrefix("\(rule.id): \(rule.title)\n  severity  \(rule.severity.rawValue) at worst, priority P"))
        #expect(text.contains("\n  variants  –\n  cause     \(rule.cause)\n  fix       \(rule.fix)\n  source    "))
        #expect(document.json.at("schema") == "livetop.rules/1")
        #expect(document.json.at("rules.0.id") == .string(Diagnosis.rules[0].id.rawValue))
    }
}

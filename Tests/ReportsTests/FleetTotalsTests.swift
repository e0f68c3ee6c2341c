import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct FleetTotalsTests {
    private func totals(_ calls: [[WrittenCall]]) throws -> FleetTotals {
        var totals = FleetTotals()
        for call in calls {
            let reported = try #require(Reported(call))
            totals.add(reported.diagnosed.opened.summary, reported.state)
        }
        return totals
    }

    @Test func `sessions together are told as documented`() throws {
        let totals = try totals([[.shop, .resumed], [.refused], [.untimed]])
        expectGolden(totals.text + "\n", named: "stats")
        expectGolden(totals.json.indented, named: "stats.json")
    }

    @Test func `what each session has adds up`() throws {
        let (shop, both) = (try totals([[.shop]]).json, try totals([[.shop], [.shop], [.refused]]).json)
        for name in ["turns", "interruptions", "toolCalls"] {
            let one = try #require(shop.at("totals.\(name)")?.integer)
            #expect(one > 0)
            #expect(both.at("totals.\(name)")?.integer == 2 * one, "\(name)")
        }
        #expect(both.at("totals.sessions") == .integer(3))
        #expect(both.at("totals.refusedSessions") == .integer(1))
        #expect(both.at("totals.closeBy.client") == .integer(2))
        #expect(both.at("totals.billedTokens.input") == .integer(7_240))
        #expect(both.at("metrics.tool_ms.count") == .integer(2))
        #expect(both.at("metrics.tool_ms.p50") == .number(500))
    }

    @Test func `no session is said to be none`() {
        let empty = FleetTotals()
        #expect(empty.text == "No session of that kind has been recorded here.")
        #expect(empty.json.at("totals.billedTokens.input") == .null)
        #expect(empty.json.at("totals.costUsd") == .null)
        #expect(empty.json.at("roundTripMs.client.kernel") == .null)
        #expect(empty.json.at("metrics.response_ms.count") == .integer(0))
        #expect(empty.json.at("metrics.response_ms.p50") == .null)
    }

    @Test func `a session of which only the line is known counts with its line`() {
        var totals = FleetTotals()
        var line = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 1)), activity: .listening, openedAt: WrittenCall.start)
        (line.frames, line.turns) = (12, 3)
        totals.add(line, nil)
        #expect(totals.json.at("totals.frames") == .integer(12))
        #expect(totals.json.at("totals.openSessions") == .integer(1))
        #expect(totals.json.at("totals.toolCalls") == .integer(0))
        #expect(totals.text.contains("billed     – tokens in, – out"))
    }

    @Test func `sums that are too large stand at the largest number`() {
        var totals = FleetTotals()
        var line = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 1)), activity: .closed, openedAt: WrittenCall.start)
        (line.frames, line.bytesUp, line.turns) = (.max, .max - 1, .max)
        totals.add(line, nil)
        totals.add(line, nil)
        #expect(totals.json.at("totals.frames") == .integer(Int64.max))
        #expect(totals.json.at("totals.bytesUp") == .integer(Int64.max))
        #expect(totals.json.at("totals.turns") == .integer(Int64.max))
    }
}

@Suite struct MetricTableTests {
    @Test func `anchors stand below the metric, the one of most samples first`() {
        var log = MetricLog()
        for value in [100.0, 200, 300] {
            log.record(.response, value, at: WrittenCall.start, anchor: Anchor.allCases[1])
        }
        log.record(.response, 50, at: WrittenCall.start, anchor: Anchor.allCases[0], as: .variant)
        log.record(.chunk, 20, at: WrittenCall.start)
        let table = MetricTable(log: log)
        let rows = table.text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(rows.count == 4)
        #expect(rows[1].prefix(3) == ["response_ms", Substring(Anchor.allCases[1].rawValue), "3"])
        #expect(rows[2].prefix(2) == [Substring(Anchor.allCases[0].rawValue), "1"])
        #expect(rows[3].prefix(2) == ["chunk_ms", "1"])
        #expect(table.json.at("response_ms.anchor") == .string(Anchor.allCases[1].rawValue))
        #expect(table.json.at("response_ms.anchors")?[Anchor.allCases[0].rawValue]?["p50"] == .number(50))
        #expect(table.json.at("response_ms.max") == .number(300))
    }

    @Test func `every metric has its member, samples or not`() {
        guard case .object(let members) = MetricTable(log: MetricLog()).json else { return #expect(Bool(false)) }
        #expect(members.map(\.name) == Metric.allCases.map(\.rawValue))
        #expect(MetricTable(log: MetricLog()).text.isEmpty)
    }
}

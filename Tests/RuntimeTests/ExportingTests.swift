import Diagnosis
import LiveProtocol
import Testing

@testable import Runtime
@testable import Telemetry

/// What the exporting thread decides; `Tests/OpenTelemetry` has it send.
@Suite struct ExportingTests {
    private static let now = ContinuousClock.now

    // MARK: Trying again

    @Test func `attempts come ever later, with chance, and end after five minutes`() {
        var plan = RetryPlan()
        var waits: [Duration] = []
        while let wait = plan.next(after: nil, chance: 1) { waits.append(wait) }
        #expect(waits.prefix(6).map(\.seconds) == [1, 2, 4, 8, 16, 30])
        #expect(waits.reduce(.zero, +) <= RetryPlan.patience && waits.count > 10)
        var other = RetryPlan()
        #expect(other.next(after: nil, chance: 0) == .milliseconds(500))
    }

    @Test func `nobody comes back before the other side wants it`() {
        var plan = RetryPlan()
        #expect(plan.next(after: .seconds(40), chance: 0) == .seconds(40))
        #expect(plan.next(after: .milliseconds(1), chance: 1) == .seconds(2))
        // A collector cannot make livetop keep things for hours.
        #expect(plan.next(after: .seconds(86_400), chance: 0) == nil)
    }

    @Test(arguments: [
        (200, "accepted"), (204, "accepted"), (302, "refused"), (400, "refused"), (401, "refused"), (404, "refused"),
        (429, "retry"), (500, "refused"), (502, "retry"), (503, "retry"), (504, "retry"), (505, "refused"),
        (0, "refused"),
    ])
    func `only what the protocol calls temporary is tried again`(status: Int, kind: String) {
        let outcome = OTLPOutcome(status: status, retryAfter: .seconds(3), body: [])
        switch outcome {
        case .accepted: #expect(kind == "accepted")
        case .retry(_, let after): #expect(kind == "retry" && after == .seconds(3))
        case .refused(let failure): #expect(kind == "refused" && failure.words.hasPrefix("answers \(status)"))
        }
    }

    // MARK: Lanes

    private static func encode(_ items: [Int]) -> (body: [UInt8], count: Int) {
        (items.map { UInt8($0 & 255) }, items.count)
    }

    @Test func `a lane gathers, sends one request at a time, and keeps it as it is`() {
        var lane = OTLPLane<Int>(.traces, gathering: .seconds(5), from: Self.now)
        var isTaken = lane.append(1)
        #expect(isTaken)
        lane.load(at: Self.now + .seconds(4), isLast: false, Self.encode)
        #expect(lane.request == nil)
        lane.load(at: Self.now + .seconds(5), isLast: false, Self.encode)
        #expect(lane.request?.body == [1] && lane.count == 1)
        isTaken = lane.append(2)
        let isRetried = lane.retry(at: Self.now, after: nil, chance: 1)
        #expect(isTaken && isRetried)
        lane.load(at: Self.now + .seconds(99), isLast: false, Self.encode)
        #expect(lane.request?.body == [1] && lane.request?.due == Self.now + .seconds(1))
        #expect(lane.finish() == 1)
        lane.load(at: Self.now + .seconds(99), isLast: false, Self.encode)
        #expect(lane.request?.body == [2])
    }

    @Test func `a lane does not wait where it has enough, or at the end`() {
        var lane = OTLPLane<Int>(.logs, gathering: .seconds(5), from: Self.now)
        for number in 0...OTLPLane<Int>.batchSize { _ = lane.append(number) }
        lane.load(at: Self.now, isLast: false, Self.encode)
        #expect(lane.request?.count == OTLPLane<Int>.batchSize)
        lane.finish()
        lane.load(at: Self.now, isLast: false, Self.encode)
        #expect(lane.request == nil)
        lane.load(at: Self.now, isLast: true, Self.encode)
        #expect(lane.request?.count == 1)
    }

    @Test func `a lane is bounded, and says what it gives up`() {
        var lane = OTLPLane<Int>(.traces, gathering: .zero, from: Self.now)
        let taken = (0..<OTLPLane<Int>.limit + 7).count { lane.append($0) }
        #expect(taken == OTLPLane<Int>.limit)
        lane.load(at: Self.now, isLast: false, Self.encode)
        let abandoned = lane.abandon()
        #expect(abandoned == OTLPLane<Int>.limit && lane.count == 0 && lane.request == nil)
    }

    @Test func `what finds no room is counted, and nobody waits`() throws {
        let outbox = OTLPOutbox()
        let record = OTLPLogRecord(
            event: "e", at: Timestamp(nanoseconds: 1), severity: .info, body: "", attributes: [], trace: nil, span: nil)
        var news = CallTelemetry.News()
        news.logs = [OTLPLogRecord](repeating: record, count: 9_000)
        news.missedSpans = 3
        outbox.offer(news)
        outbox.close()
        var taken = 0
        while let items = outbox.next(within: .zero) { taken += items.count }
        var samples = MetricSamples()
        OTLPAccount.write(outbox.account, into: &samples)
        let text = Exposition.text(samples, as: .text)
        #expect(taken > 0 && taken < 9_000)
        #expect(
            text.contains(
                #"livetop_otlp_dropped_items_total{signal="logs",reason="queue_full"} \#(Double(9_000 - taken))"#))
        #expect(text.contains(#"livetop_otlp_dropped_items_total{signal="traces",reason="queue_full"} 3.0"#))
    }

    // MARK: Telling

    @Test func `a problem is told once, whatever signal has it, and so is its end`() {
        let account = OTLPAccount()
        let at = { Timestamp.seconds($0) }
        #expect(account.setProblem("down", of: .traces, at: at(0)))
        #expect(!account.setProblem("down", of: .traces, at: at(1)))
        #expect(!account.setProblem("down", of: .logs, at: at(2)))
        #expect(account.problems == ["down, since 1970-01-01T00:00:00.000Z"])
        #expect(!account.setProblem(nil, of: .traces, at: at(3)))
        #expect(account.setProblem(nil, of: .logs, at: at(4)))
        #expect(account.problems == [])
        #expect(!account.setProblem("down", of: .logs, at: at(30)), "it comes and goes")
        #expect(!account.setProblem(nil, of: .metrics, at: at(31)))
    }

    @Test func `known labels are there before anything happens`() {
        var samples = MetricSamples()
        OTLPAccount.write(nil, into: &samples)
        let text = Exposition.text(samples, as: .text)
        #expect(text.contains(#"livetop_otlp_exported_items_total{signal="metrics"} 0.0"#))
        #expect(text.contains(#"livetop_otlp_failed_requests_total{signal="traces",reason="unreachable"} 0.0"#))
    }

    @Test func `headers are shown by their names alone`() {
        let headers = OTLPHeaders([("x-api-key", "hunter2")])
        var settings = OTLPSettings(endpoints: [:])
        settings.headers = headers
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(headers)", "\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("hunter2") && text.contains("x-api-key"), "\(text)")
        }
    }

    @Test func `a body is packed, or goes as it is`() throws {
        let body = [UInt8](repeating: 65, count: 100_000)
        let packed = try #require(Gzip.packed(body))
        #expect(packed.prefix(3) == [0x1F, 0x8B, 8] && packed.count < 1_000)
        // The last four bytes are the length of what was packed.
        #expect(packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } == body.count)
        #expect(Gzip.packed([]) != nil)
    }
}

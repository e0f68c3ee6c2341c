import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

@testable import Telemetry

/// What is counted equals what the sessions say of themselves.
@Suite struct FleetMeterTests {
    private struct Counted {
        var fleet: Fleet
        var samples: MetricSamples

        func sum(_ family: MetricFamily, where isWanted: ([String]) -> Bool = { _ in true }) -> Double {
            samples.numbers(of: family).filter { isWanted($0.key) }.values.reduce(0, +)
        }

        func count(_ family: MetricFamily) -> Int64 {
            samples.histograms(of: family).values.reduce(0) { $0 + ($1.cumulative.last ?? 0) }
        }
    }

    private static let start = Timestamp(nanoseconds: 1_790_000_000_000_000_000)

    private static func counted(
        _ events: [WireEvent], findings: [SessionID: [Finding]] = [:], later: Duration = .zero,
        traces: TraceIdentity? = nil, each: (FleetMeter) -> Void = { _ in }
    ) -> Counted {
        var folding = Folding(Fleet())
        var meter = FleetMeter(traces: traces)
        for event in events {
            for fact in folding.decode(event) {
                folding.apply(fact)
                meter.note(fact, in: folding.fleet)
            }
            meter.take(folding.takeJoins())
            each(meter)
        }
        let now = (events.last?.at ?? start) + later
        meter.look(at: folding.fleet, findings: findings) { _ in now }
        return Counted(fleet: folding.fleet, samples: meter.values)
    }

    private static func events(_ script: Script, _ number: UInt64 = 1) -> [WireEvent] {
        script.wireEvents(connection: ConnectionID(rawValue: number), from: start, seed: number)
    }

    private static let scripts: [Script] = [
        .voiceTalk(), .bargeIn, .toolUse(), .toolCancelled(), .textTalk(), .longCall(), .moving(), .failing(),
        .wrongModel,
    ]

    @Test(arguments: scripts.indices)
    func `counters equal the figures of the session`(index: Int) throws {
        let counted = Self.counted(Self.events(Self.scripts[index]))
        let states = counted.fleet.sessions
        let summaries = counted.fleet.summaries(at: Self.start)
        let total = { (value: (SessionState) -> Int64) in Double(states.reduce(0) { $0 + value($1) }) }
        #expect(counted.sum(.frameBytes) == Double(summaries.reduce(0) { $0 + $1.bytesUp + $1.bytesDown }))
        #expect(counted.sum(.tokens) { $0[1] == "input" } == total { $0.tokens.billedInput.total })
        #expect(counted.sum(.tokens) { $0[1] == "output" } == total { $0.tokens.billedOutput.total })
        #expect(counted.sum(.interruptions) == total { Int64($0.turns.interruptions) })
        #expect(counted.sum(.turns) == total { Int64($0.turns.recent.count) })
        #expect(counted.count(.turnDuration) == Int64(counted.sum(.turns)))
        for (metric, family) in [(Metric.response, MetricFamily.response), (.bargeIn, .interruptionLatency)] {
            let samples = states.flatMap { $0.metrics.samples(of: metric).filter { !$0.isColdStart } }
            #expect(counted.count(family) == Int64(samples.count), "\(metric)")
            let told = counted.samples.histograms(of: family).values.reduce(0) { $0 + $1.sum }
            #expect(abs(told - samples.reduce(0) { $0 + $1.value } / 1e3) < 1e-9)
        }
        let upgraded = states.flatMap(\.connections).filter { $0.upgradedAt != nil }
        #expect(counted.sum(.closes) == Double(upgraded.filter { $0.closedAt != nil }.count))
        if let cost = states.first?.tokens.cost { #expect(abs(counted.sum(.cost) - cost) < 1e-9) }
        #expect(
            counted.sum(.toolCalls)
                == Double(states.flatMap(\.tools.recent).filter { $0.outcome != .pending }.count))
    }

    @Test(arguments: [MetricFamily.response, .turnDuration, .interruptionLatency])
    func `latencies and lengths of turns lead to their generations`(family: MetricFamily) throws {
        let identity = TraceIdentity(high: 1, low: 2)
        var found = 0
        for script in [Script.voiceTalk(), .bargeIn, .longCall()] {
            let counted = Self.counted(Self.events(script), traces: identity)
            let state = try #require(counted.fleet.sessions.first)
            let spans = Set(state.turns.recent.map { identity.span(of: .generation(turn: $0.index), in: state.id) })
            let exemplars = counted.samples.histograms(of: family).values.flatMap { $0.exemplars.compactMap(\.self) }
            #expect(exemplars.isEmpty == (counted.count(family) == 0))
            for exemplar in exemplars {
                #expect(exemplar.trace == identity.trace(of: state.id))
                #expect(try spans.contains(#require(exemplar.span)))
            }
            found += exemplars.count
        }
        #expect(found > 0)
        let plain = Self.counted(Self.events(.voiceTalk()))
        #expect(plain.samples.histograms(of: family).values.allSatisfy { $0.exemplars.isEmpty })
    }

    @Test func `tools are told by name, outcome and length`() {
        let counted = Self.counted(Self.events(.toolUse()))
        let calls = counted.samples.numbers(of: .toolCalls)
        #expect(!calls.isEmpty && calls.keys.allSatisfy { $0[1] == "ok" })
        #expect(counted.count(.toolDuration) == Int64(counted.sum(.toolCalls)))
    }

    @Test func `no counter ever falls, whatever becomes of the sessions`() {
        expectProperty(runs: 10) { random in
            let calls = (0..<4).map {
                Self.events(Self.scripts.randomElement(using: &random) ?? .bargeIn, UInt64($0 + 1))
            }
            let events = calls.flatMap(\.self).sorted { $0.at < $1.at }
            var last = MetricSamples()
            var falls: [String] = []
            _ = Self.counted(events) { meter in
                let values = meter.values
                for family in MetricFamily.all where family.kind == .counter {
                    for (labels, value) in last.numbers(of: family)
                    where values.numbers(of: family)[labels].map({ $0 < value }) ?? true {
                        falls.append("\(family.name) \(labels)")
                    }
                }
                last = values
            }
            try #require(falls == [])
        }
    }

    @Test func `an open session is seen, and is over a minute after its end`() {
        var events = Self.events(.textTalk())
        let closing = events.removeLast()
        let open = Self.counted(events, later: .seconds(30))
        #expect(open.sum(.sessionsActive) == 1)
        #expect(open.sum(.connectionAge) > 30)
        #expect(open.count(.sessionDuration) == 0)
        #expect(Self.counted(events + [closing], later: .seconds(59)).count(.sessionDuration) == 0)
        let over = Self.counted(events + [closing], later: .seconds(61))
        #expect(over.count(.sessionDuration) == 1)
        #expect(over.sum(.sessionsActive) == 0 && over.sum(.connectionAge) == 0)
    }

    @Test func `a finding is counted once a session`() throws {
        let events = Self.events(.textTalk())
        let id = try #require(Self.counted(events).fleet.sessions.first?.id)
        let finding = Finding(
            rule: "goaway-ignored", severity: .error, from: Self.start, to: Self.start, title: "", fix: "")
        let counted = Self.counted(events, findings: [id: [finding, finding]])
        #expect(counted.samples.numbers(of: .findings) == [["goaway-ignored", "error"]: 1])
    }

    @Test func `what is remembered of sessions is bounded, also where nobody looks`() {
        var folding = Folding(Fleet(closedLimit: 2))
        var meter = FleetMeter()
        for number in 1...300 {
            for event in Self.events(.wrongModel, UInt64(number)) {
                for fact in folding.decode(event) {
                    folding.apply(fact)
                    meter.note(fact, in: folding.fleet)
                }
            }
        }
        let remembered = String(describing: meter).matches(of: /SessionMeter\(/).count
        #expect(remembered <= 2 * folding.fleet.sessions.count + 65)
        let ended = meter.values.histograms(of: .sessionDuration).values.reduce(0) { $0 + ($1.cumulative.last ?? 0) }
        #expect(ended >= 300 - Int64(remembered))
    }

    @Test func `known labels are there before anything happens`() {
        let samples = FleetMeter().values
        #expect(samples.numbers(of: .closes)[["1011", "upstream"]] == 0)
        #expect(samples.numbers(of: .frames)[["down", "serverContent.audio"]] == 0)
        #expect(samples.numbers(of: .connectErrors)[["http_4xx"]] == 0)
    }
}

import Corpus
import Diagnosis
import Exports
import LiveProtocol
import SessionModel
import Simulator
import Testing

/// A session that was made anonymous has the findings that it had, at the same instants.
@Suite struct AnonymousFindingsTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private static let labels = StagedFailure.all.map(label)

    private static func label(_ failure: StagedFailure) -> String { "\(failure.rule): \(failure.name)" }

    @Test(arguments: labels) func `of a staged failure`(label: String) throws {
        let index = try #require(StagedFailure.all.firstIndex { Self.label($0) == label })
        let staged = StagedFailure.all[index].fires(StagedVariation(index % 5))
        let events = redacted(staged.wireEvents(from: Self.start))
        let now = (events.last?.at ?? Self.start) + staged.patience
        let (original, folding) = told(events, at: now)
        let layout = folding.fleet.sessions.compactMap(\.inputAudio.layout).first
        var anonymiser = Anonymiser(Pseudonyms(FixedChance()), layout: layout)
        let anonymous = events.flatMap { anonymiser.append($0) } + anonymiser.finish()
        expectSameShape(anonymous, events)
        #expect(told(anonymous, at: now).findings == original)
    }

    /// Frame for frame as long as it was, at the same instant.
    private func expectSameShape(_ anonymous: [WireEvent], _ events: [WireEvent]) {
        #expect(anonymous.count == events.count)
        for (one, other) in zip(anonymous, events) {
            #expect(one.at == other.at && one.sequence == other.sequence && one.connection == other.connection)
            guard case .frame(let direction, let frame) = one.kind, case .frame(let was, let before) = other.kind else {
                continue
            }
            #expect(direction == was && frame.opcode == before.opcode && frame.isFinal == before.isFinal)
            #expect(frame.payload?.count == before.payload?.count)
        }
    }

    private func redacted(_ events: [WireEvent]) -> [WireEvent] {
        var redactors: [ConnectionID: ConnectionRedactor] = [:]
        return events.map { event in
            event.prepared(by: &redactors[event.connection, default: ConnectionRedactor(hash: Self.hash)])
        }
    }

    private static let hash: HandleHash = {
        "h:" + String($0.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    }

    /// Numbers that come from how samples follow each other: noise has others.
    private static let ofTheWave: Set = ["band_edge_hz", "runs_per_s"]
    /// Findings that rest on the spectrum alone, which noise does not have.
    private static let ofTheSpectrum: Set = ["narrowband", "hum"]

    /// What the rules say, each finding by what does not quote anybody.
    private func told(_ events: [WireEvent], at now: Timestamp) -> (findings: [String], folding: Folding) {
        var folding = Folding(Fleet(), watches: [FindingLedgers(Diagnosis())])
        for event in events { folding.apply(event) }
        folding.finish()
        let view = FleetView(folding.fleet.sessions)
        let findings = folding.fleet.sessions.flatMap { session in
            Diagnosis().result(in: session, at: now, fleet: view, ledger: folding.ledger(of: session.id)).findings
        }
        let all = findings.flatMap { [$0] + $0.explains }.filter { !Self.ofTheSpectrum.contains($0.variant ?? "") }
        return (all.map(line).sorted(), folding)
    }

    private func line(_ finding: Finding) -> String {
        let numbers = finding.numbers.filter { !Self.ofTheWave.contains($0.name) }.map {
            "\($0.name)=\(Int(($0.value * 10).rounded()))"
        }
        let from = (finding.from - Self.start).milliseconds.rounded()
        let to = (finding.to - Self.start).milliseconds.rounded()
        return "\(finding.rule.rawValue)/\(finding.variant ?? "") \(finding.severity) \(from)-\(to) "
            + "×\(finding.times) #\(finding.evidence.compactMap(\.sequence)) \(numbers.joined(separator: " "))"
    }
}

/// The same numbers in every run.
struct FixedChance: RandomNumberGenerator {
    private var state: UInt64 = 7

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33 | state << 31
    }
}

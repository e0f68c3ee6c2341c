import Corpus
import Foundation
import LiveProtocol
import SessionModel
import Simulator
import Testing

@testable import Diagnosis

/// Rules that are not asked at every look say what they would have said if they were.
@Suite struct RuleCueTests {
    /// Every rule with a cue of its own speaks somewhere in these, so that none declares too little unnoticed.
    @Test func `a rule that waits for a step has nothing to say before it, in all examples`() {
        var (spoke, heeded): (Set<RuleID>, Set<RuleID>) = ([], [])
        var spared = 0
        for example in RuleExample.all.map(\.example) {
            for calls in [example.firing(), example.silent()] {
                let watch = Self.watched(calls, after: example.after)
                #expect(watch.misses == [])
                spoke.formUnion(watch.spoke)
                heeded.formUnion(watch.heeded)
                spared += watch.spared
            }
        }
        #expect(Self.waiting.subtracting(spoke) == [])
        // The other sessions of a client are there to be seen.
        #expect(heeded.isSuperset(of: [.reconnectStorm, .quotaExhausted, .unexpectedDrop]))
        #expect(spared > 10_000)
    }

    @Test(arguments: Self.corpus)
    func `and in the staged calls, whose ledgers are the same`(call: StagedCorpusCall) throws {
        let session = try #require(call.staged)
        var folded = Folded(session.wireEvents(from: Self.start), lookedAt: Self.start, watches: Self.watches)
        folded.lookedAt = (folded.folding.reached ?? Self.start) + session.patience
        let watches = folded.folding.watches
        let watch = try #require(watches.compactMap { $0 as? CueWatch }.first)
        #expect(Self.finished(watch, folded.folding, at: folded.lookedAt).misses == [])
        let ledgers = watches.compactMap { $0 as? FindingLedgers }
        try #require(ledgers.count == 2)
        let view = FleetView(folded.fleet.sessions)
        for session in folded.fleet.sessions {
            let told = ledgers.map {
                Diagnosis().all(in: session, at: folded.lookedAt, fleet: view, ledger: $0[session.id])
            }
            #expect(told[0] == told[1])
        }
    }

    @Test func `a rule that waits for less than it judges is found out`() {
        let late = Self.rule(.steps()) { context in
            guard let audio = context.session.connection?.conduct.audio.last, audio.at >= .seconds(3) else { return [] }
            return [RuleMatch("Audio came late.", from: audio.at)]
        }
        var call = StagedCall()
        call.begin()
        call.talkAloud(3)
        #expect(Self.watched([call], rules: [late]).misses.isEmpty == false)
    }

    @Test func `what comes within the time that a rule lingers is heard, and what comes behind it is not`() {
        let seconds = { (limit: Double) in
            Self.rule(.steps(lingering: .seconds(2))) { context in
                let session = context.session
                guard session.lastAt - session.steppedAt >= .seconds(limit) else { return [] }
                return [RuleMatch("So long after the last step.", from: session.lastAt)]
            }
        }
        var call = StagedCall()
        call.begin()
        call.hush(8)
        #expect(Self.watched([call], rules: [seconds(2)]).misses == [])
        #expect(Self.watched([call], rules: [seconds(6)]).misses.isEmpty == false)
    }

    // MARK: Watching

    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private static let waiting = Set(
        Diagnosis.rules.filter { if case .steps = $0.cue { true } else { false } }.map(\.id))

    private static var watches: [any SessionWatch] {
        [FindingLedgers(Diagnosis()), FindingLedgers(Diagnosis(), asksAll: true), CueWatch()]
    }

    private static func watched(_ calls: [StagedCall], after seconds: Double = 0, rules: [Rule] = Diagnosis.rules)
        -> CueWatch
    {
        let watch = CueWatch(rules)
        let folding = calls.folding(watches: [watch])
        let end = calls.map(\.now).max() ?? .seconds(0)
        return finished(
            folding.watches.first as? CueWatch ?? watch, folding, at: end + .milliseconds(Int(seconds * 1_000)))
    }

    /// With one more look, as whoever shows the findings has it.
    private static func finished(_ watch: CueWatch, _ folding: Folding, at end: Timestamp) -> CueWatch {
        var watch = watch
        for session in folding.fleet.sessions { watch.look(at: session, session.judged(at: end)) }
        return watch
    }

    private static func rule(_ cue: RuleCue, _ check: @escaping @Sendable (RuleContext) -> [RuleMatch]) -> Rule {
        Rule(
            "of-a-test", .usage, .p3, .info, title: "a", cause: "b", fix: "c", source: "d", cue: cue, examples: [],
            check: check)
    }

    /// All of the staged corpus with `LIVETOP_WHOLE=1`, else a part of it that is always the same.
    private static let corpus: [StagedCorpusCall] = {
        let isWhole = ProcessInfo.processInfo.environment["LIVETOP_WHOLE"] != nil
        let failures = StagedFailure.all.map(\.label).enumerated().filter { isWhole || $0.offset.isMultiple(of: 10) }
        let healthy = HealthySession.all().map(\.name).enumerated().filter { isWhole || $0.offset.isMultiple(of: 5) }
        return (0..<(isWhole ? ConfusionMatrix.variations : 1)).flatMap { variation in
            failures.map { StagedCorpusCall(name: $0.element, isFailure: true, variation: variation) }
                + healthy.map { StagedCorpusCall(name: $0.element, isFailure: false, variation: variation) }
        }
    }()
}

/// A call of the corpus, by its name.
struct StagedCorpusCall: Sendable, CustomTestStringConvertible {
    var name: String
    var isFailure: Bool
    var variation: Int

    var staged: StagedSession? {
        isFailure
            ? StagedFailure.all.first { $0.label == name }?.fires(StagedVariation(variation))
            : HealthySession.all().first { $0.name == name }?.stage(StagedVariation(variation))
    }

    var testDescription: String { "\(name) #\(variation)" }
}

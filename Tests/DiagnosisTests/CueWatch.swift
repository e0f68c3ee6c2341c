import LiveProtocol
import SessionModel

@testable import Diagnosis

/// Asks rules that wait for a step (`RuleCue`) at every look all the same, and notes where one of them had something to
/// say while it would not have been asked.
struct CueWatch: SessionWatch {
    /// A rule that spoke unasked, or another that did so at another time.
    struct Miss: Hashable {
        var rule: RuleID
        var variant: String?
        var at: Timestamp
    }

    private(set) var misses: [Miss] = []
    /// Rules that had something to say at some look.
    private(set) var spoke: Set<RuleID> = []
    /// Rules that said something because of another session of the same client.
    private(set) var heeded: Set<RuleID> = []
    /// Times that a rule was left alone.
    private(set) var spared = 0
    private let rules: [Rule]
    private var fleet = FleetView()
    private var quiet: [SessionID: QuietRules] = [:]

    init(_ rules: [Rule] = Diagnosis.rules) {
        self.rules = rules.filter { if case .steps = $0.cue { true } else { false } }
    }

    mutating func look(at session: SessionState, _ instant: Timestamp) {
        fleet.note(session)
        let context = RuleContext(session, at: instant, fleet: fleet)
        var quiet = quiet[session.id] ?? QuietRules()
        for (number, rule) in rules.enumerated() where session.isTimed || rule.traits.contains(.needsNoTimes) {
            let isAsked = quiet.mustAsk(rule, number, about: session)
            let found = rule.findings(in: context)
            if !found.isEmpty { spoke.insert(rule.id) }
            if !found.isEmpty, found != rule.findings(in: RuleContext(session, at: instant, fleet: FleetView())) {
                heeded.insert(rule.id)
            }
            spared += isAsked ? 0 : 1
            if !isAsked { misses += found.prefix(1).map { Miss(rule: rule.id, variant: $0.variant, at: instant) } }
            quiet.note(number, isQuiet: found.isEmpty)
        }
        quiet.finish(session)
        self.quiet[session.id] = quiet
    }

    mutating func forget(_ session: SessionID) { quiet[session] = nil }
}

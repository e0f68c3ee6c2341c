import Diagnosis
import LiveProtocol
import SessionModel
import Testing

/// A failure that a rule must find, and the nearest call about which it must say nothing.
struct RulePair: Sendable, CustomTestStringConvertible {
    var rule: RuleID
    var variant: String?
    var severity: Severity
    /// Seconds after the last event at which both are looked at.
    var after: Double
    var fires: @Sendable () -> [StagedCall]
    var isSilent: @Sendable () -> [StagedCall]

    init(
        _ rule: RuleID, _ variant: String? = nil, _ severity: Severity = .error, after: Double = 0,
        fires: @escaping @Sendable (inout StagedCall) -> Void, isSilent: @escaping @Sendable (inout StagedCall) -> Void
    ) {
        self.init(
            rule, variant, severity, after: after, calls: { [Self.staged(fires)] }, silent: { [Self.staged(isSilent)] })
    }

    init(
        _ rule: RuleID, _ variant: String? = nil, _ severity: Severity = .error, after: Double = 0,
        calls: @escaping @Sendable () -> [StagedCall], silent: @escaping @Sendable () -> [StagedCall]
    ) {
        self.rule = rule
        self.variant = variant
        self.severity = severity
        self.after = after
        fires = calls
        isSilent = silent
    }

    private static func staged(_ fill: (inout StagedCall) -> Void) -> StagedCall {
        var call = StagedCall()
        fill(&call)
        return call
    }

    var testDescription: String { [rule.rawValue, variant].compactMap(\.self).joined(separator: "/") }
}

extension [StagedCall] {
    /// The findings of one rule in the last session, before anything is folded.
    func all(_ rule: RuleID, after seconds: Double) -> [Finding] {
        let sessions = sessions
        guard let session = sessions.last, let end = map(\.now).max() else { return [] }
        let now = Timestamp.seconds(seconds, after: end)
        return Diagnosis().all(in: session, at: now, fleet: FleetView(sessions)).filter { $0.rule == rule }
    }
}

@Suite struct RulePairTests {
    static let pairs =
        RulePair.connection + RulePair.setup + RulePair.context + RulePair.resumption
        + RulePair.turnTaking + RulePair.tools + RulePair.usage

    @Test(arguments: pairs)
    func `a rule finds its failure, with proof and cure`(pair: RulePair) throws {
        let found = pair.fires().all(pair.rule, after: pair.after)
        let finding = try #require(found.first { pair.variant == nil || $0.variant == pair.variant }, "\(found)")
        #expect(finding.severity == pair.severity)
        #expect(!finding.title.isEmpty && !finding.cause.isEmpty && !finding.fix.isEmpty)
        #expect(finding.from <= finding.to)
        #expect(finding.evidence.map(\.at) == finding.evidence.map(\.at).sorted())
        if let variant = finding.variant { #expect(Diagnosis.rule(pair.rule)?.variants.contains(variant) == true) }
    }

    @Test(arguments: pairs)
    func `a rule leaves the nearest harmless call alone`(pair: RulePair) {
        let found = pair.isSilent().all(pair.rule, after: pair.after)
        #expect(found.filter { pair.variant == nil || $0.variant == pair.variant } == [])
    }

    @Test func `an ordinary call has nothing above an advice`() {
        var call = StagedCall()
        call.begin(#""sessionResumption":{}"#)
        call.handle()
        for _ in 1...4 { call.exchange() }
        call.close(1000, by: .client)
        #expect(call.findings().filter { $0.severity > .info } == [])
    }
}

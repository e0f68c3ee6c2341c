import LiveProtocol
import SessionModel

/// What the rules have found in a session so far, kept when its state has forgotten it: each finding with the time from
/// which and to which it stood, how many times, and as it was at its worst.
///
/// The rules are asked at the session's own moments (`SessionWatch`), never at the whim of whoever looks, so that the
/// same call gives the same findings live, re-opened, replayed and exported.
public struct FindingLedger: Codable, Hashable, Sendable {
    private var entries: [Finding.Key: LedgerEntry] = [:]
    /// Findings for which there was no room.
    private var leftOut: Set<Finding.Key> = []
    /// Times that the rules were asked.
    public private(set) var looks = 0
    /// Nil asks all rules at every look.
    private var quiet: QuietRules?

    /// Findings of one session that are kept; a call with more different ones is ill enough.
    public static let limit = 64

    /// - Parameter asksAll: every rule at every look, which costs more and finds the same.
    package init(asksAll: Bool = false) { quiet = asksAll ? nil : QuietRules() }

    /// How many findings were left out, where there were more than `limit`.
    public var leftOutCount: Int { leftOut.count }

    /// Asks the rules whose findings can pass.
    mutating func look(at session: SessionState, _ instant: Timestamp, _ thresholds: Thresholds) {
        looks += 1
        let context = RuleContext(session, at: instant, thresholds: thresholds, judgesCloses: false)
        var standing: Set<Finding.Key> = []
        for found in Diagnosis.passingRules.sightings(in: context, &quiet) where !found.standing.isWhole {
            standing.insert(found.key)
            note(found, at: instant, session)
        }
        guard !entries.isEmpty else { return }
        for key in entries.keys where !standing.contains(key) { end(key, context) }
    }

    private mutating func note(_ found: Sighting, at instant: Timestamp, _ session: SessionState) {
        if entries[found.key] == nil {
            guard makeRoom(for: found) else { return }
            entries[found.key] = LedgerEntry(found)
        }
        entries[found.key]?.note(found, at: instant, session)
    }

    private mutating func end(_ key: Finding.Key, _ context: RuleContext) {
        guard entries[key]?.end(context) == false else { return }
        entries[key] = nil
    }

    /// The mildest that is over gives way to what is worse.
    private mutating func makeRoom(for found: Sighting) -> Bool {
        guard entries.count >= Self.limit else { return true }
        if leftOut.count < 4 * Self.limit { leftOut.insert(found.key) }
        let over = entries.filter { !$0.value.isStanding }
        let mildest = over.min { ($0.value.severity, $0.key.text) < ($1.value.severity, $1.key.text) }
        guard let mildest, mildest.value.severity < found.finding.severity else { return false }
        leftOut.remove(found.key)
        if leftOut.count < 4 * Self.limit { leftOut.insert(mildest.key) }
        entries[mildest.key] = nil
        return true
    }

    /// What the rules say in `context`, together with what they said before.
    func findings(with sightings: [Sighting], in context: RuleContext) -> [Finding] {
        var known: Set<Finding.Key> = []
        var findings = sightings.compactMap { found -> Finding? in
            guard !found.standing.isWhole else { return found.finding }
            guard known.insert(found.key).inserted, isTold(found, context) else { return nil }
            return entries[found.key]?.finding(standingAs: found, context) ?? found.finding
        }
        for (key, entry) in entries.sorted(by: { $0.key.text < $1.key.text }) where !known.contains(key) {
            if let over = entry.finding(overIn: context) { findings.append(over) }
        }
        return findings
    }

    /// What has just begun to be measured is told when it has lasted, or when there is nothing more to wait for.
    private func isTold(_ found: Sighting, _ context: RuleContext) -> Bool {
        guard !found.standing.isToldAtOnce, context.session.isOpen else { return true }
        return entries[found.key]?.hasHeld(found, at: context.now) ?? false
    }
}

/// What a rule says at an instant, and what is to become of it.
struct Sighting: Sendable {
    var rule: RuleID
    var finding: Finding
    var standing: RuleStanding
    var gravity: Double?

    /// Under which it is kept.
    var key: Finding.Key { standing.key(of: finding) }
}

extension Rule {
    func sightings(in context: RuleContext) -> [Sighting] {
        check(context).map { match in
            let finding = self.finding(match, in: context)
            let standing: RuleStanding = finding.isPrediction ? .whole : match.standing ?? self.standing
            return Sighting(rule: id, finding: finding, standing: standing, gravity: match.gravity)
        }
    }
}

extension Finding.Key {
    fileprivate var text: String { "\(rule)\u{0}\(variant ?? "")\u{0}\(connection?.description ?? "")" }
}

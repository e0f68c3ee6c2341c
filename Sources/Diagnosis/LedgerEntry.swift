import LiveProtocol
import SessionModel

/// One finding of a session over time: the times that it stood, and the one that is going on.
struct LedgerEntry: Codable, Hashable, Sendable {
    let rule: RuleID
    /// What it came to before; nil where it stands for the first time.
    private var past: Stretch?
    /// Since it stands; nil while it does not.
    private var present: Stretch?
    /// For how long it has been at least so severe, without a break.
    private var severeSince: [Severity: Timestamp] = [:]
    /// As the rule said it last.
    private var latest: Finding?
    private var standing = RuleStanding.whole

    /// Some time of it, as it was at its worst.
    private struct Stretch: Codable, Hashable, Sendable {
        var worst: Finding
        var gravity: Double?
        var from: Timestamp
        var to: Timestamp
        var times = 1
    }

    /// The connection on which it stood first: it is told by that name, though it was worse on the next.
    private let connection: ConnectionID?

    init(_ found: Sighting) { (rule, connection) = (found.rule, found.finding.connection) }

    var isStanding: Bool { latest != nil }

    var severity: Severity { max(past?.worst.severity ?? .info, present?.worst.severity ?? .info) }

    // MARK: Taking in

    mutating func note(_ found: Sighting, at instant: Timestamp, _ session: SessionState) {
        latest = found.finding
        standing = found.standing
        for severity in Severity.allCases {
            severeSince[severity] = severity <= found.finding.severity ? severeSince[severity] ?? instant : nil
        }
        let held = severeSince.filter { instant - $0.value >= found.standing.patience }.keys.max()
        guard let held, held == found.finding.severity || present == nil else {
            if let until = present?.to { present?.to = max(until, found.finding.to) }
            return
        }
        var finding = found.finding
        finding.severity = held
        present = Self.merged(present, finding, found, session)
    }

    private static func merged(
        _ present: Stretch?, _ finding: Finding, _ found: Sighting, _ session: SessionState
    ) -> Stretch {
        let new = Stretch(worst: finding, gravity: found.gravity, from: finding.from, to: finding.to)
        guard var stretch = present else { return new }
        if isCorrected(stretch.worst, found.standing, session) || isWorse(new, than: stretch) {
            (stretch.worst, stretch.gravity) = (new.worst, new.gravity)
        }
        (stretch.from, stretch.to) = (min(stretch.from, new.from), max(stretch.to, new.to))
        return stretch
    }

    /// All that a statement was about can still be seen: what is said now stands in its place.
    private static func isCorrected(_ worst: Finding, _ standing: RuleStanding, _ session: SessionState) -> Bool {
        guard case .remembered(let memory) = standing else { return false }
        return memory.start(in: session).map { worst.from >= $0 } ?? true
    }

    private static func isWorse(_ new: Stretch, than old: Stretch) -> Bool {
        guard new.worst.severity == old.worst.severity else { return new.worst.severity > old.worst.severity }
        guard let gravity = new.gravity, let before = old.gravity else { return true }
        return gravity >= before
    }

    /// The rule says it no longer. False where nothing is left to keep.
    mutating func end(_ context: RuleContext) -> Bool {
        defer { (latest, present, severeSince) = (nil, nil, [:]) }
        if isStanding { past = pastWithPresent(context) }
        return past != nil
    }

    private func pastWithPresent(_ context: RuleContext) -> Stretch? {
        guard let present, let latest, !isWithdrawn(latest, context) else { return past }
        return Self.joined(past, present)
    }

    private static func joined(_ past: Stretch?, _ present: Stretch) -> Stretch {
        guard var stretch = past else { return present }
        if isWorse(present, than: stretch) { (stretch.worst, stretch.gravity) = (present.worst, present.gravity) }
        (stretch.from, stretch.to) = (min(stretch.from, present.from), max(stretch.to, present.to))
        stretch.times += 1
        return stretch
    }

    /// It turned out not to be so.
    private func isWithdrawn(_ finding: Finding, _ context: RuleContext) -> Bool {
        switch standing {
        case .whole: true
        case .passing: Diagnosis.rule(rule)?.isDisproved(finding, context) ?? true
        case .remembered(let memory): memory.start(in: context.session).map { finding.from >= $0 } ?? true
        }
    }

    // MARK: Telling

    /// While the rule says it.
    func finding(standingAs found: Sighting, _ context: RuleContext) -> Finding {
        let present = Self.merged(present, found.finding, found, context.session)
        return finding(of: Self.joined(past, present), to: found.finding.to, resolvedAt: nil)
    }

    /// It stands for so long that it is more than a passing noise.
    func hasHeld(_ found: Sighting, at instant: Timestamp) -> Bool {
        past != nil || present != nil
            || severeSince[.info].map { instant - $0 >= found.standing.patience } ?? false
    }

    /// When the rule does not say it; nil where it was withdrawn.
    func finding(overIn context: RuleContext) -> Finding? {
        guard let stretch = isStanding ? pastWithPresent(context) : past else { return nil }
        return finding(of: stretch, to: stretch.to, resolvedAt: stretch.to)
    }

    private func finding(of stretch: Stretch, to end: Timestamp, resolvedAt: Timestamp?) -> Finding {
        var finding = stretch.worst
        finding.connection = connection
        finding.from = min(stretch.from, finding.from)
        finding.to = max(end, finding.to)
        finding.times = stretch.times
        finding.resolvedAt = resolvedAt
        return finding
    }
}

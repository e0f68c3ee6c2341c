public import LiveProtocol
import SessionModel

/// One entry of the catalogue (`docs/rules.md`): what it is about, the function that finds it in a session's state, and
/// everything that goes with it. The whole of a rule stands in one file.
public struct Rule: Sendable {
    public var id: RuleID
    public var family: Family
    public var priority: Priority
    /// The worst that it can report.
    public var severity: Severity
    /// Its cases; empty where there is only one.
    public var variants: [String]
    /// The failure in a few words.
    public var title: String
    /// What is behind it, where the finding does not know better.
    public var cause: String
    /// What to do, where the finding does not know better.
    public var fix: String
    /// The same as code, where we know how it is written.
    public var code: CureCode
    /// Where the advice comes from; `docs/rules.md` says what the abbreviations stand for.
    public var source: String
    let traits: RuleTraits
    /// What becomes of its findings when they are over.
    let standing: RuleStanding
    /// When it is asked again after it had nothing to say.
    let cue: RuleCue
    /// What came after shows that a finding that passed was never so.
    let isDisproved: @Sendable (Finding, RuleContext) -> Bool
    /// The thresholds that belong to it. It may read those of others as well.
    let thresholds: [Threshold]
    /// Rules whose findings are consequences of its own on the same connection.
    let explains: Set<RuleID>
    /// What the documents say that it answers.
    let covers: [Statement]
    /// Words of a close that nothing but this rule stands behind.
    let closes: [CloseReason]
    /// Calls in which it speaks, each with the nearest one in which it does not. `RuleExampleTests` runs them.
    package let examples: [Example]
    let check: @Sendable (RuleContext) -> [RuleMatch]

    init(
        _ id: RuleID, _ family: Family, _ priority: Priority, _ severity: Severity, variants: [String] = [],
        title: String, cause: String, fix: String, code: CureCode = CureCode(), source: String,
        traits: RuleTraits = [],
        standing: RuleStanding = .whole, cue: RuleCue = .looks,
        isDisproved: @escaping @Sendable (Finding, RuleContext) -> Bool = { _, _ in false },
        thresholds: [Threshold] = [], explains: Set<RuleID> = [], covers: [Statement] = [],
        closes: [CloseReason] = [], examples: [Example], check: @escaping @Sendable (RuleContext) -> [RuleMatch]
    ) {
        self.id = id
        self.family = family
        self.priority = priority
        self.severity = severity
        self.variants = variants
        self.title = title
        self.cause = cause
        self.fix = fix
        self.code = code
        self.source = source
        self.traits = traits
        self.standing = standing
        self.cue = cue
        self.isDisproved = isDisproved
        self.thresholds = thresholds
        self.explains = explains
        self.covers = covers
        self.closes = closes
        self.examples = examples
        self.check = check
    }

    /// What the rule has to say about the session now.
    public func findings(in context: RuleContext) -> [Finding] { check(context).map { finding($0, in: context) } }

    func finding(_ match: RuleMatch, in context: RuleContext) -> Finding {
        var match = match
        // What began with an earlier session of the client is found in this one from its beginning on; the evidence
        // keeps its instants.
        match.from = max(match.from, context.session.openedAt)
        match.to = max(match.to, match.from)
        return Finding(self, match)
    }

    /// The sections of `docs/rules.md`.
    public enum Family: String, CaseIterable, Hashable, Sendable {
        case connection, setup, context, resumption
        case audioTransport = "audio transport"
        case audioQuality = "audio quality"
        case turnTaking = "turn taking"
        case interruption, playback, tools, usage
    }

    /// How much it matters to recognise this; 1 is most.
    public enum Priority: Int, CaseIterable, Comparable, Hashable, Sendable {
        case p1 = 1
        case p2
        case p3

        public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
    }
}

/// What a rule has found, without what all findings of the rule have in common.
public struct RuleMatch: Sendable {
    /// One sentence: what happened, with the numbers that matter.
    public var title: String
    public var variant: String?
    /// Nil for the rule's own.
    public var severity: Severity?
    public var confidence = Confidence.high
    public var isPrediction = false
    public var from: Timestamp
    public var to: Timestamp
    public var connection: ConnectionID?
    public var evidence: [Evidence] = []
    public var numbers: [Finding.Number] = []
    /// Nil for the rule's own.
    public var cause: String?
    public var fix: String?
    /// Nil for the rule's own.
    var standing: RuleStanding?
    /// How bad it is, where instants can be compared.
    var gravity: Double?

    public init(
        _ title: String, variant: String? = nil, _ severity: Severity? = nil, from: Timestamp, to: Timestamp? = nil,
        on connection: ConnectionID? = nil
    ) {
        self.title = title
        self.variant = variant
        self.severity = severity
        self.from = from
        self.to = max(to ?? from, from)
        self.connection = connection
    }
}

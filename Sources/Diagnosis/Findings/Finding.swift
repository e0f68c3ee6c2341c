public import LiveProtocol
import SessionModel

/// What a rule found: what is wrong, how sure that is, the proof, and the cure.
///
/// A finding is updated, not repeated: `key` stays the same from the first prediction to the end of the session.
public struct Finding: Codable, Hashable, Sendable {
    public var rule: RuleID
    /// Which of the rule's cases it is, as `docs/rules.md` spells it; nil where there is only one.
    public var variant: String?
    public var severity: Severity
    public var confidence: Confidence
    /// The failure has not happened yet. The observed finding has the same key and replaces this one.
    public var isPrediction: Bool
    /// The time that the finding is about: from when it was first so to when it last was.
    public var from: Timestamp
    public var to: Timestamp
    /// How many times it was so, with times in between in which it was not.
    public var times = 1
    /// When it was over; nil while it is so, and for what cannot be over.
    public var resolvedAt: Timestamp?
    /// Nil for what concerns the whole session.
    public var connection: ConnectionID?
    /// Oldest first.
    public var evidence: [Evidence]
    /// In the order in which they are worth reading; names end in their unit, such as `overdue_s`.
    public var numbers: [Number]
    /// One sentence: what happened.
    public var title: String
    /// What is behind it.
    public var cause: String
    /// What to do.
    public var fix: String
    /// Findings that this one explains. They are shown below it and do not count.
    public var explains: [Finding]

    public init(
        rule: RuleID, variant: String? = nil, severity: Severity, confidence: Confidence = .high,
        isPrediction: Bool = false, from: Timestamp, to: Timestamp, connection: ConnectionID? = nil,
        evidence: [Evidence] = [], numbers: [Number] = [], title: String, cause: String = "", fix: String,
        explains: [Finding] = []
    ) {
        self.rule = rule
        self.variant = variant
        self.severity = severity
        self.confidence = confidence
        self.isPrediction = isPrediction
        self.from = from
        self.to = to
        self.connection = connection
        self.evidence = evidence
        self.numbers = numbers
        self.title = title
        self.cause = cause
        self.fix = fix
        self.explains = explains
    }

    /// What makes two findings of a session the same finding at different times.
    public var key: Key { Key(rule: rule, variant: variant, connection: connection) }

    public struct Key: Codable, Hashable, Sendable {
        public var rule: RuleID
        public var variant: String?
        public var connection: ConnectionID?
    }

    public struct Number: Codable, Hashable, Sendable {
        public var name: String
        public var value: Double

        public init(_ name: String, _ value: Double) {
            self.name = name
            self.value = value
        }
    }
}

/// A frame or an instant that proves a finding.
public struct Evidence: Codable, Hashable, Sendable {
    public var connection: ConnectionID
    /// The frame; nil for what is no frame, such as an end without one, or a silence.
    public var sequence: Int64?
    public var at: Timestamp
    /// What is to be seen there, in a few words.
    public var note: String

    public init(connection: ConnectionID, sequence: Int64? = nil, at: Timestamp, note: String) {
        self.connection = connection
        self.sequence = sequence
        self.at = at
        self.note = note
    }
}

public enum Severity: String, CaseIterable, Comparable, Codable, Hashable, Sendable {
    case info
    case warning
    case error

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}

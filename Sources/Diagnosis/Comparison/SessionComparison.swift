internal import LiveProtocol
public import SessionModel

/// What two sessions differ in, turn by turn: setup first, then each turn's latency, tokens and text, then the tokens of
/// the whole and the findings. A pure function of both.
public struct SessionComparison: Hashable, Sendable {
    /// Settings of different value; nil where a side has none.
    public var setup: [Difference]
    /// Turns in which something differs, and those that only one side has.
    public var turns: [TurnComparison]
    /// Of the whole session.
    public var totals: [Difference]
    public var findings: [FindingDifference]

    public var isEmpty: Bool { setup.isEmpty && turns.isEmpty && totals.isEmpty && findings.isEmpty }

    /// One side of a comparison.
    public struct Side: Sendable {
        public var state: SessionState
        /// All turns in their order: a state keeps the latest only.
        public var turns: [ComparedTurn]
        public var findings: [Finding]

        public init(state: SessionState, turns: [ComparedTurn], findings: [Finding]) {
            self.state = state
            self.turns = turns
            self.findings = findings
        }
    }

    /// - Parameter tolerance: latencies that are no further apart than this are the same: no two calls take equally long.
    public init(_ left: Side, _ right: Side, tolerance: Duration) {
        setup = Self.settings(left.state.setup?.settings ?? [], right.state.setup?.settings ?? [])
        turns = Self.turns(left.turns, right.turns, tolerance)
        totals = Self.totals(left, right)
        findings = Self.findings(left.findings, right.findings)
    }
}

/// A turn, and what the context held at its end.
public struct ComparedTurn: Hashable, Sendable {
    public var turn: Turn
    /// Nil where no usage had been reported yet.
    public var contextTokens: Int64?

    public init(turn: Turn, contextTokens: Int64?) {
        self.turn = turn
        self.contextTokens = contextTokens
    }
}

/// One quantity that two sides give differently.
public struct Difference: Hashable, Sendable {
    /// Such as `responseLatencyMs`; a setting by its own name.
    public var name: String
    /// Nil is unknown, or not there.
    public var left: Value?
    public var right: Value?

    public enum Value: Hashable, Sendable {
        case text(String)
        case milliseconds(Double)
        case count(Int64)
    }

    init(_ name: String, _ left: Value?, _ right: Value?) {
        self.name = name
        self.left = left
        self.right = right
    }
}

public struct TurnComparison: Hashable, Sendable {
    /// From 1, on both sides.
    public var index: Int
    public var presence: Presence
    /// Empty where only one side has the turn.
    public var differences: [Difference]

    public enum Presence: String, Hashable, Sendable {
        case both, left, right
    }
}

/// A finding that one side has more often.
public struct FindingDifference: Hashable, Sendable {
    public var rule: RuleID
    public var variant: String?
    /// The worst of both sides.
    public var severity: Severity
    public var title: String
    public var leftCount: Int
    public var rightCount: Int
}

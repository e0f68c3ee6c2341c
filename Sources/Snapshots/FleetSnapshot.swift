public import Diagnosis
public import LiveProtocol
public import SessionModel

/// All that is known of the calls at one instant, as one immutable value: a running proxy, a recording or a replay gives
/// it, a screen draws it. Ages and rates are seen from `now`; whoever shows it reads no clock.
public struct FleetSnapshot: Sendable {
    public var now: Timestamp
    /// All sessions of this process, in any order.
    public var summaries: [SessionSummary]
    /// The session that was asked for; nil when none was, or when it has been forgotten.
    public var detail: SessionState?
    /// What is wrong with each session, worst first; a session that nobody has looked at is missing.
    public var findings: [SessionID: [Finding]]
    /// What is to be said of the findings of a session that are not shown, where there are any.
    public var findingNotes: [SessionID: String] = [:]
    public var process: ProcessGauges
    /// The latest lines of livetop's own log, oldest first.
    public var log: [LogLine]
    /// Where the replay is that the snapshot comes from; nil for what happens now.
    public var playback: Playback?

    public init(
        now: Timestamp, summaries: [SessionSummary] = [], detail: SessionState? = nil,
        findings: [SessionID: [Finding]] = [:], process: ProcessGauges, log: [LogLine] = []
    ) {
        self.now = now
        self.summaries = summaries
        self.detail = detail
        self.findings = findings
        self.process = process
        self.log = log
    }
}

extension FleetSnapshot {
    /// The details of a session, when this snapshot carries them.
    public func detail(of id: SessionID) -> SessionState? { detail?.id == id ? detail : nil }

    /// The session in the list; nil where it is not there.
    public func summary(of id: SessionID) -> SessionSummary? {
        // By index: an element in hand is a copy, and there may be thousands.
        summaries.indices.first { summaries[$0].id == id }.map { summaries[$0] }
    }
}

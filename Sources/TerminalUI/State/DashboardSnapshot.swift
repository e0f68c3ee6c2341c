public import Diagnosis
public import LiveProtocol
public import SessionModel

/// Everything a screen can show, as one immutable value: published by ingest, taken by the UI at most ten times a
/// second. Ages and rates are seen from `now`; no screen reads a clock.
public struct DashboardSnapshot: Sendable {
    public var now: Timestamp
    /// All sessions of this process, in any order.
    public var summaries: [SessionSummary]
    /// The session that is open on screen; nil when none is, or when it has been forgotten.
    public var detail: SessionState?
    /// What is wrong with each session, worst first; a session that nobody has looked at is missing.
    public var findings: [SessionID: [Finding]]
    /// How many findings of each session are muted, where there are any.
    public var mutedFindings: [SessionID: Int] = [:]
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

extension DashboardSnapshot {
    /// The details of a session, when this snapshot carries them.
    func detail(of id: SessionID) -> SessionState? { detail?.id == id ? detail : nil }
}

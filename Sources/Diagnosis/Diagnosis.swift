public import LiveProtocol
public import SessionModel

/// What is wrong with a session and what to do about it: rules that read a session's state and return findings.
///
/// A pure function of state and time, so that it says the same live and about a recording.
public struct Diagnosis: Hashable, Sendable {
    public init() {}

    /// Worst first; what another finding explains is folded into that one.
    public func findings(in session: SessionState, at now: Timestamp) -> [Finding] { [] }
}

public import Diagnosis

/// A recorded session and what the rules say about it.
public struct DiagnosedSession: Sendable {
    public let opened: OpenedSession
    public let result: DiagnosisResult

    public var findings: [Finding] { result.findings }
}

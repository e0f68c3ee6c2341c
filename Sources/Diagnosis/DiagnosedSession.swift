/// A recorded session and what the rules say about it.
public struct DiagnosedSession: Sendable {
    public let opened: OpenedSession
    public let result: DiagnosisResult

    package init(opened: OpenedSession, result: DiagnosisResult) { (self.opened, self.result) = (opened, result) }

    public var findings: [Finding] { result.findings }
}

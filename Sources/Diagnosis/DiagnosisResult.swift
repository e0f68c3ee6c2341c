/// What the rules say about a session at one instant.
public struct DiagnosisResult: Hashable, Sendable {
    /// Worst first; what another finding explains is folded into that one.
    public var findings: [Finding]
    /// What rules that are muted found; it is not shown, and said to be there.
    public var mutedFindings: Int

    /// Findings that are over and for which there was no room.
    public var leftOutFindings: Int

    public init(findings: [Finding] = [], mutedFindings: Int = 0, leftOutFindings: Int = 0) {
        self.findings = findings
        self.mutedFindings = mutedFindings
        self.leftOutFindings = leftOutFindings
    }

    /// What is to be said of findings that are not shown; nil where all are.
    public var note: String? {
        let leftOut = leftOutFindings > 0 ? "\(leftOutFindings) more are over and were not kept" : nil
        let notes = [mutedNote, leftOut].compactMap(\.self)
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    private var mutedNote: String? {
        switch mutedFindings {
        case ..<1: nil
        case 1: "1 finding muted"
        default: "\(mutedFindings) findings muted"
        }
    }
}

/// One statement of the documents that people turn to when a session fails. A rule says which statements it answers
/// (`Rule.covers`); a test sees that none goes without a rule.
struct Statement: Hashable, Sendable {
    var document: String
    var words: String

    static func troubleshooting(_ words: TroubleshootingGuide) -> Statement {
        Statement(document: "troubleshooting guide", words: words.rawValue)
    }
    static func livekit(_ words: LiveKitReport) -> Statement {
        Statement(document: "LiveKit and 1011", words: words.rawValue)
    }
    static func practices(_ words: BestPractices) -> Statement {
        Statement(document: "best practices", words: words.rawValue)
    }
    static func guide(_ words: LiveGuide) -> Statement { Statement(document: "Live API guide", words: words.rawValue) }
    static func reference(_ words: LiveReference) -> Statement {
        Statement(document: "Live API reference", words: words.rawValue)
    }

    /// All of them, document by document.
    static var all: [Statement] {
        TroubleshootingGuide.allCases.map(troubleshooting)
            + LiveKitReport.allCases.map(livekit)
            + BestPractices.allCases.map(practices)
            + LiveGuide.allCases.map(guide)
            + LiveReference.allCases.map(reference)
    }
}

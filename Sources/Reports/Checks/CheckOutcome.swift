import Wording

/// One thing that was checked.
package struct CheckOutcome {
    package enum Verdict { case passed, failed, unknown }

    package var session: String
    package var name: String
    package var verdict: Verdict
    package var detail: String
    /// Of the session, where it has one.
    package var tag: String?

    package init(session: String, name: String, verdict: Verdict, detail: String) {
        (self.session, self.name, self.verdict, self.detail) = (session, name, verdict, detail)
    }

    package var line: String {
        let word =
            switch verdict {
            case .passed: "ok    "
            case .failed: "FAILED"
            case .unknown: "?     "
            }
        return ForeignText.clean("\(word)  \(session)\(tag.map { " " + $0 } ?? "")  \(name): \(detail)")
    }
}

import LiveProtocol
import Wording

/// The outcomes as continuous integration reads them.
package struct JUnitReport {
    private let outcomes: [CheckOutcome]

    package init(_ outcomes: [CheckOutcome]) { self.outcomes = outcomes }

    package var text: String {
        let failures = outcomes.count { $0.verdict == .failed }
        let errors = outcomes.count { $0.verdict == .unknown }
        let counts = "tests=\"\(outcomes.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(counts)>
              <testsuite name="livetop" \(counts) skipped="0" time="0">
            \(outcomes.map(testCase).joined(separator: "\n"))
              </testsuite>
            </testsuites>

            """
    }

    private func testCase(_ outcome: CheckOutcome) -> String {
        let head =
            "    <testcase classname=\"livetop.\(escaped(outcome.session))\" name=\"\(escaped(outcome.name))\" time=\"0\""
        switch outcome.verdict {
        case .passed: return head + "/>"
        case .failed: return head + "><failure message=\"\(escaped(outcome.detail))\" type=\"limit\"/></testcase>"
        case .unknown: return head + "><error message=\"\(escaped(outcome.detail))\" type=\"unknown\"/></testcase>"
        }
    }

    private func escaped(_ text: String) -> String {
        ForeignText.harmless(text).replacing("\u{FFFE}", with: "").replacing("\u{FFFF}", with: "")
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

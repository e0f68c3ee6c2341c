import Diagnosis
import LiveProtocol
import Testing

@Suite struct FindingTests {
    @Test func `a prediction and what comes true of it are the same finding`() {
        let connection = ConnectionID(rawValue: 1)
        let at = Timestamp(nanoseconds: 0)
        var finding = Finding(
            rule: "goaway-ignored", severity: .warning, isPrediction: true, from: at, to: at, connection: connection,
            title: "t", fix: "f")
        let key = finding.key
        finding.isPrediction = false
        finding.severity = .error
        #expect(finding.key == key)
    }

    @Test func `severities are in order`() {
        #expect(Severity.allCases == Severity.allCases.sorted())
    }
}

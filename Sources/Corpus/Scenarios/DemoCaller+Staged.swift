public import Simulator

extension DemoCaller {
    /// Calls that fail in ways that the service itself decides on: the mock plays its part of each by the script. One
    /// begins every second and a half, so that the screen stays readable.
    static let staged: [DemoCaller] = failures.enumerated().compactMap { number, failure in
        let variation = StagedVariation(failure.variation)
        guard let staged = StagedFailure.scripted.first(where: { $0.rule == failure.rule && $0.isLive }),
            let script = staged.fires(variation).links.first?.script
        else { return nil }
        return DemoCaller(
            failure.tag, script, key: "staged-\(failure.tag)", spelling: variation.spelling,
            delay: .milliseconds(2_500 + number * 1_500), rest: .seconds(75), failure: failure.rule)
    }

    /// What the mock says to the callers of `staged`, by their keys.
    public static let scripts = Dictionary(staged.map { ($0.key, $0.script) }) { first, _ in first }

    private static let failures: [(tag: String, rule: String, variation: Int)] = [
        ("tram-stop", "unexpected-drop", 0),
        ("intranet", "credential-rejected", 0),
        ("notebook", "client-content-midsession", 1),
        ("console", "activity-with-auto-vad", 2),
        ("newsroom", "response-modality-unsupported", 2),
        ("booking", "tool-response-mismatch", 0),
        ("museum", "language-code-unsupported", 0),
        ("tutor", "turn-empty-or-blocked", 0),
        ("robot", "deprecated-media-chunks", 0),
        ("courier", "input-during-tool-call", 0),
        ("labels", "setup-unknown-field", 3),
        ("hotline", "quota-exhausted", 0),
        ("settings", "setup-protocol-order", 0),
        ("dictation", "mid-session-payload-rejected", 0),
        ("sandbox", "setup-invalid-argument", 2),
    ]
}

import Foundation
import TestSupport
import Testing

/// The table of errors in `docs/metrics.md`, between its two marks.
struct ErrorTable {
    private let speaker: String
    private var rows: [String] = []

    private static let (begin, end) = ("<!-- errors: begin -->\n", "<!-- errors: end -->\n")

    init(speaker: String) { self.speaker = speaker }

    func noise(_ snr: Double) -> String { "speech \(Int(snr)) dB above the noise" }

    /// - Parameter low: how many values are marked as of low confidence.
    mutating func add(
        _ quantity: String, _ condition: String, _ errors: Errors, _ required: String?, low: Int? = nil,
        unit: String = "ms"
    ) {
        func text(_ error: Double) -> String {
            guard error.isFinite else { return "missed" }
            // Half a millisecond up or down is another machine's arithmetic.
            return unit == "ms" ? "\(Int(error.rounded())) ms" : "\((error * 2).rounded() / 2) \(unit)"
        }
        let cells = [
            quantity, condition, "\(errors.count)", text(errors.median), text(errors.p90), text(errors.worst),
            low.map { "\($0)" } ?? "", required ?? "",
        ]
        rows.append("| " + cells.joined(separator: " | ") + " |\n")
    }

    private var text: String {
        """
        Made by `TruthTests` with \(speaker); another version renders other samples.

        | quantity | condition | values | median error | p90 | worst | low confidence | required |
        | --- | --- | --- | --- | --- | --- | --- | --- |

        """ + rows.joined()
    }

    /// Compares with the document, or records it, as `expectGolden` does.
    func expect(file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation) {
        let root = (0..<4).reduce(URL(fileURLWithPath: file)) { url, _ in url.deletingLastPathComponent() }
        let document = root.appendingPathComponent("docs/metrics.md")
        guard let content = try? String(contentsOf: document, encoding: .utf8),
            let begin = content.range(of: Self.begin), let end = content.range(of: Self.end)
        else {
            Issue.record("docs/metrics.md has no place for the table", sourceLocation: sourceLocation)
            return
        }
        let recorded = content[begin.upperBound..<end.lowerBound]
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            do {
                try Data((content[..<begin.upperBound] + text + content[end.lowerBound...]).utf8).write(to: document)
                Issue.record("recorded the table; look at it, then run again", sourceLocation: sourceLocation)
            } catch {
                Issue.record("cannot record the table: \(error)", sourceLocation: sourceLocation)
            }
        } else if recorded.contains("with \(speaker);") {
            #expect(String(recorded) == text, sourceLocation: sourceLocation)
        }
        // Another speaker is held to the tolerances alone.
    }
}

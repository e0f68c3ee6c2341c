package import Diagnosis
package import LiveProtocol
package import SessionModel
import Wording

/// What `livetop lint` prints.
package struct LintReport {
    private let setup: SetupSummary
    private let rows: [SetupLint.Row]
    private let day: CalendarDay?
    /// Of the table of models.
    private let dated: String

    package init(setup: SetupSummary, rows: [SetupLint.Row], day: CalendarDay?, dated: String) {
        (self.setup, self.day, self.dated) = (setup, day, dated)
        self.rows = rows.map(Self.suggested)
    }

    /// A field that nobody knows, with the one that may have been meant.
    private static func suggested(_ row: SetupLint.Row) -> SetupLint.Row {
        var row = row
        if row.effect == "unknown", row.field != "model", let nearest = SetupFieldNames.nearest(to: row.written) {
            row.fix = "livetop does not know it: did you mean \(nearest)?"
        }
        return row
    }

    package var text: String {
        let surface = setup.surface == .vertex ? "Vertex" : "the Gemini API"
        let head = ForeignText.clean("\(setup.model ?? "no model") on \(surface)")
        let checked = "fields checked \(ModelFields.dated), models \(dated)"
        guard !rows.isEmpty else { return "\(head): nothing is known against it\n\(checked)" }
        let blocks = rows.map { row in
            [
                "\(row.effect): \(row.written)  [\(row.field)]", "  fix     \(row.fix)", "  source  \(row.source)",
            ].map(ForeignText.clean).joined(separator: "\n")
        }
        return ([head] + blocks + [checked]).joined(separator: "\n\n")
    }

    /// Stable: other programs rely on these keys.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.lint/1"), ("model", .string(setup.model)), ("surface", .string(setup.surface.rawValue)),
            ("on", .string(day?.description)), ("isRefused", .bool(rows.contains(where: \.isFatal))),
            ("fieldsDated", .string(ModelFields.dated)), ("modelsDated", .string(dated)),
            (
                "rows",
                .array(
                    rows.map { row in
                        .object([
                            ("field", .string(row.field)), ("effect", .string(row.effect)),
                            ("written", .string(row.written)), ("fix", .string(row.fix)),
                            ("source", .string(row.source)),
                        ])
                    })
            ),
        ])
    }
}

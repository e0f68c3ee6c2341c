import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// What `livetop lint` prints.
struct LintReport {
    let setup: SetupSummary
    let rows: [SetupLint.Row]
    let day: CalendarDay?
    /// Of the table of models.
    let dated: String

    var text: String {
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
    var json: JSONValue {
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

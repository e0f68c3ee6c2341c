/// The rules as a document, `docs/rules.md`: made from their files, so that it cannot say anything else.
public enum RuleCatalogue {
    /// Markdown: a list of all rules by family, each with cause, fix and source, and the coverage of the documents.
    public static var markdown: String {
        let families = Rule.Family.allCases.map(section).filter { !$0.isEmpty }
        return (families + [closes, thresholds, coverage]).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ family: Rule.Family) -> String {
        let rules = Diagnosis.rules.filter { $0.family == family }
        guard !rules.isEmpty else { return "" }
        return (["## \(capitalized(family.rawValue))"] + rules.map(entry)).joined(separator: "\n\n")
    }

    private static func entry(_ rule: Rule) -> String {
        let variants = rule.variants.map { "`\($0)`" }.joined(separator: ", ")
        var lines = [
            "### `\(rule.id)`: \(rule.title)", "",
            "\(capitalized(rule.severity.rawValue)) at worst, priority P\(rule.priority.rawValue)."
                + (variants.isEmpty ? "" : " Variants: \(variants)."),
            "", "- Cause: \(rule.cause)", "- Fix: \(rule.fix)", "- Source: \(rule.source)",
        ]
        lines = lines.map { $0.split(separator: "\n").joined(separator: " ") }
        return lines.joined(separator: "\n")
    }

    private static var closes: String {
        let rows = CloseReasons.rows.map { row in
            let words = row.tokens.map { "`\($0)`" }.joined(separator: ", ")
            let rule = row.rule.map { "`\($0)`" } ?? "by what surrounds it"
            return "| \(row.code.map(String.init) ?? "any") | \(row.phase.words) | \(words) | \(rule) |"
        }
        let head = [
            "## Closes", "",
            "The first line that fits decides, and what surrounds the end where the reason says nothing.", "",
            "| code | when | the reason says | rule |", "| --- | --- | --- | --- |",
        ]
        return (head + rows).joined(separator: "\n")
    }

    private static var thresholds: String {
        let rows = Diagnosis.rules.flatMap { rule in
            rule.thresholds.map { "| `\($0.name)` | \(number($0.defaultValue)) | `\(rule.id)` | \($0.meaning) |" }
        }
        return
            ([
                "## Thresholds", "", "| name in `[rules]` | default | rule | what it means |",
                "| --- | --- | --- | --- |",
            ]
            + rows).joined(separator: "\n")
    }

    private static var coverage: String {
        let rows = Statement.all.map { statement in
            let rules = Diagnosis.rules.filter { $0.covers.contains(statement) }.map { "`\($0.id)`" }
            return "| \(statement.document) | \(statement.words) | \(rules.joined(separator: ", ")) |"
        }
        return (["## What the documents say", "", "| document | statement | rules |", "| --- | --- | --- |"] + rows)
            .joined(separator: "\n")
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}

extension ClosePhase {
    fileprivate var words: String {
        switch self {
        case .any: "at any time"
        case .before: "before setupComplete"
        case .withHandle: "before setupComplete, with a handle"
        case .after: "after setupComplete"
        }
    }
}

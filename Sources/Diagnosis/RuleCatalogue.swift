/// The rules as a document, `docs/rules.md`: made from the table, so that it cannot say anything else.
public enum RuleCatalogue {
    /// Markdown: a list of all rules by family, each with cause, fix and source, and the coverage of the documents.
    public static var markdown: String {
        let families = Rule.Family.allCases.map(section).filter { !$0.isEmpty }
        return (families + [thresholds, coverage]).joined(separator: "\n\n") + "\n"
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

    private static var thresholds: String {
        let rows = Threshold.allCases.map { "| `\($0.rawValue)` | \(number($0.defaultValue)) |" }
        return (["## Thresholds", "", "| name in `[rules]` | default |", "| --- | --- |"] + rows).joined(
            separator: "\n")
    }

    private static var coverage: String {
        let rows = Coverage.table.map { line in
            "| \(line.document) | \(line.statement) | \(line.rules.map { "`\($0)`" }.joined(separator: ", ")) |"
        }
        return (["## What the documents say", "", "| document | statement | rules |", "| --- | --- | --- |"] + rows)
            .joined(separator: "\n")
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}

package import Diagnosis
package import LiveProtocol
import Wording

/// The rules of the diagnosis as `livetop rules` and `livetop describe --json` print them.
package struct RuleDocument {
    private let rules: [Rule]

    package init(rules: [Rule]) { self.rules = rules }

    // MARK: For programs

    package var json: JSONValue { .object([("schema", "livetop.rules/1"), ("rules", rows)]) }

    package var rows: JSONValue {
        .array(
            rules.map { rule in
                .object([
                    ("id", .string(rule.id.rawValue)), ("family", .string(rule.family.rawValue)),
                    ("priority", .integer(rule.priority.rawValue)), ("severity", .string(rule.severity.rawValue)),
                    ("variants", .array(rule.variants.map(JSONValue.string))), ("title", .string(rule.title)),
                    ("cause", .string(rule.cause)), ("fix", .string(rule.fix)), ("source", .string(rule.source)),
                ])
            })
    }

    // MARK: For people

    /// A line for each rule.
    package var table: String {
        TextTable(
            header: ["RULE", "WORST", "PRIORITY", "FAMILY", "WHAT"], rightAligned: [],
            rows: rules.map { rule in
                [
                    rule.id.rawValue, rule.severity.rawValue, "P\(rule.priority.rawValue)", rule.family.rawValue,
                    rule.title,
                ]
            }
        ).text
    }

    /// All about each rule.
    package var text: String { rules.map(explain).joined(separator: "\n\n") }

    private func explain(_ rule: Rule) -> String {
        let variants = rule.variants.isEmpty ? Format.unknown : rule.variants.joined(separator: ", ")
        return """
            \(rule.id): \(rule.title)
              severity  \(rule.severity.rawValue) at worst, priority P\(rule.priority.rawValue), family \(rule.family.rawValue)
              variants  \(variants)
              cause     \(rule.cause)
              fix       \(rule.fix)
              source    \(rule.source)
            """
    }
}

import Diagnosis
import LiveProtocol

/// The rules of the diagnosis as `livetop rules --json` and `livetop describe --json` print them.
struct RuleDocument {
    let rules: [Rule]

    var json: JSONValue { .object([("schema", "livetop.rules/1"), ("rules", rows)]) }

    var rows: JSONValue {
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
}

import ArgumentParser
import Diagnosis
import Filters
import LiveProtocol
import Runtime
import SessionModel
import Wording

/// `livetop rules [ID]`: the failure catalogue on the terminal.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the rules of the diagnosis, or explain one.",
        discussion: """
            Examples:
              livetop rules
              livetop rules goaway-ignored
            """)

    @Argument(help: ArgumentHelp("The rule.", valueName: "rule"), completion: .list(Diagnosis.rules.map(\.id.rawValue)))
    var rule: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let rules = try chosen()
        if json {
            try StandardOutput.say(RuleDocument(rules: rules).json.text)
        } else if rule != nil {
            try StandardOutput.say(rules.map(explain).joined(separator: "\n\n"))
        } else {
            try StandardOutput.say(table(rules))
        }
    }

    private func chosen() throws -> [Rule] {
        guard let rule else { return Diagnosis.rules }
        if let found = Diagnosis.rule(RuleID(rawValue: rule)) { return [found] }
        let nearest = Suggestion.nearest(to: rule, among: Diagnosis.rules.map(\.id.rawValue))
        throw UserError(
            .notFound, what: "there is no rule '\(rule)'", why: "no rule has that name",
            remedy: nearest.map { "did you mean \($0)?" } ?? "livetop rules")
    }

    private func table(_ rules: [Rule]) -> String {
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

    private func explain(_ rule: Rule) -> String {
        let variants = rule.variants.isEmpty ? "–" : rule.variants.joined(separator: ", ")
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

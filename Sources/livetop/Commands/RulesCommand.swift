import ArgumentParser
import Diagnosis
import Filters
import LiveProtocol
import Reports
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
        let rules = try RuleDocument(rules: chosen())
        try StandardOutput.say(json ? rules.json.text : rule == nil ? rules.table : rules.text)
    }

    private func chosen() throws -> [Rule] {
        guard let rule else { return Diagnosis.rules }
        if let found = Diagnosis.rule(RuleID(rawValue: rule)) { return [found] }
        let nearest = Suggestion.nearest(to: rule, among: Diagnosis.rules.map(\.id.rawValue))
        throw UserError(
            .notFound, what: "there is no rule '\(rule)'",
            why: nearest.map { "did you mean '\($0)'?" } ?? "no rule is called so, or nearly so",
            remedy: nearest.map { "livetop rules \($0)" } ?? "livetop rules")
    }
}

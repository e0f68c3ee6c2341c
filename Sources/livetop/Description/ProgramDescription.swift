import Diagnosis
import Exports
import Filters
import LiveProtocol
import Reports
import Runtime
import SessionModel
import Settings
import TerminalUI

/// `livetop.describe/1`: everything that another program may want to know of livetop, from the tables that livetop
/// itself works by.
///
/// Stable: other programs rely on these keys, which `docs/describe.md` explains.
struct ProgramDescription {
    let commands: CommandTree.Command

    var json: JSONValue {
        .object([
            ("schema", "livetop.describe/1"), ("version", .string(LivetopVersion.number)),
            ("summary", .string(commands.abstract)), ("defaultCommand", .string(commands.defaultSubcommand)),
            ("commands", .array(commands.shownCommands.map(\.json))),
            ("exitCodes", .array(ExitStatus.allCases.map(\.json))),
            ("metrics", .array(Metric.allCases.map(\.json))),
            ("rules", RuleDocument(rules: Diagnosis.rules).rows),
            ("formats", .array(ExportFormat.all.map(\.json))),
            ("keys", .array(KeyMap.standard.rows.map(\.json))),
            ("filterKeys", .array(FilterKey.all.map(\.json))),
            ("settings", .array(SettingKey.allCases.map(\.json))),
        ])
    }
}

extension JSONValue {
    fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}

extension CommandTree.Command {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(commandName)), ("summary", .string(abstract)),
            ("description", .string(paragraphs.joined(separator: "\n\n"))), ("examples", .strings(examples)),
            ("arguments", .array(shownArguments.filter { $0.kind == .positional }.map(\.json))),
            ("options", .array(shownArguments.filter { $0.kind != .positional }.map(\.json))),
            ("commands", .array(shownCommands.map(\.json))),
        ])
    }
}

extension CommandTree.Argument {
    fileprivate var json: JSONValue {
        .object([
            ("names", .strings((names ?? []).map(\.text))),
            // A flag has no value.
            ("value", kind == .flag ? .null : .string(valueName)),
            ("summary", .string(abstract)), ("default", .string(defaultValue)),
            ("values", allValues.map(JSONValue.strings) ?? .null), ("section", .string(sectionTitle)),
            ("isRequired", .bool(!isOptional)), ("isRepeating", .bool(isRepeating)),
        ])
    }
}

extension ExitStatus {
    fileprivate var json: JSONValue {
        .object([("code", .integer(Int64(rawValue))), ("name", .string("\(self)")), ("meaning", .string(meaning))])
    }
}

extension Metric {
    fileprivate var json: JSONValue {
        .object([
            ("id", .string(rawValue)), ("title", .string(title)), ("unit", .string(unit.symbol)),
            ("exactness", .string(exactness.rawValue)), ("good", .number(thresholds?.good)),
            ("bad", .number(thresholds?.bad)), ("isHigherBetter", .bool(thresholds?.isHigherBetter)),
        ])
    }
}

extension ExportFormat {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name)), ("extension", .string(fileExtension)), ("summary", .string(summary)),
            ("filters", .string(filterScope?.rawValue)), ("holdsManySessions", .bool(isConcatenable)),
        ])
    }
}

extension KeyMap.Row {
    fileprivate var json: JSONValue {
        .object([
            ("context", .string(context)), ("keys", .strings(keys)), ("action", .string(action)),
            ("summary", .string(help)),
        ])
    }
}

extension FilterKey {
    fileprivate var json: JSONValue {
        .object([
            ("key", .string(name)), ("aliases", .strings(aliases)),
            ("scopes", .strings(FilterScope.allCases.filter(scopes.contains).map(\.rawValue))),
            ("summary", .string(help)), ("example", .string(example)), ("words", .strings(words())),
            ("wordsByScope", .array(wordsByScope)),
        ])
    }
}

extension FilterKey {
    /// Only for keys whose words are known.
    fileprivate var wordsByScope: [JSONValue] {
        FilterScope.allCases.filter { scopes.contains($0) && !words(for: $0).isEmpty }.map {
            .object([("scope", .string($0.rawValue)), ("words", .strings(words(for: $0)))])
        }
    }
}

extension SettingKey {
    fileprivate var json: JSONValue {
        .object([
            ("key", .string(rawValue)), ("flag", .string(flag)), ("environment", .string(environmentName)),
            ("isList", .bool(isList)), ("example", .string(example)),
        ])
    }
}

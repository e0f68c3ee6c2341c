import ArgumentParser
import Diagnosis
import Foundation
import LiveProtocol
import Runtime
import SessionModel
import Settings
import Wording

/// `livetop config`: the settings in force, where each comes from, and where the files are.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the settings in force and the paths of all files.",
        discussion: """
            A flag goes before LIVETOP_* variables, these before the project's .livetop.toml, that before the user's \
            config.toml, and that before the default.

            Examples:
              livetop config
              livetop config --explain
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions

    @Flag(help: "Tell where each value comes from and what it prevails over.")
    var explain = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let configuration = try options.load()
        let paths = FilePaths(
            dataFolder: configuration.settings.dataDirectory,
            folders: StandardFolders(environment: ProcessInfo.processInfo.environment))
        if json {
            try StandardOutput.say(document(configuration, paths).text)
        } else {
            for key in SettingKey.allCases {
                for line in lines(for: key, configuration) { try StandardOutput.say(line) }
            }
            if explain {
                try StandardOutput.say(Columns.left("outbound proxy", width: 18) + OutboundWay.inherited.text)
            }
            for (name, value) in configuration.rules.changes {
                try StandardOutput.say(Columns.left("rules.\(name)", width: 34) + value)
            }
            for (name, value) in configuration.otlp.changes {
                try StandardOutput.say(Columns.left("otlp.\(name)", width: 34) + value)
            }
            for line in catalogueLines(configuration.catalogue) { try StandardOutput.say(line) }
            try StandardOutput.say("")
            for (name, path) in paths.named { try StandardOutput.say(Columns.left(name, width: 18) + path) }
        }
    }

    private func lines(for key: SettingKey, _ configuration: Configuration) -> [String] {
        let value = configuration[key]
        let line = Columns.left(key.rawValue, width: 18) + text(value)
        guard explain else { return [line] }
        let overridden = configuration.overridden(key).map { value in
            Columns.left("", width: 18) + "  over \(text(value))  (\(value.origin))"
        }
        return ["\(line)  (\(value.origin))"] + overridden
    }

    /// What `models.toml` and `prices.toml` say.
    private func catalogueLines(_ catalogue: Catalogue) -> [String] {
        catalogue.changes.map { change in
            let line = Columns.left(change.name, width: 34) + " " + change.value
            return explain ? "\(line)  (\(change.origin), over \(change.instead ?? "nothing that is built in"))" : line
        }
    }

    private func text(_ value: Configuration.Value) -> String {
        value.texts.isEmpty ? "–" : value.texts.joined(separator: ", ")
    }

    private func document(_ configuration: Configuration, _ paths: FilePaths) -> JSONValue {
        let rules = configuration.rules
        let settings = SettingKey.allCases.map { key in
            JSONValue.object([
                ("name", .string(key.rawValue)), ("value", json(configuration[key], of: key)),
                ("origin", .string("\(configuration[key].origin)")), ("flag", .string(key.flag)),
                ("variable", .string(key.environmentName)),
                (
                    "overrides",
                    .array(
                        configuration.overridden(key).map { overridden in
                            .object([("value", json(overridden, of: key)), ("origin", .string("\(overridden.origin)"))])
                        })
                ),
            ])
        }
        return .object([
            ("schema", "livetop.config/1"), ("settings", .array(settings)),
            (
                "rules",
                .object([
                    ("muted", .array(rules.thresholds.muted.map(\.rawValue).sorted().map(JSONValue.string))),
                    (
                        "thresholds",
                        .object(Threshold.allCases.map { ($0.rawValue, .number(rules.thresholds[$0])) })
                    ),
                ])
            ),
            ("outboundProxy", OutboundWay.inherited.json),
            ("otlp", .object(configuration.otlp.changes.map { ($0.name, .string($0.value)) })),
            ("catalogue", catalogue(configuration.catalogue)),
            ("paths", .object(paths.named.map { ($0.name, .string($0.path)) })),
        ])
    }

    private func catalogue(_ catalogue: Catalogue) -> JSONValue {
        .object([
            ("modelsDated", .string(catalogue.models.dated)), ("pricesDated", .string(catalogue.prices.dated)),
            (
                "changes",
                .array(
                    catalogue.changes.map { change in
                        .object([
                            ("name", .string(change.name)), ("value", .string(change.value)),
                            ("origin", .string(change.origin)), ("builtIn", .string(change.instead)),
                        ])
                    })
            ),
        ])
    }

    /// A list for a list, null for what is not set.
    private func json(_ value: Configuration.Value, of key: SettingKey) -> JSONValue {
        if key.isSwitch { return .bool(value.texts.first == "true") }
        return key.isList ? .array(value.texts.map(JSONValue.string)) : .string(value.texts.first)
    }
}

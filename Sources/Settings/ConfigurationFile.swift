import Filters
import Foundation
import Runtime
import SessionModel
import TOMLKit

/// A `config.toml` or `.livetop.toml`: one key per setting, spelled like its flag, the tables `[rules]` (`RuleSettings`),
/// `[redact]` (`RedactionSettings`), `[otlp]` (`OTLPConfiguration`), `[player]` (`PlayerSettings`), `[ship]` (the settings `ship-…`) and `[[upstream]]` (`UpstreamTable`), and what belongs to
/// the screen (`ScreenSettings`).
///
/// Any mistake in it is an error with path, line and cure: a setting that is silently ignored is worse than none.
struct ConfigurationFile {
    var path: String
    /// Texts of each setting that the file names.
    var texts: [SettingKey: [String]] = [:]
    /// Line of each key, counted from 1, for messages.
    var lines: [SettingKey: Int] = [:]
    /// All that is in it; what is wrong with it was told when it was read.
    private let table: TOMLTable

    /// The file's settings; nil if there is no such file.
    init?(readingIfPresent path: String) throws(UserError) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UserError(
                .noPermission, what: "cannot read the configuration file \(path)",
                why: "the system does not let this user open it", remedy: "chmod u+r '\(path)'")
        }
        try self.init(path: path, text: String(decoding: data, as: UTF8.self))
    }

    init(path: String, text: String) throws(UserError) {
        self.path = path
        let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        table = try Self.parse(text, path: path)
        var screen = ScreenSettings()
        for name in table.keys.sorted() {
            if let value = table[name], try screen.read(name, value, path) { continue }
            if name == RuleSettings.tableName, let rules = table[name]?.table {
                var settings = RuleSettings()
                try settings.read(rules, path)
                continue
            }
            if name == PlayerSettings.tableName, let player = table[name]?.table {
                var settings = PlayerSettings()
                try settings.read(player, path)
                continue
            }
            if name == RedactionSettings.tableName, let redaction = table[name]?.table {
                var settings = RedactionSettings()
                try settings.read(redaction, path)
                continue
            }
            if name == Self.shipTable, let settings = table[name]?.table {
                try readShip(settings, source)
                continue
            }
            if name == UpstreamTable.name, let entries = table[name]?.array,
                entries.contains(where: { $0.table != nil })
            {
                lines[.upstreamFor] = Self.line(of: name, in: source)
                texts[.upstreamFor, default: []] += try UpstreamTable.texts(entries, path)
                continue
            }
            let line = Self.line(of: name, in: source)
            let key = try Self.key(named: name, path: path, line: line)
            lines[key] = line
            if name == OTLPConfiguration.tableName, let otlp = table[name]?.table {
                var settings = OTLPConfiguration()
                try settings.read(otlp, path)
                guard let endpoint = otlp[SettingKey.otlpEndpoint] else { continue }
                texts[key] = try Self.texts(of: endpoint, for: key, path: path, line: line)
                continue
            }
            texts[key, default: []] += try Self.texts(of: table[name], for: key, path: path, line: line)
        }
    }

    private static let shipTable = "ship"

    /// `[ship]`: the settings `ship-…` without their beginning.
    private mutating func readShip(_ settings: TOMLTable, _ source: [String]) throws(UserError) {
        for name in settings.keys.sorted() {
            let line = Self.line(of: name, in: source)
            let key = try Self.key(named: "\(Self.shipTable)-\(name)", path: path, line: line)
            lines[key] = line
            texts[key] = try Self.texts(of: settings[name], for: key, path: path, line: line)
        }
    }

    /// Adds what the file says besides its settings to `configuration`. The stronger file is read last.
    func add(to configuration: inout Configuration) throws(UserError) {
        for name in table.keys.sorted() {
            guard let value = table[name] else { continue }
            _ = try configuration.screen.read(name, value, path)
            if name == RuleSettings.tableName, let rules = value.table {
                try configuration.rules.read(rules, path)
            }
            if name == PlayerSettings.tableName, let player = value.table {
                try configuration.player.read(player, path)
            }
            if name == RedactionSettings.tableName, let redaction = value.table {
                try configuration.redaction.read(redaction, path)
            }
            if name == OTLPConfiguration.tableName, let otlp = value.table {
                try configuration.otlp.read(otlp, path)
            }
        }
    }

    /// It names the program that plays sound.
    var hasPlayer: Bool { table[PlayerSettings.tableName] != nil }

    private static func parse(_ text: String, path: String) throws(UserError) -> TOMLTable {
        do {
            return try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw UserError(
                .badConfiguration, what: "\(path):\(begin.line):\(begin.column): not valid TOML",
                why: error.description, remedy: "mend that line; text needs quotes: upstream = \"https://…\"")
        } catch {
            throw UserError(
                .badConfiguration, what: "\(path): not valid TOML", why: "\(error)", remedy: "mend or remove the file")
        }
    }

    private static func key(named name: String, path: String, line: Int?) throws(UserError) -> SettingKey {
        if let key = SettingKey(rawValue: name) { return key }
        let known = SettingKey.allCases.map(\.rawValue)
        let suggestion = Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
        throw UserError(
            .badConfiguration, what: "\(place(path, line)): there is no setting '\(name)'",
            why: "the settings are \(known.joined(separator: ", "))",
            remedy: suggestion ?? "remove the line, or name one of them")
    }

    /// Numbers and strings become text; an array is accepted only where a setting is a list.
    private static func texts(
        of value: (any TOMLValueConvertible)?, for key: SettingKey, path: String, line: Int?
    ) throws(UserError) -> [String] {
        let members: [String?]
        if let array = value?.array {
            members = key.isList ? array.map { text(of: $0) } : [nil]
        } else {
            members = [text(of: value)]
        }
        let texts = members.compactMap(\.self)
        guard texts.count == members.count else {
            throw mistake(key, path, line, "the value has the wrong type")
        }
        for text in texts {
            if let problem = SettingValue.problem(with: text, for: key) { throw mistake(key, path, line, problem) }
        }
        return texts
    }

    private static func text(of value: (any TOMLValueConvertible)?) -> String? {
        value?.string ?? value?.int.map(String.init) ?? value?.bool.map { String($0) }
    }

    private static func mistake(_ key: SettingKey, _ path: String, _ line: Int?, _ why: String) -> UserError {
        UserError(
            .badConfiguration, what: "\(place(path, line)): bad value for \(key.rawValue)", why: why,
            remedy: "for example: \(key.example)")
    }

    private static func place(_ path: String, _ line: Int?) -> String {
        line.map { "\(path):\($0)" } ?? path
    }

    /// The TOML reader keeps no positions of values; the keys stand at the start of a line, quoted or not.
    private static func line(of name: String, in source: [String]) -> Int? {
        source.firstIndex { line in
            let key = line.prefix { $0 != "=" && $0 != "." }.filter { !" \t\"'[]".contains($0) }
            return key == name
        }.map { $0 + 1 }
    }
}

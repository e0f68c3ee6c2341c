import Filters
import Runtime
import TOMLKit

/// `[[upstream]]` of a configuration file: one entry for each place where calls go that bear a tag or begin with a path. Becomes
/// values of the setting `upstream-for`.
///
/// ```toml
/// [[upstream]]
/// tag = "staging"                        # or path = "/eu"; without either: all other calls
/// url = "https://staging.example"
/// proxy = "socks5://proxy.corp:1080"     # or "direct"; else as HTTPS_PROXY and NO_PROXY say
/// proxy-login = "/run/secrets/proxy"     # user:password, mode 0600
/// ```
enum UpstreamTable {
    static let name = "upstream"

    static func texts(_ entries: TOMLArray, _ path: String) throws(UserError) -> [String] {
        var texts: [String] = []
        for (index, entry) in entries.enumerated() {
            guard let table = entry.table else {
                throw mistake(path, index, "it is no table", "begin each with a line [[upstream]]")
            }
            texts.append(try text(table, path, index))
        }
        return texts
    }

    private static func text(_ table: TOMLTable, _ path: String, _ index: Int) throws(UserError) -> String {
        var values: [String: String] = [:]
        for key in table.keys.sorted() {
            guard keys.contains(key) else {
                let nearest = Suggestion.nearest(to: key, among: keys).map { "did you mean \($0)?" }
                throw mistake(
                    path, index, "there is no setting '\(key)' in it",
                    nearest ?? "name one of \(keys.joined(separator: ", "))")
            }
            guard let value = table[key]?.string, !value.contains(" ") else {
                throw mistake(path, index, "\(key) is no text without blanks", "write \(key) = \"…\"")
            }
            values[key] = value
        }
        guard let url = values["url"] else {
            throw mistake(path, index, "it does not say where to", "add a line: url = \"https://…\"")
        }
        if values["tag"] != nil, values["path"] != nil {
            throw mistake(path, index, "it names both tag and path", "leave one of them out")
        }
        let match = values["tag"].map { "tag:\($0)" } ?? values["path"] ?? "*"
        let way = values["proxy"].map { " via \($0)" } ?? ""
        let login = values["proxy-login"].map { " login \($0)" } ?? ""
        let text = "\(match)=\(url)\(way)\(login)"
        if let problem = SettingValue.problem(with: text, for: .upstreamFor) {
            throw mistake(path, index, problem, "see docs/configuration.md: several upstreams")
        }
        return text
    }

    /// Some of these values of `upstream-for` name a file of credentials.
    static func hasLogin(_ texts: [String]?) -> Bool {
        (texts ?? []).contains { UpstreamChoice($0)?.loginFile != nil }
    }

    /// A repository could have files of its user sent to a proxy of its own.
    static func misplaced(_ path: String) -> UserError {
        UserError(
            .badConfiguration, what: "\(path): a project's file names no file of credentials",
            why: "whoever clones the project would send it to the proxy that the project names",
            remedy: "put that upstream into config.toml of the user; livetop config prints its path")
    }

    private static let keys = ["tag", "path", "url", "proxy", "proxy-login"]

    private static func mistake(_ path: String, _ index: Int, _ why: String, _ cure: String) -> UserError {
        UserError(.badConfiguration, what: "\(path), upstream \(index + 1)", why: why, remedy: cure)
    }
}

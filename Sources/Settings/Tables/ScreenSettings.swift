import Filters
import Foundation
package import Runtime
import SessionModel
package import TOMLKit
package import TerminalUI

/// What the configuration files say about the screen: `theme`, `mouse` and the table `[keys]`.
///
/// ```toml
/// theme = "contrast"
/// mouse = false
///
/// [keys]
/// freeze = "f"
/// page-down = ["PgDn", "ctrl-d"]
/// ```
package struct ScreenSettings: Equatable, Sendable {
    /// Nil where the terminal's background is to decide.
    package private(set) var palette: Theme.Palette?
    package private(set) var usesMouse = true
    /// For each action that the files name, all of its keys.
    package private(set) var keys: [String: [String]] = [:]

    package var keyMap: KeyMap { KeyMap.standard.rebinding(keys).keyMap }

    /// Takes one entry of a file, the user's before the project's, whose word counts for more; false when it is none of the screen's.
    package mutating func read(_ name: String, _ value: any TOMLValueConvertible, _ path: String) throws(UserError)
        -> Bool
    {
        switch name {
        case "theme": palette = try Self.palette(value, path)
        case "mouse":
            guard let isOn = value.bool else {
                throw Self.mistake(path, "mouse", "it is neither true nor false", "mouse = false")
            }
            usesMouse = isOn
        case "keys": try readKeys(value, path)
        default: return false
        }
        return true
    }

    private static func palette(_ value: any TOMLValueConvertible, _ path: String) throws(UserError) -> Theme.Palette {
        let names = Theme.Palette.allCases.map(\.rawValue)
        guard let palette = value.string.flatMap(Theme.Palette.init(rawValue:)) else {
            let nearest = value.string.flatMap { Suggestion.nearest(to: $0, among: names) }
            throw mistake(
                path, "theme", "the themes are \(names.joined(separator: ", "))",
                nearest.map { "did you mean \($0)?" } ?? "theme = \"contrast\"")
        }
        return palette
    }

    private mutating func readKeys(_ value: any TOMLValueConvertible, _ path: String) throws(UserError) {
        guard let table = value.table else {
            throw Self.mistake(path, "[keys]", "it is no table", "[keys] on a line of its own, then freeze = \"f\"")
        }
        for (action, value) in table {
            let names = value.string.map { [$0] } ?? value.array.map { $0.compactMap(\.string) }
            guard let names, names.count == value.array?.count ?? 1 else {
                throw Self.mistake(path, "[keys]", "\(action) names no keys", "\(action) = [\"PgDn\", \"ctrl-d\"]")
            }
            keys[action] = names
        }
        if let mistake = KeyMap.standard.rebinding(keys).mistakes.first {
            throw Self.mistake(path, "[keys]", mistake, "livetop shows all keys after ?, docs/keys.md lists them")
        }
    }

    private static func mistake(_ path: String, _ what: String, _ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(path): bad value for \(what)", why: why, remedy: remedy)
    }
}

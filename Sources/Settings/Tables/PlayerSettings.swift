import Filters
import Foundation
package import Runtime
package import TOMLKit

/// The `[player]` table of the user's configuration file: the program that sound is played with.
///
/// ```toml
/// [player]
/// command = "mpv --no-video"
/// ```
///
/// A project's file may not name it: whoever opens somebody else's project does not run their programs.
package struct PlayerSettings: Equatable, Sendable {
    package static let tableName = "player"

    /// A shell's command; nil where one is looked for.
    package private(set) var command: String?

    package mutating func read(_ table: TOMLTable, _ path: String) throws(UserError) {
        for name in table.keys.sorted() {
            guard name == "command" else {
                let nearest = Suggestion.nearest(to: name, among: ["command"])
                throw Self.mistake(path, "there is no '\(name)'", nearest.map { "did you mean \($0)?" } ?? Self.example)
            }
            guard let text = table[name]?.string, !text.allSatisfy(\.isWhitespace) else {
                throw Self.mistake(path, "command is no text", Self.example)
            }
            command = text
        }
    }

    /// The player in force.
    package func player() throws(UserError) -> SoundPlayer {
        try SoundPlayer(command, path: ProcessInfo.processInfo.environment["PATH"])
    }

    package static func misplaced(_ path: String) -> UserError {
        UserError(
            .badConfiguration, what: "\(path): [player] does not belong here",
            why: "a project's file may not name programs that run", remedy: "write it into your own config.toml")
    }

    private static let example = "command = \"ffplay -nodisp -autoexit\""

    private static func mistake(_ path: String, _ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(path): bad value in [player]", why: why, remedy: remedy)
    }
}

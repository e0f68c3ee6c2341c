import Foundation
import Wording

/// An external program that plays sound: the one that `[player] command` names, or one that is found.
package struct SoundPlayer: Equatable, Sendable {
    /// A shell's command; the file stands behind it.
    package var command: String

    /// Programs that are looked for, in this order, each so that it says nothing, shows nothing and ends with the sound.
    private static let known = [
        "ffplay -nodisp -autoexit -loglevel error", "aplay -q", "afplay", "pw-play", "paplay",
        "mpv --no-video --no-terminal",
    ]

    package init(command: String) { self.command = command }

    /// - Parameters:
    ///   - command: what somebody has named; nil to look for one.
    ///   - path: the folders that a shell looks in.
    /// - Throws: `UserError` where there is none.
    package init(_ command: String?, path: String?) throws(UserError) {
        let folders = (path ?? "").split(separator: ":").map(String.init)
        func isThere(_ command: String) -> Bool {
            let name = command.prefix { $0 != " " }
            return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
        }
        guard let found = command ?? Self.known.first(where: isThere) else {
            let names = Self.known.map { String($0.prefix { $0 != " " }) }
            throw UserError(
                .unavailable, what: "cannot play the sound", why: "there is none of \(names.joined(separator: ", "))",
                remedy:
                    "install ffmpeg, name a player ([player] command in config.toml), or livetop export --format wav")
        }
        self.command = found
    }

    /// Plays what `file` holds, and waits for the end.
    ///
    /// - Parameters:
    ///   - isQuiet: what the player says goes nowhere: a screen is on the terminal.
    ///   - isWanted: asked twenty times a second; where it is not, the player is ended.
    func play(_ file: SoundFile, isQuiet: Bool, isWanted: () -> Bool) throws(UserError) {
        // As its standard input, under the name that every player opens.
        guard let process = PlayerProcess("exec \(command) /dev/stdin", reading: file.descriptor, isQuiet: isQuiet)
        else {
            throw failure(why: String(cString: strerror(errno)))
        }
        let status = process.end(isWanted: isWanted)
        guard status != 0, isWanted() else { return }
        let signal = status & 0x7F
        throw failure(why: signal == 0 ? "it ended with \((status >> 8) & 0xFF)" : "signal \(signal) ended it")
    }

    private func failure(why: String) -> UserError {
        UserError(
            .failure, what: "the player did not play the sound", why: "\(ForeignText.clean(command)): \(why)",
            remedy: "try it by hand, or name another: [player] command in config.toml")
    }
}

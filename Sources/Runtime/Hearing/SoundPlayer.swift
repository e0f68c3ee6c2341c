import Foundation
import Wording

/// An external program that plays sound: the one that `[player] command` names, or one that is found.
package struct SoundPlayer: Equatable, Sendable {
    /// A shell's command; the file stands behind it.
    package var command: String

    /// Programs that are looked for, in this order, each so that it says nothing, shows nothing and ends with the sound.
    private static let known = [
        "ffplay -nodisp -autoexit -loglevel error", "aplay -q", "afplay", "pw-play", "paplay",
        "mpv --no-video --really-quiet",
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
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // As its standard input, under the name that every player opens.
        process.arguments = ["-c", "exec \(command) /dev/stdin"]
        process.standardInput = FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false)
        process.standardOutput = FileHandle.nullDevice
        if isQuiet { process.standardError = FileHandle.nullDevice }
        do { try process.run() } catch {
            throw failure(why: "\(error.localizedDescription)")
        }
        while process.isRunning {
            if !isWanted() { process.terminate() }
            Thread.sleep(forTimeInterval: 0.05)
        }
        guard process.terminationStatus != 0, isWanted() else { return }
        throw failure(why: "it ended with \(process.terminationStatus)")
    }

    private func failure(why: String) -> UserError {
        UserError(
            .failure, what: "the player did not play the sound", why: "\(ForeignText.clean(command)): \(why)",
            remedy: "try it by hand, or name another: [player] command in config.toml")
    }
}

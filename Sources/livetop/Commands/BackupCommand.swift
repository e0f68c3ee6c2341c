import ArgumentParser
import Foundation
import Runtime
import SessionStore
import Wording

/// `livetop backup FILE`: a copy of the database.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy everything that is recorded into one file, while recording goes on.",
        discussion: """
            The copy is a database as of one instant, as livetop.db in a folder of its own: --data-dir opens it.

            Examples:
              livetop backup calls.db
              livetop backup --force /mnt/backup/livetop.db
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Replace the file if it exists.")
    var force = false

    func run() throws {
        let database = try data.database()
        guard force || !FileManager.default.fileExists(atPath: file) else {
            throw UserError(
                .cannotCreate, what: "cannot write \(file)", why: "the file exists",
                remedy: "name another file, or add --force to replace it")
        }
        let part = file + ".part-\(getpid())"
        unlink(part)
        // Empty and with its mode before SQLite writes into it: nobody else may read what was said.
        let isMade = FileManager.default.createFile(
            atPath: part, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade else { throw failure(.cannotCreate) }
        do {
            let progress = ProgressLine()
            defer { progress.end() }
            try database.backUp(to: URL(filePath: part), told: progress.reached)
            guard rename(part, file) == 0 else { throw failure(.cannotCreate) }
        } catch {
            unlink(part)
            throw error
        }
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber
        StandardError.say("\(file): \(Format.bytes(size?.int64Value ?? 0))")
    }

    private func failure(_ status: ExitStatus) -> UserError {
        UserError(
            status, what: "cannot write \(file)", why: String(cString: strerror(errno)),
            remedy: "check the folder, or name another file")
    }
}

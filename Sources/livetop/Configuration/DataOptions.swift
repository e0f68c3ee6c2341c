import ArgumentParser
import Foundation
import SessionStore

/// The flag of every command that reads what was recorded.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp("Folder of recordings and certificates.", valueName: "folder"))
    var dataDirectory: String?

    /// The folder in force, after flag, environment and files.
    func folder() throws(UserError) -> URL {
        var options = ProxyOptions()
        options.dataDirectory = dataDirectory
        return URL(filePath: try options.load().settings.dataDirectory, directoryHint: .isDirectory)
    }

    /// The database, for reading.
    func database() throws -> SessionDatabase {
        try SessionDatabase.open(in: folder(), readOnly: true)
    }
}

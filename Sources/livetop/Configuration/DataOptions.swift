import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionStore
import Settings

/// The flag of every command that reads what was recorded.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp("Folder of recordings and certificates.", valueName: "folder"), completion: .directory)
    var dataDirectory: String?

    /// What is in force, with this flag over environment and files. A command loads it once.
    func configuration() throws(UserError) -> Configuration {
        try Configuration.load(flags: dataDirectory.map { [.dataDirectory: [$0]] } ?? [:])
    }

    /// The same for a command that makes calls.
    func configuration(with upstream: UpstreamOptions) throws(UserError) -> Configuration {
        let given: [SettingKey: String?] = [
            .dataDirectory: dataDirectory, .upstream: upstream.url, .upstreamCA: upstream.ca,
        ]
        var flags = given.compactMapValues { $0.map { [$0] } }
        if upstream.isInsecure { flags[.insecureUpstream] = ["true"] }
        return try Configuration.load(flags: flags)
    }

    /// The recorded sessions of the folder in force, with what the configuration says of models, prices and rules.
    func recordings() throws -> Recordings { try configuration().recordings() }

    /// The settings in force.
    func settings() throws(UserError) -> ProxySettings { try configuration().settings }

    /// The same for a command that listens.
    func settings(with access: AccessOptions) throws(UserError) -> ProxySettings {
        let own: [SettingKey: [String]] = dataDirectory.map { [.dataDirectory: [$0]] } ?? [:]
        return try Configuration.load(flags: own.merging(access.values) { $1 }).settings
    }

    /// The folder in force.
    func folder() throws(UserError) -> URL {
        URL(filePath: try settings().dataDirectory, directoryHint: .isDirectory)
    }

    /// The database, for reading.
    func database() throws -> SessionDatabase {
        try SessionDatabase.open(in: folder(), readOnly: true)
    }
}

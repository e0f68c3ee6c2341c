import Foundation
import Runtime

extension ProxyOptions {
    /// The settings in force: these flags over environment, files and defaults.
    ///
    /// - Throws: `UserError` with status 64 for a bad flag, 78 for a bad variable or configuration file.
    func load() throws(UserError) -> Configuration { try .load(flags: values) }
}

extension Configuration {
    /// `flags` over environment, files and defaults, as this process finds them. Each file is opened once; a mistake in any of
    /// them is told before anything runs.
    static func load(flags: [SettingKey: [String]]) throws(UserError) -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        return try ConfigurationLoader(
            environment: environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            folders: StandardFolders(environment: environment)
        ).load(flags: flags)
    }
}

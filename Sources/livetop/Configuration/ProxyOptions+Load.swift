import Foundation

extension ProxyOptions {
    /// The settings in force: these flags over environment, files and defaults.
    ///
    /// - Throws: `UserError` with status 64 for a bad flag, 78 for a bad variable or configuration file.
    func load() throws(UserError) -> Configuration { try .load(flags: values) }
}

extension Configuration {
    /// `flags` over environment, files and defaults, as this process finds them.
    static func load(flags: [SettingKey: [String]]) throws(UserError) -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        let folders = StandardFolders(environment: environment)
        // Nothing is kept of it here: a file with a mistake in it is told before anything runs.
        _ = try Catalogue.load(folders)
        return try ConfigurationLoader(
            environment: environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            folders: folders
        ).load(flags: flags)
    }
}

import Foundation
package import Runtime

extension Configuration {
    /// `flags` over environment, files and defaults, as this process finds them. Each file is opened once; a mistake in any of
    /// them is told before anything runs.
    package static func load(flags: [SettingKey: [String]]) throws(UserError) -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        return try ConfigurationLoader(
            environment: environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            folders: StandardFolders(environment: environment)
        ).load(flags: flags)
    }
}

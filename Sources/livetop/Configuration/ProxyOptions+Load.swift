import Foundation
import Runtime
import Settings

extension ProxyOptions {
    /// The settings in force: these flags over environment, files and defaults.
    ///
    /// - Throws: `UserError` with status 64 for a bad flag, 78 for a bad variable or configuration file.
    func load() throws(UserError) -> Configuration { try .load(flags: values) }
}

import Foundation

/// A file that holds credentials: nobody but its owner may read it. A link to one will do, as secrets are mounted.
package enum SecretFile {
    /// - Parameters:
    ///   - what: what cannot be done without it.
    ///   - remedy: what to do where it is none.
    /// - Throws: `UserError` for what is no file, cannot be read, or can be read by others.
    package static func read(_ path: String, what: String, remedy: String) throws(UserError) -> String {
        let place = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: place),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue,
            attributes[.type] as? FileAttributeType == .typeRegular,
            let data = FileManager.default.contents(atPath: place)
        else { throw UserError(.noPermission, what: what, why: "it is no file that can be read", remedy: remedy) }
        guard mode & 0o077 == 0 else {
            throw UserError(
                .noPermission, what: what, why: "others can read it (mode \(String(mode & 0o777, radix: 8)))",
                remedy: "chmod 600 '\(path)'")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

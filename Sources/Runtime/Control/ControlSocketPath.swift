import Foundation
import Glibc

/// Where the control socket of a data folder lies: `livetop.sock` in it, or, because the system cuts socket paths at
/// 108 bytes, a short path that follows from the folder's name.
package enum ControlSocketPath {
    private static let longest = 100

    /// The path a client connects to.
    package static func path(for folder: String) -> String {
        let path = folder + "/livetop.sock"
        return path.utf8.count <= longest ? path : fallbackFolder + "/" + fingerprint(of: folder) + ".sock"
    }

    /// The path to listen on; makes the private folder of the short path.
    package static func prepared(for folder: String) throws -> String {
        let path = path(for: folder)
        if path.hasPrefix(fallbackFolder + "/") { try makePrivate(fallbackFolder) }
        return path
    }

    private static var fallbackFolder: String { "/tmp/livetop-\(getuid())" }

    /// Somebody else may have made a folder of that name to listen in: it must be ours and closed to others.
    private static func makePrivate(_ folder: String) throws {
        mkdir(folder, 0o700)
        // Does not follow a link, which would not be a folder either. An error means that nothing of it is known.
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder)
        guard attributes?[.type] as? FileAttributeType == .typeDirectory,
            (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value == getuid(),
            ((attributes?[.posixPermissions] as? NSNumber)?.uint16Value).map({ $0 & 0o077 == 0 }) == true
        else {
            throw UserError(
                .noPermission, what: "cannot make the control socket in \(folder)",
                why: "that folder belongs to somebody else, or is open to others",
                remedy: "name a data folder with a shorter path: --data-dir ~/livetop")
        }
    }

    /// FNV-1a: the same in every process, and nobody gains from a collision, because the folder is the user's own.
    private static func fingerprint(of text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

import Foundation
import Glibc

/// Folders for copies of a central store, in the system's folder for temporary files, each named after its process.
enum StoreFolder {
    private static let prefix = "livetop-store-"

    static func make() throws -> URL {
        let name = "\(prefix)\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let folder = FileManager.default.temporaryDirectory.appending(path: name, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw UserError(
                .cannotCreate, what: "cannot make a folder for the copy", why: "\(error.localizedDescription)",
                remedy: "set TMPDIR to a folder that can be written and has room")
        }
        return folder
    }

    /// What cannot be removed is somebody else's, and says nothing.
    static func remove(_ folder: URL) { try? FileManager.default.removeItem(at: folder) }

    /// Removes what processes left that are no more.
    static func removeRemains() {
        let temporary = FileManager.default.temporaryDirectory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: temporary.path(percentEncoded: false))) ?? []
        for name in names where name.hasPrefix(prefix) {
            let process = name.dropFirst(prefix.count).split(separator: "-").first.flatMap { Int32($0) }
            guard let process, process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
            remove(temporary.appending(path: name, directoryHint: .isDirectory))
        }
    }
}

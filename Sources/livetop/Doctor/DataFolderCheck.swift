import Foundation
import SessionStore
import Wording

/// Whether recordings can be written, and whether others can read them.
struct DataFolderCheck {
    var folder: String

    /// Below this payloads are no longer recorded.
    private static let lowDisk: Int64 = 1 << 30

    func run() -> [Check] {
        guard FileManager.default.fileExists(atPath: folder) else {
            return [creationCheck, diskCheck(at: nearestExistingParent)]
        }
        return [permissionCheck, databaseCheck, diskCheck(at: folder)]
    }

    private var creationCheck: Check {
        let parent = nearestExistingParent
        return FileManager.default.isWritableFile(atPath: parent)
            ? .good("data", "\(folder) will be made at the first start")
            : .problem("data", "\(folder) cannot be made in \(parent)", cure: "name another folder with --data-dir")
    }

    private var permissionCheck: Check {
        guard let attributes = attributes(at: folder), attributes[.type] as? FileAttributeType == .typeDirectory else {
            return .problem("data", "\(folder) is not a folder", cure: "name another folder with --data-dir")
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            return .problem("data", "\(folder) cannot be written", cure: "chmod u+rwx '\(folder)', or --data-dir")
        }
        let mode = permissions(in: attributes)
        guard mode & 0o077 == 0 else {
            return .problem(
                "data", "\(folder) is open to others (mode \(String(mode, radix: 8)))", cure: "chmod 700 '\(folder)'")
        }
        return openFiles.isEmpty
            ? .good("data", "\(folder) is private to this user")
            : .problem(
                "data", "others can read \(openFiles.joined(separator: ", ")) in \(folder)",
                cure: "chmod 600 " + openFiles.map { "'\(folder)/\($0)'" }.joined(separator: " "))
    }

    /// Files with secrets or conversations that others may read.
    private var openFiles: [String] {
        ["livetop.db", "ca-key.pem", "redaction.key", "run.json"].filter { name in
            attributes(at: "\(folder)/\(name)").map { permissions(in: $0) & 0o077 != 0 } ?? false
        }
    }

    /// The write-ahead log is part of the database.
    private var databaseCheck: Check {
        let sizes = ["livetop.db", "livetop.db-wal"].compactMap(size)
        return sizes.isEmpty
            ? .good("database", "nothing is recorded yet")
            : .good("database", "\(Format.bytes(sizes.reduce(0, +))) in \(folder)/livetop.db")
    }

    private func size(of name: String) -> Int64? {
        (attributes(at: "\(folder)/\(name)")?[.size] as? NSNumber)?.int64Value
    }

    /// Of what a link points to; nil when nothing is there.
    private func attributes(at path: String) -> [FileAttributeKey: Any]? {
        let file = URL(filePath: path).resolvingSymlinksInPath()
        return try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))
    }

    /// The nine bits for owner, group and others.
    private func permissions(in attributes: [FileAttributeKey: Any]) -> Int {
        ((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0) & 0o777
    }

    private func diskCheck(at folder: String) -> Check {
        guard let free = DataFolder.freeBytes(at: URL(filePath: folder)) else {
            return .notice("disk", "the system does not tell the free space of \(folder)")
        }
        return free >= Self.lowDisk
            ? .good("disk", "\(Format.bytes(free)) free")
            : .problem(
                "disk", "\(Format.bytes(free)) free: below 1 GB no payloads are recorded",
                cure: "free some space, or name a folder on another disk with --data-dir")
    }

    private var nearestExistingParent: String {
        let parents = sequence(first: URL(filePath: folder)) {
            $0.path().count > 1 ? $0.deletingLastPathComponent() : nil
        }
        return parents.map { $0.path(percentEncoded: false) }.first { FileManager.default.fileExists(atPath: $0) }
            ?? "/"
    }
}

public import Foundation

/// The folder that holds database, certificates and keys.
public enum DataFolder {
    /// Makes the folder (0700) when missing, and its parents unless told not to. One that exists keeps its mode: it may be
    /// somebody's `/tmp`, and `livetop doctor` tells.
    public static func create(_ folder: URL, withParents: Bool = true) throws(DatabaseError) {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        if manager.fileExists(atPath: folder.path, isDirectory: &isFolder) {
            guard !isFolder.boolValue else { return }
            throw DatabaseError(
                .unwritable, what: "Cannot use \(folder.path) as data folder.", why: "It is a file, not a folder.",
                cure: "Name another folder with --data-dir.")
        }
        do {
            try manager.createDirectory(
                at: folder, withIntermediateDirectories: withParents, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseError(.unwritable, what: "Cannot create the data folder \(folder.path).")
        }
    }

    /// Space that this user may still fill on the disk of `folder`, in bytes; nil when the system does not say.
    public static func freeBytes(at folder: URL) -> Int64? {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return nil }
        let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: bytes)
    }
}

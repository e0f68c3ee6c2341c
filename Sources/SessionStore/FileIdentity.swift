internal import Foundation

/// Which file lies at a path: its number on its disk. Whoever has it open keeps it, also once nothing of that name is
/// there.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// What became of a path since somebody looked.
    enum Fate: Hashable, Sendable {
        case same, gone, other, empty
    }

    /// Nil when nothing can be seen there. A symbolic link is not followed.
    public init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }

    /// What is at `path` now. Where that cannot be told, as in a folder whose mode was changed, nothing has changed: a file
    /// that is open can still be written.
    func fate(at path: String) -> Fate {
        var status = stat()
        guard lstat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? .gone : .same }
        guard FileIdentity(status) == self else { return .other }
        return status.st_size == 0 ? .empty : .same
    }
}

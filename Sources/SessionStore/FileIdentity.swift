internal import Foundation

/// Which file lies at a path: its number on its disk. Whoever has it open keeps it, also once nothing of that name is
/// there.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// What became of a path since somebody looked.
    enum Fate: Hashable, Sendable {
        case same, gone, other, empty
    }

    /// Nil when nothing can be seen there. A symbolic link is not followed.
    init?(at path: String) {
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

/// What may lie in the place of one of our files.
enum FileKind: Hashable, Sendable {
    case missing, regular, socket
    /// Anything else, in words.
    case unusable(String)

    /// - Parameter followsLink: whether a symbolic link counts as what it leads to.
    init(at path: String, followsLink: Bool = false) {
        var status = stat()
        let isThere = (followsLink ? stat(path, &status) : lstat(path, &status)) == 0
        self = isThere ? FileKind(mode: status.st_mode) : .missing
    }

    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFSOCK: .socket
            case S_IFLNK: .unusable("a symbolic link")
            case S_IFIFO: .unusable("a named pipe")
            case S_IFDIR: .unusable("a folder")
            default: .unusable("a device")
            }
    }

    /// In words, for `there is … in its place`.
    var words: String {
        switch self {
        case .missing: "nothing"
        case .regular: "an ordinary file"
        case .socket: "a socket"
        case .unusable(let words): words
        }
    }
}

internal import Foundation

/// What lies under a name, or behind a descriptor: the types of POSIX.
public enum FileType: Hashable, Sendable {
    case missing, regular, socket, symbolicLink, pipe, folder, characterDevice, blockDevice

    /// `missing` also where nothing can be seen, as in a folder that may not be searched; `errno` then says why.
    ///
    /// - Parameter followsLink: whether a symbolic link counts as what it leads to.
    public init(at path: String, followsLink: Bool = false) {
        var status = stat()
        let isThere = (followsLink ? stat(path, &status) : lstat(path, &status)) == 0
        self = isThere ? FileType(mode: status.st_mode) : .missing
    }

    /// `missing` for a descriptor that is not open.
    public init(descriptor: Int32) {
        var status = stat()
        self = fstat(descriptor, &status) == 0 ? FileType(mode: status.st_mode) : .missing
    }

    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFSOCK: .socket
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .pipe
            case S_IFDIR: .folder
            case S_IFCHR: .characterDevice
            default: .blockDevice
            }
    }

    /// In words, for `there is … in its place`.
    var words: String {
        switch self {
        case .missing: "nothing"
        case .regular: "an ordinary file"
        case .socket: "a socket"
        case .symbolicLink: "a symbolic link"
        case .pipe: "a named pipe"
        case .folder: "a folder"
        case .characterDevice, .blockDevice: "a device"
        }
    }
}

import Foundation

/// A file that has no name any more: what is kept in it is gone with its last descriptor, however the process ends.
package enum UnnamedFile {
    /// For reading and writing, mode 0600, and no other program gets it. -1 where there is none, and why is in `errno`.
    ///
    /// - Parameter folder: of the system for temporary files where nil.
    package static func open(in folder: String? = nil) -> Int32 {
        let folder = folder ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
        var template = Array((folder + "/livetop-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return -1 }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }
}

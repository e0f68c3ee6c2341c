internal import Foundation
import SwiftOverlayShims

/// Which program this is: the model and the rules are code, and another build of them may come to another state. Nobody has
/// to remember to raise a number.
struct ProgramIdentity: Codable, Hashable, Sendable {
    private var device: UInt64
    private var number: UInt64
    private var size: Int64
    /// When the file was last written, in seconds and nanoseconds.
    private var seconds: Int64
    private var nanoseconds: Int64

    /// Of the running program; nil where its file cannot be seen.
    static let own = Foundation.Bundle.main.executablePath.flatMap(ProgramIdentity.init(at:))

    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
        #if os(Linux)
            let written = status.st_mtim
        #else
            let written = status.st_mtimespec
        #endif
        (seconds, nanoseconds) = (Int64(written.tv_sec), Int64(written.tv_nsec))
    }
}

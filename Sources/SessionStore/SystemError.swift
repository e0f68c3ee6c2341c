internal import Foundation

/// What the operating system says about the call that just failed.
struct SystemError: Error, CustomStringConvertible {
    var code: Int32

    static var current: SystemError { SystemError(code: errno) }

    var description: String { String(cString: strerror(code)) }
}

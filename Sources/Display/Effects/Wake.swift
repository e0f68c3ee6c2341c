import Foundation

/// A descriptor that becomes readable when somebody else's thread says so: what a loop that waits for keys waits for as
/// well.
public final class Wake: Sendable {
    /// To wait for with `poll`; -1 where the system gave us no pipe: then whoever waits sees the news later.
    public let descriptor: Int32
    private let sender: Int32

    public init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            (descriptor, sender) = (-1, -1)
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (descriptor, sender) = (ends[0], ends[1])
    }

    deinit {
        for end in [descriptor, sender] where end >= 0 { close(end) }
    }

    /// Makes the descriptor readable, from any thread.
    public func signal() {
        var byte: UInt8 = 1
        // A full pipe wakes the reader as well.
        if sender >= 0 { _ = write(sender, &byte, 1) }
    }

    /// Makes it unreadable until the next signal.
    public func drain() {
        var byte: UInt8 = 0
        while descriptor >= 0, read(descriptor, &byte, 1) == 1 {}
    }
}

import Glibc
import LiveProtocol
import SessionStore

/// The one place that writes to a file that is already open. Everything that can fail comes back as an error: neither a
/// closed stream nor a full disk nor a reader that has gone may end the process.
package enum DescriptorWriter {
    /// Writes all of `bytes`, however many calls it takes.
    ///
    /// - Parameter patience: how long to wait for a reader that takes nothing; nil waits for as long as it needs.
    package static func write(
        _ bytes: some Collection<UInt8>, to descriptor: Int32, patience: Duration? = nil
    ) throws(WriteFailure) {
        guard let patience else { return try write(bytes, descriptor, until: nil) }
        let own = unblocked(descriptor)
        defer { if own != descriptor { close(own) } }
        try write(bytes, own, until: .now + patience)
    }

    private static func write(
        _ bytes: some Collection<UInt8>, _ descriptor: Int32, until deadline: ContinuousClock.Instant?
    ) throws(WriteFailure) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            if deadline != nil { try wait(for: descriptor, until: deadline) }
            // What fits into a pipe that has room at all is taken without waiting.
            let piece = deadline == nil ? rest : rest.prefix(Int(PIPE_BUF))
            let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                throw WriteFailure(code: EIO)
            } else if errno == EAGAIN {
                try wait(for: descriptor, until: deadline)
            } else if errno != EINTR {
                throw WriteFailure(code: errno)
            }
        }
    }

    /// Somebody at the other end can be told that nobody reads any more before anything is written.
    package static func isGone(_ descriptor: Int32) -> Bool {
        let found = poll(descriptor, events: 0, milliseconds: 0)
        return found & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
    }

    /// Whether writing would not have to wait.
    package static func isReady(_ descriptor: Int32) -> Bool {
        poll(descriptor, events: Int16(POLLOUT), milliseconds: 0) != 0
    }

    private static func wait(
        for descriptor: Int32, until deadline: ContinuousClock.Instant?
    ) throws(WriteFailure) {
        var left = Int32(-1)
        if let deadline { left = max(0, Int32(clamping: (deadline - .now).nanoseconds / 1_000_000)) }
        guard poll(descriptor, events: Int16(POLLOUT), milliseconds: left) != 0 else {
            throw WriteFailure(code: EAGAIN)
        }
    }

    private static func poll(_ descriptor: Int32, events: Int16, milliseconds: Int32) -> Int16 {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        // Interrupted counts as ready: the write that follows comes back here where it has to wait.
        let count = Glibc.poll(&entry, 1, milliseconds)
        return count < 0 ? events : entry.revents
    }

    /// The same pipe or terminal, opened once more so that writing never waits: whether it does belongs to the opening,
    /// which we share with other processes. The descriptor itself where that is not allowed, or makes no difference.
    private static func unblocked(_ descriptor: Int32) -> Int32 {
        guard [.pipe, .characterDevice].contains(FileType(descriptor: descriptor)) else { return descriptor }
        let opened = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        return opened < 0 ? descriptor : opened
    }
}

/// Bytes that could not be written.
package struct WriteFailure: Error, Equatable {
    /// As `errno` has it.
    package var code: Int32

    package init(code: Int32) { self.code = code }

    /// Nobody reads any more: no reason to say anything, nobody would read that either.
    package var isReaderGone: Bool { code == EPIPE }

    /// The disk takes no more.
    package var isFull: Bool { [ENOSPC, EDQUOT, EIO].contains(code) }

    package var why: String { String(cString: strerror(code)) }
}

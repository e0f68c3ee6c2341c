internal import Foundation

/// A thread for reading and decoding a recording: the concurrency pool must not wait for disks.
enum ReadingThread {
    /// Starts `body` at once, under a name that `top -H` shows (15 bytes at most). Nobody waits for its end: a belt
    /// carries it.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            // A name is a convenience: where there is no such file, the thread runs without.
            try? name.write(toFile: "/proc/thread-self/comm", atomically: false, encoding: .utf8)
            body()
        }
        thread.stackSize = 4 << 20
        thread.start()
    }
}

import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// SIGINT, SIGTERM and SIGHUP as a stream: the first asks for a graceful end, the second ends the process at once,
/// whatever it is busy with.
package struct Interruptions: Sendable {
    private let signals: AsyncStream<Int32>
    private let latest = NIOLockedValueBox<Int32?>(nil)

    /// Takes over the three signals for the rest of the process's life, except those that were ignored at its start:
    /// that is how `nohup` and a shell's background say that a signal is not meant for us.
    package init() {
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.signals = signals
        let queue = DispatchQueue(label: "livetop.signals")
        let latest = latest
        for number in [SIGINT, SIGTERM, SIGHUP] where !ProcessStart.inherited.isIgnored(number) {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                let isSecond = latest.withLockedValue { latest in
                    defer { latest = number }
                    return latest != nil
                }
                if isSecond { _exit(128 + number) }
                continuation.yield(number)
                // Kept alive by its own handler.
                withExtendedLifetime(source) {}
            }
            source.resume()
        }
    }

    /// The signal that has come, for work that looks now and then; nil before one did.
    package var received: Int32? { latest.withLockedValue { $0 } }

    /// The first signal, or nil when the task is cancelled before one came.
    package func first() async -> Int32? {
        for await number in signals { return number }
        return nil
    }
}

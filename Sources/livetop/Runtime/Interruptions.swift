import Dispatch
import Glibc

/// SIGINT, SIGTERM and SIGHUP as a stream: the first asks for a graceful end, and the second ends the process at once,
/// whatever it is busy with.
struct Interruptions: Sendable {
    /// The signals as they arrive.
    let signals: AsyncStream<Int32>

    /// Takes over the three signals for the rest of the process's life.
    init() {
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.signals = signals
        let queue = DispatchQueue(label: "livetop.signals")
        let watched = [SIGINT, SIGTERM, SIGHUP]
        for number in watched { signal(number, SIG_IGN) }
        let counter = SignalCounter()
        counter.sources = watched.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                counter.count += 1
                if counter.count > 1 {
                    CrashGuard.restoreTerminal()
                    _exit(128 + number)
                }
                continuation.yield(number)
            }
            source.resume()
            return source
        }
        continuation.onTermination = { _ in _ = counter }
    }

    /// The first signal, or nil when the task is cancelled before one came.
    func first() async -> Int32? {
        for await number in signals { return number }
        return nil
    }
}

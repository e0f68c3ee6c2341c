import NIOCore

/// Decides when a stop in reading is worth an event: at full speed a leg is unwritable for microseconds, thousands of
/// times a second, and that says nothing. A pause counts once it has lasted 100 ms.
struct PauseWatch {
    static let threshold = TimeAmount.milliseconds(100)

    private final class Pause {
        var isReported = false
        var isOver = false
    }

    private var pause: Pause?
    /// One timer serves all pauses of its 100 ms, so that short ones cost no timer each.
    private var timer: Scheduled<Void>?

    mutating func begin(on eventLoop: any EventLoop, report: @escaping () -> Void) {
        guard pause == nil else { return }
        let pause = Pause()
        self.pause = pause
        timer?.cancel()
        timer = eventLoop.assumeIsolated().scheduleTask(in: Self.threshold) {
            guard !pause.isOver else { return }
            pause.isReported = true
            report()
        }
    }

    /// True when the pause had been reported, so that its end should be too.
    mutating func end() -> Bool {
        defer { cancel() }
        return pause?.isReported ?? false
    }

    mutating func cancel() {
        pause?.isOver = true
        pause = nil
        timer?.cancel()
        timer = nil
    }
}

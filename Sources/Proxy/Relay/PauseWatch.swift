import NIOCore

/// Decides when a stop in reading is worth an event: at full speed a leg is unwritable for microseconds, thousands of
/// times a second, and that says nothing. A pause counts once it has lasted 100 ms.
///
/// One timer serves all pauses that begin while it runs, so that short ones cost nothing.
final class PauseWatch {
    static let threshold = TimeAmount.milliseconds(100)

    /// When the current pause began.
    private var pausedAt: NIODeadline?
    private var isReported = false
    private var isTimerSet = false

    /// Calls `report` when the pause that begins now lasts.
    func begin(on eventLoop: any EventLoop, report: @escaping () -> Void) {
        guard pausedAt == nil else { return }
        pausedAt = eventLoop.now
        guard !isTimerSet else { return }
        setTimer(in: Self.threshold, on: eventLoop, report)
    }

    /// True when the pause had been reported, so that its end should be too.
    func end() -> Bool {
        defer {
            pausedAt = nil
            isReported = false
        }
        return isReported
    }

    private func setTimer(in time: TimeAmount, on eventLoop: any EventLoop, _ report: @escaping () -> Void) {
        isTimerSet = true
        eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            guard let self else { return }
            isTimerSet = false
            guard let pausedAt, !isReported else { return }
            let rest = pausedAt + Self.threshold - eventLoop.now
            guard rest <= .zero else { return setTimer(in: rest, on: eventLoop, report) }
            isReported = true
            report()
        }
    }
}

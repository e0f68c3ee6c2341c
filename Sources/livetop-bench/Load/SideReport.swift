import Glibc

/// What one end of the load saw, over the window unless said otherwise.
struct SideReport: Codable {
    /// Messages received, stamped or not.
    var frames = 0
    /// One-way latency of what this end received; nil when nothing came.
    var latency: LatencySummary?
    /// CPU seconds of this end, and how much of it was its own code: the rest is the kernel moving bytes.
    var cpuSeconds = 0.0
    var userSeconds = 0.0
    /// Stamped messages over the whole run, warm-up and drain included.
    var sent: UInt64 = 0
    var received: UInt64 = 0
    /// Received with another sequence number than the one expected.
    var misplaced: UInt64 = 0
    /// Connections that ended before they were meant to.
    var broken = 0
}

/// Counts what one end receives while the window is open.
final class SideMeter {
    private var isOpen = false
    private var frames = 0
    private var latency = LatencyCounts()
    private var cpu: UInt64 = 0
    private var userSeconds = 0.0

    func open() {
        isOpen = true
        cpu = MonotonicClock.ownCPU
        userSeconds = Self.ownUserSeconds
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        cpu = MonotonicClock.ownCPU - cpu
        userSeconds = Self.ownUserSeconds - userSeconds
    }

    func record(_ stamp: Stamp?, at now: UInt64) {
        guard isOpen else { return }
        frames += 1
        if let stamp, now >= stamp.sentAt { latency.record(now - stamp.sentAt) }
    }

    func report(of wires: some Sequence<Wire>) -> SideReport {
        var report = SideReport(
            frames: frames, latency: latency.summary, cpuSeconds: Double(cpu) / 1e9, userSeconds: userSeconds)
        for wire in wires {
            report.sent += wire.sent
            report.received += wire.received
            report.misplaced += wire.misplaced
            report.broken += wire.phase == .closed ? 1 : 0
        }
        return report
    }

    private static var ownUserSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
    }
}

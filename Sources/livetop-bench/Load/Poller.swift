import CEpoll
import Glibc

/// Waits for sockets with epoll, edge-triggered: one registration per socket, no further bookkeeping calls.
final class Poller {
    private let epoll: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    init() throws(BenchError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system("epoll_create1") }
        // Timers fire when asked, not within the default slack of 50 µs.
        _ = set_timer_slack(1)
    }

    func add(_ socket: Int32) throws(BenchError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.fd = socket
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0 else { throw .system("epoll_ctl") }
    }

    /// Calls `body` with each ready socket; returns after the first batch, or at `deadline`.
    func wait(until deadline: UInt64, _ body: (Int32) throws(BenchError) -> Void) throws(BenchError) {
        let now = MonotonicClock.now
        let nanoseconds = deadline > now ? Int(clamping: deadline - now) : 0
        var timeout = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        let count = epoll_pwait2(epoll, &events, Int32(events.count), &timeout, nil)
        guard count >= 0 || errno == EINTR else { throw .system("epoll_pwait2") }
        for index in 0..<max(0, Int(count)) { try body(events[index].data.fd) }
    }
}

import LiveProtocol
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks the kernel now and then how long the round trips of both legs take. It has measured them for its own use:
/// nothing is sent for it.
struct PathProbe {
    private var due: Timestamp?

    /// Often enough to see a path go bad, and nothing beside the frames of a call.
    static let interval = Duration.seconds(1)

    /// True once a second while bytes cross; not in the first one, in which the path is still being found.
    mutating func isDue(at now: Timestamp) -> Bool {
        guard let due else {
            due = now + Self.interval
            return false
        }
        guard now >= due else { return false }
        self.due = now + Self.interval
        return true
    }

    /// Calls `report` with what is known, on the event loop that both legs share.
    static func sample(
        client: any Channel, upstream: any Channel, on eventLoop: any EventLoop,
        _ report: @escaping (PathSample) -> Void
    ) {
        guard let client = client as? any SocketOptionProvider, let upstream = upstream as? any SocketOptionProvider
        else { return }
        client.getTCPInfo().and(upstream.getTCPInfo()).hop(to: eventLoop).assumeIsolated().whenSuccess { legs in
            report(PathSample(client: roundTrip(legs.0), upstream: roundTrip(legs.1)))
        }
    }

    /// The kernel's smoothed round trip; nil while it has none.
    private static func roundTrip(_ info: tcp_info) -> Duration? {
        info.tcpi_rtt > 0 ? .microseconds(Int64(info.tcpi_rtt)) : nil
    }
}

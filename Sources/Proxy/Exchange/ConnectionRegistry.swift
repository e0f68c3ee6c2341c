import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore

/// All channels of the proxy, so that they can be counted, limited and brought to an end.
final class ConnectionRegistry: Sendable {
    private struct State {
        var clients: [ObjectIdentifier: any Channel] = [:]
        var upstreams: [ObjectIdentifier: any Channel] = [:]
        /// Connections to the upstream that are being made.
        var reservedUpstreams = 0
        var openCalls = 0
        var refusedCount: Int64 = 0
        var lastConnection: ConnectionID?
        var isStopping = false

        var occupied: Int { clients.count + upstreams.count + reservedUpstreams }
    }

    private let state = NIOLockedValueBox(State())
    /// Sockets at a time, both legs counted: half as many calls, whether they come one by one or all at once.
    let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// False when there is no room, or when the proxy is on its way out.
    func add(client: any Channel) -> Bool {
        let isAdded = state.withLockedValue { state in
            guard !state.isStopping, state.occupied < limit else {
                state.refusedCount += 1
                return false
            }
            state.clients[ObjectIdentifier(client)] = client
            return true
        }
        guard isAdded else { return false }
        client.closeFuture.whenComplete { [state] _ in
            state.withLockedValue { _ = $0.clients.removeValue(forKey: ObjectIdentifier(client)) }
        }
        return true
    }

    /// Whether one more connection to the upstream may be made; then `add(upstream:)` or `releaseUpstream` must follow.
    /// Clients leave room for upstreams (`FileLimit.socketCount`), and no more are made than calls are promised, also
    /// to clients that came in one burst.
    func reserveUpstream() -> Bool {
        state.withLockedValue { state in
            guard state.upstreams.count + state.reservedUpstreams < max(1, limit / 2),
                state.occupied < limit + max(1, limit / 8)
            else { return false }
            state.reservedUpstreams += 1
            return true
        }
    }

    /// Nothing came of a reserved connection.
    func releaseUpstream() { state.withLockedValue { $0.reservedUpstreams -= 1 } }

    /// A reserved connection has been made.
    func add(upstream: any Channel) {
        state.withLockedValue { state in
            state.reservedUpstreams -= 1
            state.upstreams[ObjectIdentifier(upstream)] = upstream
        }
        upstream.closeFuture.whenComplete { [state] _ in
            state.withLockedValue { _ = $0.upstreams.removeValue(forKey: ObjectIdentifier(upstream)) }
        }
    }

    func callBegan() { state.withLockedValue { $0.openCalls += 1 } }

    func callEnded() { state.withLockedValue { $0.openCalls -= 1 } }

    func nextConnection(at instant: Timestamp) -> ConnectionID {
        state.withLockedValue { state in
            let connection = ConnectionID.next(after: state.lastConnection, at: instant)
            state.lastConnection = connection
            return connection
        }
    }

    var counts: (clients: Int, calls: Int, refused: Int64) {
        state.withLockedValue { ($0.clients.count, $0.openCalls, $0.refusedCount) }
    }

    /// From now on nobody is added. Returns everybody who is there.
    func stop() -> [any Channel] {
        state.withLockedValue { state in
            state.isStopping = true
            return Array(state.clients.values) + Array(state.upstreams.values)
        }
    }
}

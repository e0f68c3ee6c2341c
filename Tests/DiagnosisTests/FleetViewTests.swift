import LiveProtocol
import SessionModel
import Testing

@testable import Diagnosis

/// What is known of all clients together is bounded.
@Suite struct FleetViewTests {
    /// Calls of clients that are all of their own, a second apart.
    private static func strangers(_ count: Int) -> [SessionState] {
        (1...count).map { number in
            let info = ConnectionInfo(
                tag: "caller-\(number)",
                endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
                target: "/ws/x", upstream: "https://upstream.test", headers: [], isTLS: true, removedExtensions: nil)
            let connection = ConnectionID(rawValue: UInt64(number))
            var state = SessionState(id: SessionID(connection), openedAt: .seconds(Double(number)))
            for kind in [WireEvent.Kind.opened(info), .closed(Closure(by: .client, code: CloseCode(rawValue: 1000)))] {
                state.apply(
                    LiveEvent(connection: connection, sequence: 0, at: .seconds(Double(number)), kind: .wire(kind)))
            }
            return state
        }
    }

    @Test func `a thousand clients of one call each leave the newest connections`() {
        let calls = Self.strangers(9)
        var view = FleetView(calls)
        view.forget(endedBefore: .seconds(0), keeping: 4)
        #expect(calls.map { view.links(with: $0).count } == [0, 0, 0, 0, 0, 1, 1, 1, 1])
        view.forget(endedBefore: .seconds(0), keeping: 4)
        #expect(view == FleetView(calls.suffix(4)))
    }

    /// A crowd is looked at once for each of its calls: what a look takes must not grow with the crowd.
    @Test(arguments: [false, true]) func `a look at a crowd of one client takes no more steps than a few hundred`(
        hasEnded: Bool
    ) {
        let calls = Self.crowd(8_000, hasEnded: hasEnded)
        var view = FleetView()
        for call in calls { view.note(call) }
        for call in [calls[0], calls[4_000], calls[7_999]] {
            let links = view.client(of: call)
            let now = call.openedAt + .seconds(20)
            let near = links?.newest(FleetView.limit, at: now, endedSince: call.openedAt - FleetView.reach)
            #expect(near?.links == links?.opened.filter { $0.openedAt <= now }.suffix(FleetView.limit))
            #expect(near?.looks ?? .max <= FleetView.limit)
            let end = links?.hasEnd(besides: call.id, before: now, within: .seconds(60))
            #expect(end?.found == hasEnded)
            #expect(end?.looks ?? .max <= 2)
        }
    }

    @Test func `what is seen does not depend on the order in which the sessions are noted`() {
        let calls = Self.crowd(600, hasEnded: true)
        let view = FleetView(calls)
        var other = FleetView()
        for call in calls.reversed() {
            // As it was when it had only begun, and then as it is.
            var begun = SessionState(id: call.id, openedAt: call.openedAt)
            if let clock = call.connection, let opening = clock.opening {
                begun.apply(
                    LiveEvent(connection: clock.id, sequence: 0, at: clock.openedAt, kind: .wire(.opened(opening))))
            }
            other.note(begun)
        }
        #expect(other != view)
        for call in calls.reversed() { other.note(call) }
        #expect(other == view)
        let (last, now) = (calls[599], Timestamp.seconds(10_000))
        let seen = view.seen(from: last, at: now)
        #expect(seen.links(with: last).map(\.connection) == calls.suffix(256).compactMap { $0.connection?.id })
        let between = last.openedAt + .milliseconds(5)
        #expect(!view.hasEnd(besides: last, before: between, within: .milliseconds(1)))
        #expect(view.hasEnd(besides: last, before: between, within: .milliseconds(10)))
    }

    /// Calls of one client, begun a hundredth of a second one after the other, each of which lasts five hundredths.
    private static func crowd(_ count: Int, hasEnded: Bool) -> [SessionState] {
        (1...count).map { number in
            let info = ConnectionInfo(
                tag: nil, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
                target: "/ws/x", upstream: "https://upstream.test", headers: [], isTLS: true, removedExtensions: nil)
            let connection = ConnectionID(rawValue: UInt64(number))
            let start = Timestamp.seconds(Double(number) / 100)
            var state = SessionState(id: SessionID(connection), openedAt: start)
            state.apply(LiveEvent(connection: connection, sequence: 0, at: start, kind: .wire(.opened(info))))
            guard hasEnded else { return state }
            let closure = Closure(by: .server, code: CloseCode(rawValue: 1011))
            state.apply(
                LiveEvent(
                    connection: connection, sequence: 1, at: start + .milliseconds(50), kind: .wire(.closed(closure))))
            return state
        }
    }
}

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
}

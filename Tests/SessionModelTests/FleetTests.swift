import LiveProtocol
import SessionModel
import Testing

@Suite struct FleetTests {
    private func resumable(_ number: UInt64, start: Double, from handle: String? = nil, issuing next: String) -> Call {
        var call = Call(number, start: start)
        call.begin(resuming: handle)
        call.server(#"{"sessionResumptionUpdate":{"newHandle":"\#(next)","resumable":true}}"#)
        call.close(after: 10)
        return call
    }

    @Test func `a connection that uses an issued handle joins the session that was issued it`() throws {
        let calls = [
            resumable(1, start: 0, issuing: "h:1"), resumable(2, start: 20, from: "h:1", issuing: "h:2"),
            resumable(3, start: 40, from: "h:2", issuing: "h:3"), resumable(4, start: 60, issuing: "h:4"),
        ]
        var fleet = Fleet(folding: calls)
        #expect(fleet.sessions.map(\.id) == [SessionID(calls[0].id), SessionID(calls[3].id)])
        let session = try #require(fleet[SessionID(calls[0].id)])
        #expect(session.connections.map(\.id) == calls[..<3].map(\.id))
        #expect(session.connectionCount == 3)
        // What the connection did before its setup came along.
        #expect(session.connections[1].openedAt == .seconds(20))
        #expect(session.traffic.frames == 9)
        #expect(fleet.session(of: calls[2].id) == session.id)
        #expect(fleet[SessionID(calls[1].id)] == nil)
        #expect(
            fleet.takeJoins() == [
                Fleet.Join(connection: calls[1].id, session: session.id),
                Fleet.Join(connection: calls[2].id, session: session.id),
            ]
        )
        #expect(fleet.takeJoins() == [])
    }

    @Test func `two connections that use one handle from before are one session`() {
        let calls = [
            resumable(1, start: 0, from: "h:0", issuing: "h:1"), resumable(2, start: 20, from: "h:0", issuing: "h:2"),
        ]
        #expect(Fleet(folding: calls).sessions.count == 1)
    }

    @Test func `the next connection may open before the old one closes`() {
        var first = Call(1)
        first.begin()
        first.server(#"{"sessionResumptionUpdate":{"newHandle":"h:1","resumable":true}}"#)
        first.close(after: 30)
        var second = Call(2, start: 20)
        second.begin(resuming: "h:1")
        second.wait(30)
        let fleet = Fleet(folding: [first, second])
        #expect(fleet.sessions.count == 1)
        #expect(fleet.summaries(at: .seconds(60)).map(\.activity) == [.listening])
    }

    @Test func `a second setup on a connection does not move it`() {
        var other = Call(1)
        other.begin()
        other.server(#"{"sessionResumptionUpdate":{"newHandle":"h:1","resumable":true}}"#)
        var call = Call(2, start: 5)
        call.begin()
        call.begin(resuming: "h:1")
        #expect(Fleet(folding: [other, call]).sessions.count == 2)
    }

    @Test func `sessions that closed first are forgotten first, open ones never`() {
        var calls = (1...60).map { number in
            var call = Call(UInt64(number), start: Double(number))
            call.begin()
            call.close(after: 100)
            return call
        }
        var open = Call(100)
        open.begin()
        calls.append(open)
        let fleet = Fleet(folding: calls, closedLimit: 20)
        #expect(fleet.sessions.count <= 1 + 20 + 2)
        #expect(fleet[SessionID(open.id)] != nil)
        #expect(fleet[SessionID(calls[0].id)] == nil)
        #expect(fleet.session(of: calls[0].id) == nil)
        #expect(fleet[SessionID(calls[59].id)]?.connections.map(\.id) == [calls[59].id])
    }

    @Test func `an event of a connection nobody opened makes a session`() {
        var fleet = Fleet()
        let event = LiveEvent(
            connection: ConnectionID(rawValue: 9), sequence: 4, at: .seconds(3),
            kind: .frame(.clientToServer, .text, byteCount: 10))
        fleet.apply(event)
        #expect(fleet.summaries(at: .seconds(3)).map(\.frames) == [1])
    }
}

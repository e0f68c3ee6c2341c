import LiveProtocol
import Testing

@testable import SessionModel

@Suite struct ConnectionClockTests {
    @Test func `age is counted from the upgrade and stops at the close`() throws {
        var call = Call(isUpgraded: false)
        #expect(call.state.connection?.age(at: .seconds(5)) == nil)
        call.append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())), after: 2)
        #expect(call.state.connection?.age(at: .seconds(5)) == .seconds(3))
        call.close(after: 10)
        #expect(call.state.connection?.age(at: .seconds(99)) == .seconds(10))
    }

    @Test(arguments: [(479.0, false), (480.0, true), (900.0, true)])
    func `a connection is old from eight minutes on`(seconds: Double, isOld: Bool) {
        let clock = Call().state.connection
        #expect(clock?.isOld(at: .seconds(seconds)) == isOld)
    }

    @Test func `goAway starts a countdown that can run over`() {
        var call = Call()
        call.begin()
        call.server(#"{"goAway":{"timeLeft":"50s"}}"#, after: 540)
        let clock = call.state.connection
        #expect(clock?.goAway?.deadline == .seconds(590))
        #expect(clock?.timeLeft(at: .seconds(560)) == .seconds(30))
        #expect(clock?.timeLeft(at: .seconds(600)) == .seconds(-10))
        call.close()
        #expect(call.state.connection?.timeLeft(at: .seconds(560)) == nil)
    }

    @Test func `goAway without a time has no deadline`() {
        var call = Call()
        call.server(#"{"goAway":{}}"#)
        #expect(call.state.connection?.goAway != nil)
        #expect(call.state.connection?.timeLeft(at: .seconds(1)) == nil)
    }

    @Test func `the first close frame is the one that counts`() {
        var call = Call()
        call.append(.frame(.serverToClient, Frame(.close, [0x03, 0xE9])), after: 1)
        call.append(.frame(.clientToServer, Frame(.close, [0x03, 0xE8])), after: 1)
        let mark = call.state.connection?.closeFrame
        #expect(mark?.direction == .serverToClient)
        #expect(mark?.code?.rawValue == 1001)
    }

    @Test func `what follows a close frame is its answer, and not the last frame`() {
        var call = Call()
        call.client(#"{"realtimeInput":{"text":"x"}}"#, after: 1)
        call.server(#"{"serverContent":{}}"#, after: 1)
        call.append(.frame(.serverToClient, Frame(.close, [0x03, 0xF0])), after: 1)
        call.append(.frame(.clientToServer, Frame(.close, [0x03, 0xF0])), after: 1)
        let conduct = call.state.connection?.conduct
        #expect(conduct?.lastUp?.at == .seconds(1))
        #expect(conduct?.lastDown?.at == .seconds(2))
    }

    @Test func `what the session held at an end stays when the next connection begins anew`() throws {
        var first = Call(1)
        first.begin(resuming: "h0")
        first.completeTurn(usage: #"{"promptTokenCount":900,"responseTokenCount":100}"#, after: 2)
        first.close(after: 1)
        var second = Call(2, start: 4)
        second.begin(resuming: "h0")
        second.completeTurn(usage: #"{"promptTokenCount":40,"responseTokenCount":10}"#, after: 2)
        let state = try #require(Fleet(folding: [first, second]).sessions.first { $0.connectionCount == 2 })
        #expect(state.tokens.context == 50)
        #expect(state.connections.first?.holdings?.context == 1_000)
        #expect(state.connections.first?.holdings?.reportedAt == .seconds(2))
        #expect(state.connections.first?.holdings?.hasHandle == false)
        #expect(state.connections.last?.holdings == nil)
    }

    @Test func `refusal, lost framing and a slow reader are kept`() {
        var call = Call(isUpgraded: false)
        call.append(.refused(Refusal(status: 429, by: .server, reason: "quota")))
        #expect(call.state.connection?.refusal?.status == 429)
        var other = Call()
        other.append(.framingLost(.serverToClient, reason: "garbage"))
        other.append(.paused(.serverToClient), after: 3)
        #expect(other.state.connection?.lostFraming == [.serverToClient: "garbage"])
        #expect(other.state.connection?.pausedSince == [.serverToClient: .seconds(3)])
        other.append(.resumed(.serverToClient))
        #expect(other.state.connection?.pausedSince == [:])
    }

    @Test func `round trips of many connections, by source`() throws {
        var log = RoundTripLog()
        for length in 1...100 {
            var recent = Ring<PingClock.RoundTrip>(capacity: 4)
            recent.append(PingClock.RoundTrip(at: .seconds(1), duration: .milliseconds(length)))
            log.add(LegRoundTrips(source: .ping, recent: recent))
        }
        log.add(nil)
        let pings = try #require(log.statistics(for: .ping))
        #expect(pings.count == 100 && abs(pings.p50 - 50) <= 0.5 && abs(pings.p95 - 95) <= 1)
        #expect(log.statistics(for: .kernel) == nil)
    }
}

import LiveProtocol
import SessionModel
import Testing

/// What livetop was asked to invent, or to keep back, is not taken for the service's.
@Suite struct InjectedFrameTests {
    private static let usage = #"{"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}}"#

    private func state(_ frames: [(Direction, String, FrameFault?)]) -> SessionState {
        let connection = ConnectionID(rawValue: 1)
        var decoder = LiveDecoder(connection: connection)
        var state = SessionState(id: SessionID(connection), openedAt: .seconds(0))
        let info = ConnectionInfo(
            tag: nil, endpoint: Endpoint(surface: .geminiAPI, version: "v1", method: .bidiGenerateContent), target: "/",
            upstream: "", headers: [], isTLS: false, removedExtensions: nil)
        var kinds: [WireEvent.Kind] = [.opened(info), .fault(FaultNote(fault: "goaway", text: "sends goAway"))]
        for (direction, text, fault) in frames {
            var frame = Frame(.text, Array(text.utf8))
            frame.fault = fault
            kinds.append(.frame(direction, frame))
        }
        for (number, kind) in kinds.enumerated() {
            let event = WireEvent(
                connection: connection, sequence: Int64(max(0, number - 1)), at: .seconds(Double(number)), kind: kind)
            for fact in decoder.decode(event) { state.apply(fact) }
        }
        return state
    }

    @Test func `an invented goAway sets no clock, and one that was kept back does`() {
        let goAway = #"{"goAway":{"timeLeft":"10s"}}"#
        #expect(state([(.serverToClient, goAway, .injected)]).connection?.goAway == nil)
        #expect(state([(.serverToClient, goAway, .withheld)]).connection?.goAway != nil)
        #expect(state([(.serverToClient, goAway, .late)]).connection?.goAway != nil)
    }

    @Test func `tokens are those that the service has counted`() {
        let raised = Self.usage.replacing("7", with: "120000")
        let state = state([(.serverToClient, Self.usage, .replaced), (.serverToClient, raised, .changed)])
        #expect(state.tokens.context == 7)
        #expect(state.tokens.reports == 1)
    }

    @Test func `of the client counts what the service has heard`() {
        let text = #"{"realtimeInput":{"text":"hi"}}"#
        #expect(state([(.clientToServer, text, .withheld)]).contents == state([]).contents)
        #expect(state([(.clientToServer, text, .changed)]).contents == state([(.clientToServer, text, nil)]).contents)
    }

    @Test func `the session knows what was done to it`() {
        let faults = state([]).faults
        #expect(faults.count == 1)
        #expect(faults.entries.map(\.note.fault) == ["goaway"])
        #expect(faults.lastAt == .seconds(1))
    }

    @Test func `a list shows what is in an invented frame, and that it was invented`() {
        let connection = ConnectionID(rawValue: 1)
        var frame = Frame(.binary, Array(#"{"serverContent":{"interrupted":true}}"#.utf8))
        frame.fault = .injected
        let event = WireEvent(
            connection: connection, sequence: 1, at: .seconds(1), kind: .frame(.serverToClient, frame))
        let entries = FrameEntry.entries(of: [event], isDecoded: true)
        #expect(entries.map(\.kind) == ["serverContent.interrupted"])
        #expect(entries.map(\.fault) == [.injected])
    }
}

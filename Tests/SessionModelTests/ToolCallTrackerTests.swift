import LiveProtocol
import SessionModel
import Testing

@Suite struct ToolCallTrackerTests {
    private static let call = #"{"toolCall":{"functionCalls":[{"id":"1","name":"f","args":{}}]}}"#
    private static let response = #"{"toolResponse":{"functionResponses":[{"id":"1","name":"f","response":{}}]}}"#
    private static let cancellation = #"{"toolCallCancellation":{"ids":["1"]}}"#

    private func tools(_ write: (inout Call) -> Void) -> ToolCallTracker {
        var call = Call()
        call.begin()
        write(&call)
        return call.state.tools
    }

    @Test func `an answered call has a duration`() {
        let tools = tools { call in
            call.server(Self.call)
            call.client(Self.response, after: 0.25)
        }
        #expect(tools.pending.isEmpty)
        #expect(tools.recent.last?.outcome == .answered)
        #expect(tools.recent.last?.duration == .milliseconds(250))
    }

    @Test func `an answer after the cancellation is late, a second one a duplicate`() {
        let late = tools { call in
            call.server(Self.call)
            call.server(Self.cancellation)
            call.client(Self.response)
        }
        #expect(late.recent.map(\.outcome) == [.late])
        let twice = tools { call in
            call.server(Self.call)
            call.client(Self.response)
            call.client(Self.response)
        }
        #expect(twice.recent.map(\.outcome) == [.duplicate])
    }

    @Test func `an answer to no call is unknown and without a duration`() {
        let tools = tools { $0.client(Self.response) }
        #expect(tools.recent.map(\.outcome) == [.unknown])
        #expect(tools.recent.last?.duration == nil)
        #expect(tools.count == 0)
    }

    @Test func `a close leaves calls unanswered, and a resumed session may still answer`() {
        var call = Call()
        call.begin()
        call.server(Self.call)
        call.close()
        #expect(call.state.tools.recent.map(\.outcome) == [.unanswered])
        call.client(Self.response, after: 2)
        #expect(call.state.tools.recent.map(\.outcome) == [.answered])
    }

    @Test func `Vertex calls without ids are matched by name`() {
        let tools = tools { call in
            call.server(#"{"toolCall":{"functionCalls":[{"name":"f"},{"name":"g"}]}}"#)
            call.client(#"{"toolResponse":{"functionResponses":[{"name":"g","response":{}}]}}"#)
        }
        #expect(tools.pending.map(\.name) == ["f"])
    }

    @Test func `a flood of calls stays bounded`() {
        let tools = tools { call in
            for number in 0..<500 { call.server(#"{"toolCall":{"functionCalls":[{"id":"\#(number)","name":"f"}]}}"#) }
        }
        #expect(tools.count == 500)
        #expect(tools.pending.count <= 64)
        #expect(tools.recent.count <= 100)
    }
}

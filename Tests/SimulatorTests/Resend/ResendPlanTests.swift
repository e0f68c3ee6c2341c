import LiveProtocol
import Testing

@testable import Cassettes
@testable import Simulator

@Suite struct ResendPlanTests {
    private static func step(_ direction: Direction, _ text: String, after seconds: Double) -> Cassette.Tape.Step {
        Cassette.Tape.Step(direction: direction, payload: Array(text.utf8), isText: true, after: .seconds(seconds))
    }

    private static func plan(
        _ steps: [Cassette.Tape.Step], closing: Cassette.Tape.Closing? = nil
    ) -> ResendPlan {
        ResendPlan(
            Cassette.Tape(
                connection: ConnectionID(rawValue: 1), target: "/ws/x", tag: nil, steps: steps, closing: closing))
    }

    private static let opening = [
        step(.clientToServer, #"{"setup":{"model":"models/m"}}"#, after: 0.5),
        step(.serverToClient, #"{"setupComplete":{}}"#, after: 1),
    ]

    @Test func `what follows the setup counts its time from the confirmation`() {
        let sound = #"{"realtimeInput":{"audio":{"data":"AAAA","mimeType":"audio/pcm"}}}"#
        let plan = Self.plan(
            Self.opening + [
                Self.step(.clientToServer, sound, after: 0.25), Self.step(.clientToServer, sound, after: 0.5),
            ], closing: .init(isByServer: false, code: 4000, reason: "", after: .seconds(2)))
        #expect(plan.steps.map(\.at) == [.seconds(0.5), .seconds(0.25), .seconds(0.75)])
        #expect(plan.steps.map(\.isAfterSetup) == [false, true, true])
        #expect(plan.steps.allSatisfy { $0.gate == .none })
        #expect(plan.endsAt == .seconds(2.75))
        #expect(plan.length == .seconds(4.25))
        #expect(plan.closeCode == 4000)
        #expect(!plan.isEndedByServer)
    }

    @Test func `words wait for the turns that were over when they were said`() {
        let done = Self.step(.serverToClient, #"{"serverContent":{"turnComplete":true}}"#, after: 3)
        let plan = Self.plan(
            Self.opening + [
                Self.step(.clientToServer, #"{"clientContent":{"turnComplete":true}}"#, after: 1), done,
                Self.step(.clientToServer, #"{"realtimeInput":{"text":"and?"}}"#, after: 2), done,
            ], closing: .init(isByServer: true, code: 1011, reason: "", after: .zero))
        #expect(plan.steps.map(\.gate) == [.none, .turns(0), .turns(1)])
        #expect(plan.steps.map(\.afterGate) == [.zero, .zero, .seconds(2)])
        #expect(plan.turns == 2)
        #expect(plan.isEndedByServer)
        #expect(plan.closeCode == 1000)
    }

    @Test func `an answer waits for the call that it answers, by name and number`() {
        let plan = Self.plan(
            Self.opening + [
                Self.step(
                    .serverToClient, #"{"toolCall":{"functionCalls":[{"id":"a","name":"f"},{"id":"b","name":"f"}]}}"#,
                    after: 1),
                Self.step(
                    .clientToServer,
                    #"{"toolResponse":{"functionResponses":[{"id":"b","name":"f","response":{}}]}}"#, after: 4),
            ])
        #expect(plan.steps.last?.gate == .calls([ToolCallReference(name: "f", number: 2)]))
        #expect(plan.steps.last?.afterGate == .seconds(4))
    }

    @Test(arguments: [#"{"setup":{}}"#, "no JSON", "", #"{"clientContent":{}}"#])
    func `a call that was never set up is said by its times alone`(text: String) {
        let plan = Self.plan([Self.step(.clientToServer, text, after: 1)])
        #expect(plan.steps.map(\.gate) == [.none])
        #expect(plan.steps.map(\.at) == [.seconds(1)])
    }
}

@Suite struct ResendMessageTests {
    private static let redacted = "h:0123456789abcdef0123456789abcdef"

    private static func setup(_ text: String, handle: String?) -> String {
        String(decoding: ResendMessage.setup(Array(text.utf8), handle: handle), as: UTF8.self)
    }

    @Test(arguments: ["h:0123456789abcdef0123456789abcdef", "REDACTED"])
    func `a redacted handle is dropped, or replaced by one of this run`(handle: String) {
        let text = #"{"setup":{"model":"m","session_resumption":{"handle":"\#(handle)","transparent":true}}}"#
        #expect(
            Self.setup(text, handle: nil) == #"{"setup":{"model":"m","session_resumption":{"transparent":true}}}"#)
        #expect(
            Self.setup(text, handle: "new")
                == #"{"setup":{"model":"m","session_resumption":{"handle":"new","transparent":true}}}"#)
    }

    @Test(arguments: [
        #"{"setup": {"model":"m", "sessionResumption":{}}}"#, #"{"setup":{"sessionResumption":{"handle":"real"}}}"#,
        "no JSON", #"{"realtimeInput":{"text":"h:0123456789abcdef0123456789abcdef"}}"#,
    ])
    func `what holds no redacted handle keeps its bytes`(text: String) {
        #expect(Self.setup(text, handle: "new") == text)
    }

    @Test func `answers get the ids of this run; those to calls that did not come are left out`() throws {
        let text = #"{"toolResponse":{"functionResponses":[{"id":"a","name":"f"},{"id":"b","name":"g"},{"name":"h"}]}}"#
        let answer = try #require(ToolAnswer(Array(text.utf8)))
        #expect(answer.ids == ["a", "b"])
        let translated = try #require(answer.translated { ["a": "A"][$0] })
        #expect(
            String(decoding: translated, as: UTF8.self)
                == #"{"toolResponse":{"functionResponses":[{"id":"A","name":"f"},{"name":"h"}]}}"#)
        let only = try #require(
            ToolAnswer(Array(#"{"tool_response":{"function_responses":[{"id":"a"}]}}"#.utf8)))
        #expect(only.translated { _ in nil } == nil)
        #expect(ToolAnswer(Array(#"{"setup":{}}"#.utf8)) == nil)
    }
}

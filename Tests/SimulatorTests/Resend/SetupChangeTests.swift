import LiveProtocol
import Testing

@testable import Cassettes

/// A session that is sent again with another setup, or faster.
@Suite struct SetupChangeTests {
    private func changed(_ setup: String, _ changes: String...) throws -> String {
        let parsed = try changes.map { try #require(SetupChange(argument: $0), "\($0)") }
        let bytes = parsed.reduce(Array("{\"setup\":\(setup)}".utf8)) { $1.applied(to: $0) }
        return try JSONValue(parsing: bytes)["setup"]?.text ?? ""
    }

    @Test func `a field is replaced, added or taken out, in either spelling`() throws {
        let setup = #"{"model":"models/a","generation_config":{"temperature":1}}"#
        #expect(
            try changed(setup, "model=gemini-3.8-live")
                == #"{"model":"models/gemini-3.8-live","generation_config":{"temperature":1}}"#)
        #expect(
            try changed(setup, "model=projects/p/models/b")
                == #"{"model":"projects/p/models/b","generation_config":{"temperature":1}}"#)
        #expect(
            try changed(setup, "generationConfig.temperature=0.2", "generationConfig.topP=1")
                == #"{"model":"models/a","generation_config":{"temperature":0.2,"topP":1}}"#)
        #expect(
            try changed(setup, "speechConfig.voiceConfig.name=Puck")
                == #"{"model":"models/a","generation_config":{"temperature":1},"speechConfig":{"voiceConfig":{"name":"Puck"}}}"#
        )
        #expect(try changed(setup, "generationConfig=") == #"{"model":"models/a"}"#)
        #expect(try changed(setup, "generationConfig=null", "none.there=") == #"{"model":"models/a"}"#)
        #expect(
            try changed(setup, #"generationConfig={"responseModalities":["TEXT"]}"#)
                == #"{"model":"models/a","generation_config":{"responseModalities":["TEXT"]}}"#)
    }

    @Test(arguments: ["", "model", "=x", "a..b=1", ".a=1", "a.=1", "a b=1", "ä=1"])
    func `what names no field is none`(text: String) { #expect(SetupChange(argument: text) == nil) }

    @Test(arguments: ["no json", #"{"realtimeInput":{}}"#, "[]"]) func `what is no setup stays`(message: String) throws
    {
        let change = try #require(SetupChange(argument: "model=b"))
        #expect(change.applied(to: Array(message.utf8)) == Array(message.utf8))
    }

    @Test func `only the setup changes, and only the clock goes faster`() throws {
        var tape = Cassette.Tape(connection: ConnectionID(rawValue: 1), target: "/")
        let say = { (direction: Direction, text: String, after: Int) in
            Cassette.Tape.Step(
                direction: direction, payload: Array(text.utf8), isText: true, after: .milliseconds(after))
        }
        tape.steps = [
            say(.clientToServer, #"{"setup":{"model":"models/a"}}"#, 40),
            say(.serverToClient, #"{"setupComplete":{}}"#, 100),
            say(.clientToServer, #"{"realtimeInput":{"text":"{\"setup\":{\"model\":1}}"}}"#, 400),
        ]
        let plan = ResendPlan(tape)
        let other = plan.setting([try #require(SetupChange(argument: "model=b"))]).sped(by: 4)
        #expect(other.steps.count == 2)
        #expect(String(decoding: other.steps[0].payload, as: UTF8.self) == #"{"setup":{"model":"models/b"}}"#)
        #expect(other.steps[1].payload == plan.steps[1].payload)
        #expect(other.steps[1].at == .milliseconds(100) && plan.steps[1].at == .milliseconds(400))
        #expect(other.steps[1].gate == plan.steps[1].gate)
        let fastest = plan.sped(by: .infinity)
        #expect(fastest.steps.allSatisfy { $0.at == .zero && $0.afterGate == .zero } && fastest.endsAt == .zero)
        #expect(plan.sped(by: 1).steps == plan.steps)
    }
}

import LiveProtocol
import Testing

@testable import Simulator

/// The mock in the words of Live Interactions, read back by the code that reads the service's.
struct InteractionConversationTests {
    private struct Talk {
        var conversation: InteractionConversation
        var alarms: [ConversationAlarm] = []
        var said: [InteractionServerEvent] = []
        var closures: [MockClosure] = []

        init(_ memory: InteractionMemory = InteractionMemory()) {
            conversation = InteractionConversation(
                inner: MockConversation(
                    behaviour: .quick, version: "v1", memory: ResumptionMemory(), seed: 1), memory: memory)
        }

        mutating func hear(_ json: String) throws { try take(conversation.receive(payload: Array(json.utf8))) }

        /// Lets all alarms ring that lead somewhere, in their order.
        mutating func pass() throws {
            while let alarm = alarms.first {
                alarms.removeFirst()
                try take(conversation.ring(alarm))
            }
        }

        private mutating func take(_ actions: [ConversationAction]) throws {
            for action in actions {
                switch action {
                case .sendText(let text):
                    var reader = MessageReader()
                    said += reader.interactionServerEvents(try JSONDocument(Array(text.utf8)))
                    #expect(reader.drift == [], "\(text)")
                case .wait(_, let alarm):
                    if alarm != .idle, alarm != .goAway, alarm != .lifeOver { alarms.append(alarm) }
                case .close(let closure): closures.append(closure)
                case .send, .abort: Issue.record("not in these words: \(action)")
                }
            }
        }

        var usages: [UsageMetadata] {
            said.compactMap { if case .stepStop(_, let usage?) = $0 { usage } else { nil } }
        }

        var starts: [InteractionStep.Kind] {
            said.compactMap { if case .stepStart(_, let step) = $0 { step.kind } else { nil } }
        }
    }

    @Test func `a turn is a step with audio and text, and counts from the beginning`() throws {
        var talk = Talk()
        try talk.hear(#"{"event_type":"interaction.connect","id":"int_1"}"#)
        try talk.pass()
        #expect(talk.said == [.opened(id: "int_1")])
        for _ in 0..<2 {
            try talk.hear(#"{"event_type":"input","content":[{"type":"text","text":"Hello"}]}"#)
            try talk.pass()
        }
        #expect(talk.starts == [.modelOutput, .modelOutput])
        let usages = talk.usages
        #expect(usages.count == 2 && usages[1].prompt > 2 * usages[0].prompt && usages[0].response > 0)
        #expect(usages.allSatisfy { $0.scope == .total && $0.total == $0.prompt + $0.response })
        try talk.hear(#"{"event_type":"interaction.complete"}"#)
        #expect(talk.said.last == .completed(nil, usages[1]))
    }

    @Test func `a later connection goes on with context and counts`() throws {
        let memory = InteractionMemory()
        var last: UsageMetadata?
        for turn in 1...2 {
            var talk = Talk(memory)
            try talk.hear(#"{"event_type":"interaction.connect","id":"int_1"}"#)
            try talk.pass()
            try talk.hear(#"{"event_type":"input","content":[{"type":"text","text":"Hello"}]}"#)
            try talk.pass()
            let usage = try #require(talk.usages.last)
            #expect(turn == 1 || usage.prompt > 2 * (last?.prompt ?? 0))
            last = usage
            talk.conversation.end()
        }
    }

    @Test func `a declared function is called and waits for its result`() throws {
        var talk = Talk()
        try talk.hear(
            #"{"event_type":"interaction.create","model":"gemini-3.8-live","tools":[{"type":"function","name":"get_weather"}]}"#
        )
        try talk.pass()
        try talk.hear(#"{"event_type":"input","content":[{"type":"text","text":"The weather?"}]}"#)
        try talk.pass()
        #expect(talk.starts == [.functionCall])
        let call = try #require(
            talk.said.compactMap { if case .stepStart(_, let step) = $0 { step.id } else { nil } }.first)
        try talk.hear(
            #"{"events":[{"event_type":"input","content":[{"type":"function_result","call_id":"\#(call)","name":"get_weather","result":{}}]}]}"#
        )
        try talk.pass()
        #expect(talk.starts == [.functionCall, .modelOutput])
    }

    @Test(arguments: [
        #"{"setup":{}}"#, "no JSON", #"{"event_type":"input","content":[]}"#, #"{"event_type":"dream"}"#,
    ])
    func `what is no event, or comes too early, ends the connection`(message: String) throws {
        var talk = Talk()
        try talk.hear(message)
        #expect(talk.closures.map(\.code) == [1007])
    }
}

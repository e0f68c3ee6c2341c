import LiveProtocol
import Simulator

/// What a model does otherwise than its caller believes.
extension FieldKind {
    static let models = [
        FieldKind("scheduling in an answer to a model that refuses it", "unsupported-by-model/refused") { cast in
            cast.model = .extended38
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared(cast.pick(FieldTools.names))]))
            talk.lead()
            let id = "fc-\(cast.seed)"
            talk.say()
            talk.transcribe("Can you look that up for me?", before: .milliseconds(600))
            talk.pause(0.6...1.4)
            talk.server(FieldTools.call("find_order", id))
            talk.pause(0.05...1.5)
            let mode = talk.cast.pick(["SILENT", "WHEN_IDLE", "INTERRUPT"])
            talk.client(FieldTools.answer("find_order", id, beside: #""scheduling":"\#(mode)""#))
            talk.pause(0.05...0.4)
            return talk.session(.server(1007, "Function response scheduling is not supported for this model."))
        },
        FieldKind("audioStreamEnd to 3.8, and silence stops", "stream-end-ignored") { cast in
            cast.use([.live38, .vertex38, .live38])
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<talk.cast.count(1...3) {
                talk.say(1.2...3.5)
                talk.pause(0.02...0.5)
                let stop = talk.now
                // Behind the last message of audio.
                talk.client(.audioStreamEnd, after: .milliseconds(110))
                talk.pause(7...20)
                talk.withhold(from: stop)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("clientContent in mid-session to 3.1, closed for it", "client-content-midsession") { cast in
            cast.model = .live31
            var talk = FieldTalk(cast)
            talk.lead()
            talk.client(
                .content(talk.cast.pick(["The caller is on hold.", "[state] page: basket", "Summarise, please."])))
            talk.pause(0.05...0.5)
            return talk.session(.server(1007, "Request contains an invalid argument."))
        },
        FieldKind("thoughts taken for the reply", "thoughts-without-transcript") { cast in
            cast.use([.native, .native12, .vertex25])
            let setup = cast.setup(without: ["outputAudioTranscription", "inputAudioTranscription"])
            var talk = FieldTalk(cast, setup: setup)
            talk.call.transcribes = false
            let typed = talk.cast.chance(0.5)
            if typed { talk.withholdAll() }
            for _ in 0..<talk.cast.count(2...7) {
                if typed { talk.type() } else { talk.say() }
                let thought = talk.cast.pick([
                    "**Considering the question**\\n\\nThe user asks something simple. I will answer in one sentence.",
                    "**Planning the answer**\\n\\nI should confirm and offer to help with more.",
                ])
                talk.server(
                    .json(
                        #"{"serverContent":{"modelTurn":{"role":"model","parts":[{"text":"\#(thought)","thought":true}]}}}"#
                    ),
                    after: .milliseconds(350))
                talk.reply(after: 0.6...1.4, isTyped: true)
                talk.pause(0.5...3)
            }
            return talk.session()
        },
        FieldKind("a token whose fields replace the setup's", "token-replaces-setup", mayDouble: false) { cast in
            cast.use([.live31, .live38, .native, .native12])
            var talk = FieldTalk(cast)
            for _ in 0..<talk.cast.count(1...6) { talk.exchange() }
            let link = StagedSession.Link(talk.script(), opening: talk.cast.opening(isConstrained: true))
            return talk.cast.session([link])
        },
        FieldKind("a function that is planned in thoughts and never called", "tool-planned-not-called") { cast in
            cast.use([.extended38, .native, .native12])
            let name = cast.pick(FieldTools.names)
            var talk = FieldTalk(
                cast,
                setup: cast.setup(
                    ["tools": FieldTools.declared(name, schema: cast.pick(["parametersJsonSchema", "parameters"]))]))
            talk.lead()
            for _ in 0..<talk.cast.count(2...5) {
                talk.say()
                let plan = talk.cast.pick([
                    "I will call \(name)(query=\\\"now\\\") and then tell the user.",
                    "Next step: use the \(name) tool, then answer with what it returns.",
                ])
                talk.server(
                    .json(
                        #"{"serverContent":{"modelTurn":{"role":"model","parts":[{"text":"\#(plan)","thought":true}]}}}"#
                    ),
                    after: .milliseconds(400))
                talk.reply(
                    after: 0.7...1.6,
                    words: talk.cast.pick(["I am checking that for you.", "One moment, I will look it up."]))
                talk.pause(2...6)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("a proactive model that does not find the words meant for it", "speech-unanswered") { cast in
            cast.use([.native, .native12])
            var talk = FieldTalk(cast, setup: cast.setup(["proactivity": #"{"proactiveAudio":true}"#]))
            talk.lead()
            for _ in 0..<talk.cast.count(1...3) {
                talk.say(1.5...3)
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(900))
                talk.pause(7...14)
            }
            talk.tail()
            return talk.session(version: "v1alpha")
        },
        FieldKind("compression that is set and does nothing", "no-context-compression/ineffective") { cast in
            cast.use([.live31, .native12, .live38])
            let trigger = cast.pick([8_000, 12_000, 20_000])
            let window = #"{"triggerTokens":"\#(trigger)","slidingWindow":{"targetTokens":"\#(trigger / 2)"}}"#
            var talk = FieldTalk(cast, setup: cast.setup(["contextWindowCompression": window]))
            talk.withholdAll()
            var prompt = trigger * 7 / 10
            while prompt < trigger * 5 / 2 {
                talk.type()
                talk.call.speak(.seconds(1.5), after: .milliseconds(800), speed: talk.speed)
                talk.server(.generationComplete, after: .milliseconds(2_320))
                let usage = UsageLine(promptText: prompt * 3 / 4, promptAudio: prompt / 4, responseAudio: 40)
                talk.server(.turnCompleteWith(usage), after: .milliseconds(2_400))
                talk.pause(6...16)
                talk.update()
                prompt += talk.cast.count(trigger / 9...trigger / 6)
            }
            return talk.session()
        },
    ]
}

/// Functions of the field.
enum FieldTools {
    static let names = ["find_order", "get_weather", "store_call_info", "book_table", "run_report"]

    static func declared(_ name: String, schema: String = "parameters", behavior: String? = nil) -> String {
        let mode = behavior.map { #","behavior":"\#($0)""# } ?? ""
        let properties =
            #"{"type":"\#(schema == "parameters" ? "OBJECT" : "object")","properties":{"query":{"type":"\#(schema == "parameters" ? "STRING" : "string")"}}}"#
        return
            #"[{"functionDeclarations":[{"name":"\#(name)","description":"Use it only when the user asks for it.","\#(schema)":\#(properties)\#(mode)}]}]"#
    }

    static func call(_ name: String, _ id: String, query: String = "now") -> ServerLine {
        .json(#"{"toolCall":{"functionCalls":[{"id":"\#(id)","name":"\#(name)","args":{"query":"\#(query)"}}]}}"#)
    }

    /// - Parameter beside: further members of the response.
    static func answer(_ name: String, _ id: String, beside: String? = nil, result: String = "ready") -> ClientLine {
        let more = beside.map { "," + $0 } ?? ""
        return .json(
            #"{"toolResponse":{"functionResponses":[{"id":"\#(id)","name":"\#(name)","response":{"result":"\#(result)"}\#(more)}]}}"#
        )
    }
}

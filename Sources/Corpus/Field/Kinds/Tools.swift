import LiveProtocol
import Simulator

/// What goes wrong around a call of a function.
extension FieldKind {
    static let tools = [
        FieldKind("nothing since the answer to a function", "silent-after-tool") { cast in
            cast.use([.live31, .live38, .native, .vertex25])
            let name = cast.pick(FieldTools.names)
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared(name)]))
            talk.lead()
            ask(&talk, name, "fc-\(cast.seed)-a")
            talk.pause(10...24)
            if talk.cast.chance(0.5) {
                talk.say(0.6...1.5)
                talk.pause(9...14)
            }
            return talk.session(talk.cast.pick([.normal, .empty]))
        },
        FieldKind("the answer of a function lost while reconnecting", "tool-response-missing") { cast in
            cast.use([.native12, .live38, .native])
            let name = cast.pick(FieldTools.names)
            let setup = ["tools": FieldTools.declared(name)]
            var first = FieldTalk(cast, setup: cast.setup(setup))
            first.lead()
            first.type("Please do that now.")
            first.pause(0.8...1.8)
            first.server(FieldTools.call(name, "fc-\(cast.seed)"))
            first.pause(0.2...1)
            first.update()
            if first.cast.chance(0.6) {
                first.server(.goAway(timeLeft: .seconds(50)))
                first.pause(1...9)
            }
            var cast = first.cast
            let resumed = cast.setup(
                setup.merging(["sessionResumption": #"{"handle":"\#(first.newestHandle)"}"#]) { $1 })
            var second = FieldTalk(cast, setup: resumed)
            second.context = first.prompt
            if second.cast.chance(0.5) { second.withholdAll() }
            second.pause(5...20)
            second.type("Is it ready?")
            second.pause(9...25)
            return cast.session([
                first.link(.normal), second.link(after: cast.time(0.1...2)),
            ])
        },
        FieldKind("two spoken answers around one call", "answered-twice/tool") { cast in
            cast.use([.vertex25, .native, .live38, .native12])
            let name = cast.pick(["store_call_info", "book_table"])
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared(name)]))
            talk.lead()
            for number in 0..<talk.cast.count(2...4) {
                ask(&talk, name, "fc-\(cast.seed)-\(number)")
                let (one, two) = talk.cast.pick(sameTwice)
                talk.reply(1.6...3, after: 0.6...1.2, words: one, isTyped: true)
                talk.reply(1.6...3, after: 0.2...0.7, words: two, isTyped: true)
                talk.pause(2...5)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("an answer with an id that nobody gave out", "tool-response-mismatch") { cast in
            cast.use([.live31, .native, .vertex25, .live38])
            let name = cast.pick(FieldTools.names)
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared(name)]))
            talk.lead()
            let wrong = talk.cast.pick(["fc-0", "call_\(cast.seed)", "function-call-17", "b1946ac92492"])
            ask(&talk, name, "fc-\(cast.seed)-a", answered: wrong)
            talk.pause(7...20)
            return talk.session()
        },
        FieldKind("a call that nobody answers", "tool-response-missing") { cast in
            cast.use([.live31, .native, .vertex25, .live38])
            let name = cast.pick(FieldTools.names)
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared(name)]))
            talk.lead()
            talk.say()
            talk.transcribe("Can you look that up for me?", before: .milliseconds(600))
            talk.pause(0.7...1.5)
            talk.server(FieldTools.call(name, "fc-\(cast.seed)"))
            talk.pause(15...30)
            return talk.session(talk.cast.pick([.normal, .empty]))
        },
    ]

    /// A question that needs a function, and the function's answer.
    private static func ask(_ talk: inout FieldTalk, _ name: String, _ id: String, answered: String? = nil) {
        talk.say()
        talk.transcribe(
            talk.cast.pick(["Can you look that up?", "Please note that down.", "And what about mine?"]),
            before: .milliseconds(600))
        talk.pause(0.6...1.4)
        talk.server(FieldTools.call(name, id, query: talk.cast.pick(["now", "today", "mine", id])))
        talk.pause(0.2...1.2)
        talk.client(FieldTools.answer(name, answered ?? id))
    }

    private static let sameTwice = [
        (
            "Thank you Alex, I have saved that. How can I help you?",
            "I have saved your information, Alex. How can I help you today?"
        ),
        ("Your table for two is booked for seven.", "I booked the table for two at seven for you."),
        (
            "Done, your number is stored, and we will call you back tomorrow.",
            "Your number is stored now and we will call you back tomorrow morning."
        ),
    ]
}

import LiveProtocol
import Simulator

/// How calls of the field end, and come back.
extension FieldKind {
    static let connections = [
        FieldKind("closed by the service with words that nobody has written down", "unclassified-close") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            if talk.cast.chance(0.5) { talk.say(0.5...2) }
            let (code, reason) = talk.cast.pick([
                (UInt16(1008), "Session terminated by policy revision 7."), (1013, "Backend is draining."),
                (4003, "voice-router: lane evicted"), (1008, "The stream was superseded."), (3000, "E_RTC_17"),
            ])
            return talk.session(.server(code, reason))
        },
        FieldKind("a full context, closed as an invalid argument", "context-limit-close", "context-near-limit") {
            cast in
            cast.use([.native, .live38, .native12, .live31])
            var talk = FieldTalk(cast, setup: cast.setup(without: ["contextWindowCompression"]))
            talk.withholdAll()
            var prompt = talk.cast.count(70_000...100_000)
            while prompt < 130_400 {
                talk.type()
                talk.call.speak(.seconds(2), after: .milliseconds(900), speed: talk.speed)
                talk.server(.generationComplete, after: .milliseconds(2_700))
                talk.server(
                    .turnCompleteWith(
                        UsageLine(promptText: prompt / 3, promptAudio: prompt * 2 / 3, responseAudio: 50)),
                    after: .milliseconds(2_950))
                talk.pause(4...12)
                talk.update()
                prompt += talk.cast.count(5_000...9_000)
                if prompt > 130_400 { prompt = max(prompt, 130_600) }
            }
            talk.type()
            talk.call.speak(.seconds(1), after: .milliseconds(700), speed: talk.speed)
            talk.server(
                .turnCompleteWith(UsageLine(promptText: 50_600, promptAudio: 80_000, responseAudio: 50)),
                after: .seconds(2))
            talk.pause(3...6)
            talk.type()
            talk.pause(0.2...0.8)
            return talk.session(.server(1007, "Request contains an invalid argument."))
        },
        FieldKind("a dead path: no frame, no pong, and the client gives up", "half-open-connection") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<2 {
                talk.client(.ping)
                talk.server(.pong, after: .milliseconds(25))
                talk.exchange()
            }
            talk.say()
            for _ in 0..<talk.cast.count(2...3) {
                talk.client(.ping)
                talk.pause(9...11)
            }
            return talk.session(.client(1011, "keepalive ping timeout"))
        },
        FieldKind("a client that is killed", "unexpected-drop") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say(0.5...2)
            talk.pause(0.1...1)
            return talk.session(.hungUp)
        },
        FieldKind("resumed, and the conversation is gone", "resumed-without-context") { cast in
            cast.use([.live38, .native12, .native, .live31])
            var first = FieldTalk(cast)
            first.lead()
            for _ in 0..<first.cast.count(2...4) { first.exchange() }
            var cast = first.cast
            var second = FieldTalk(
                cast, setup: cast.setup(["sessionResumption": #"{"handle":"\#(first.newestHandle)"}"#]))
            for _ in 0..<cast.count(1...4) { second.exchange() }
            return cast.session([
                first.link(.normal), second.link(after: cast.time(0.3...4)),
            ])
        },
    ]
}

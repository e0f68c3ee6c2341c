import LiveProtocol
import Simulator

/// What the service makes of what the user says, or does not say.
extension FieldKind {
    static let hearing = [
        FieldKind("a microphone that is muted from the start", "input-level-low") { cast in
            var talk = FieldTalk(cast, noise: cast.pick([-78, -84, -90]))
            talk.type("Greet the caller.")
            talk.reply(words: "Hello, you have reached the bakery. What can I do for you?", isTyped: true)
            let start = talk.now
            talk.pause(30...70)
            if talk.cast.chance(0.4) { talk.call.muted.append(start..<talk.now) }
            return talk.session(talk.cast.pick([.normal, .empty]))
        },
        FieldKind(
            "heard at once, and nothing for most of a minute", "session-gone-silent", "speech-unanswered",
            "turn-latency-high"
        ) { cast in
            cast.use([.live31, .native, .vertex25, .live38])
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say()
            talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(700))
            talk.pause(25...60)
            if talk.cast.chance(0.6) {
                talk.reply(isTyped: true)
                talk.tail()
            }
            return talk.session()
        },
        FieldKind("short words that nobody hears, on a telephone", "speech-unanswered") { cast in
            cast.use([.half25, .vertex25, .native])
            var talk = FieldTalk(cast, noise: -60)
            if talk.cast.chance(0.5) { talk.encoding = .telephone }
            talk.type("Greet the caller.")
            talk.reply(isTyped: true)
            talk.lead()
            talk.pause(1...2)
            for _ in 0..<talk.cast.count(3...5) {
                talk.say(0.4...0.7)
                talk.pause(3.5...6)
            }
            talk.pause(3...5)
            talk.tail()
            return talk.session()
        },
        FieldKind("closed before the last words were transcribed", "closed-before-final") { cast in
            cast.model = .transcribe
            var talk = FieldTalk(cast, setup: cast.setup(without: ["outputAudioTranscription"]), updates: false)
            for _ in 0..<talk.cast.count(0...6) {
                talk.say(2...5)
                talk.server(interim("Dear team, the"), after: .milliseconds(-900))
                talk.server(.inputTranscription(talk.cast.pick(FieldWords.questions)), after: .milliseconds(800))
                talk.server(.turnComplete, after: .milliseconds(900))
                talk.pause(1.2...2.5)
            }
            talk.say(2.5...6)
            talk.server(interim("Please bring the numbers"), after: .milliseconds(-700))
            let stop = talk.now
            if talk.cast.chance(0.7) { talk.client(.audioStreamEnd, after: .milliseconds(30)) }
            talk.pause(0.1...1.8)
            talk.withhold(from: stop)
            return talk.session()
        },
        FieldKind("the microphone stops dead", "audio-paused-no-stream-end") { cast in
            cast.use([.native, .vertex25, .native12, .live31])
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say(1.5...3)
            talk.pause(0.02...0.25)
            let stop = talk.now
            talk.pause(7...30)
            talk.withhold(from: stop)
            return talk.session()
        },
        FieldKind("the model hears itself and does not stop", "echo-in-microphone") { cast in
            cast.use([.native12, .vertex25, .live38])
            var talk = FieldTalk(cast)
            talk.call.echo = talk.cast.number(-20...(-10))
            talk.lead()
            for _ in 0..<talk.cast.count(2...5) {
                talk.say()
                talk.reply(4...8)
                talk.pause(1...3)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("a model slow to answer, in the noise of a fan", "turn-latency-high") { cast in
            cast.use([.live38, .native, .vertex25, .live31])
            let room = FieldRoom.samples(.fan, level: -45, seed: cast.seed)
            var talk = FieldTalk(cast, room: room, gain: 0)
            for _ in 0..<talk.cast.count(4...8) {
                talk.say(1.5...3)
                talk.reply(after: 2.4...3.2)
                talk.pause(1...3)
            }
            return talk.session()
        },
    ]

    static func interim(_ text: String) -> ServerLine {
        .json(#"{"serverContent":{"interimInputTranscription":{"text":"\#(text)"}}}"#)
    }
}

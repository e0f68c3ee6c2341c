import LiveProtocol
import Simulator

/// Calls of the field in which nothing is wrong: ways to talk.
extension FieldKind {
    static let healthyTalks = [
        FieldKind("a user who listens for half a minute and more") { cast in
            var talk = FieldTalk(cast, noise: cast.pick([-68, -74, -80]))
            talk.lead()
            talk.say()
            talk.reply(9...16)
            talk.pause(25...55)
            talk.tail()
            return talk.session()
        },
        FieldKind("on hold, with music") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say()
            talk.reply(words: "Of course, take your time. I will wait.")
            talk.pause(0.8...2)
            let start = talk.now
            talk.pause(18...32)
            let music = FieldRoom.music(talk.now - start, level: talk.cast.number(-34...(-24)), seed: cast.seed)
            talk.call.microphone.mix(music, at: Int((start - Dialogue.microphoneAt).seconds * 16_000))
            talk.pause(1...2)
            talk.tail()
            return talk.session()
        },
        FieldKind("push to talk, released at once") { cast in
            let manual = #"{"automaticActivityDetection":{"disabled":true}}"#
            var talk = FieldTalk(cast, setup: cast.setup(["realtimeInputConfig": manual]))
            for _ in 0..<talk.cast.count(3...9) {
                talk.client(.activityStart)
                talk.pause(0.05...0.3)
                talk.say(0.8...3)
                talk.pause(0.02...0.2)
                talk.client(.activityEnd)
                let released = talk.now
                talk.reply()
                talk.pause(0.5...4)
                talk.withhold(from: released)
            }
            return talk.session()
        },
        FieldKind("text alone") { cast in
            var talk = FieldTalk(cast)
            talk.withholdAll()
            for _ in 0..<talk.cast.count(3...14) {
                talk.type()
                talk.reply(isTyped: true)
                talk.pause(1...9)
            }
            return talk.session()
        },
        FieldKind("a camera, counted") { cast in
            cast.use([.native, .live38, .vertex25])
            var talk = FieldTalk(cast, setup: cast.setup(generation: ["mediaResolution": #""MEDIA_RESOLUTION_LOW""#]))
            var pictures = 0
            for _ in 0..<talk.cast.count(3...7) {
                for _ in 0..<talk.cast.count(3...8) {
                    talk.client(.image(byteCount: talk.cast.count(8_000...20_000)))
                    talk.pause(0.95...1.1)
                    pictures += 1
                }
                talk.say()
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(700))
                talk.call.speak(.seconds(2), after: .milliseconds(800), speed: talk.speed)
                talk.answerInWords(talk.cast.pick(FieldWords.answers), from: .milliseconds(800), within: .seconds(1))
                talk.server(.generationComplete, after: .milliseconds(2_700))
                talk.server(
                    .turnCompleteWith(
                        UsageLine(promptText: 160, promptAudio: 90, promptImage: 66 * pictures, responseAudio: 50)),
                    after: .milliseconds(2_850))
                talk.pause(3.2...5)
                talk.update()
            }
            return talk.session()
        },
        FieldKind("a long function, and a word to bridge it") { cast in
            cast.use([.native, .native12, .live38])
            let behavior = cast.model == .live38 ? nil : "NON_BLOCKING"
            var talk = FieldTalk(
                cast, setup: cast.setup(["tools": FieldTools.declared("run_report", behavior: behavior)]))
            talk.lead()
            talk.say()
            talk.transcribe("Please run the report.", before: .milliseconds(600))
            talk.pause(0.5...0.9)
            talk.server(FieldTools.call("run_report", "fc-\(cast.seed)"), after: .milliseconds(-10))
            talk.call.speak(.seconds(2.4), after: .milliseconds(150), speed: talk.speed)
            talk.answerInWords(
                "One moment, I am looking that up for you.", from: .milliseconds(150), within: .seconds(1))
            talk.pause(1.2...2.5)
            talk.client(
                FieldTools.answer(
                    "run_report", "fc-\(cast.seed)", beside: behavior.map { _ in #""scheduling":"WHEN_IDLE""# }))
            talk.call.pause(.seconds(1.5))
            talk.reply(after: 0.4...0.9, words: "The report is ready: eleven orders, all of them paid.", isTyped: true)
            talk.pause(1...3)
            talk.tail()
            return talk.session()
        },
        FieldKind("an interpreter who speaks while the speaker speaks") { cast in
            cast.model = .translate
            var talk = FieldTalk(cast, setup: cast.setup(without: ["systemInstruction", "contextWindowCompression"]))
            for _ in 0..<talk.cast.count(3...8) {
                let length = talk.cast.time(4...9)
                talk.call.speak(length, after: .seconds(1.6), speed: 1.05)
                talk.answerInWords(talk.cast.pick(FieldWords.answers), from: .seconds(1.7), within: length)
                talk.call.say(length)
                talk.server(.inputTranscription(talk.cast.pick(FieldWords.questions)), after: .milliseconds(400))
                talk.pause(2.2...4)
            }
            return talk.session()
        },
        FieldKind("somebody who thinks while speaking") { cast in
            var talk = FieldTalk(cast)
            for _ in 0..<talk.cast.count(3...7) {
                talk.say(0.8...1.6)
                talk.pause(0.3...0.75)
                talk.say(0.7...1.8)
                if talk.cast.chance(0.4) {
                    talk.pause(0.3...0.7)
                    talk.say(0.6...1.2)
                }
                talk.reply()
                talk.pause(1...6)
            }
            return talk.session()
        },
        FieldKind("a quick quiz") { cast in
            var talk = FieldTalk(cast)
            talk.type("Start the quiz.")
            talk.reply(words: "Welcome to the quiz! What is the capital of Peru?", isTyped: true)
            for _ in 0..<talk.cast.count(6...14) {
                talk.pause(0.4...1.2)
                talk.say(0.4...0.8)
                talk.reply(
                    1...2.2, after: 0.35...0.6, heard: talk.cast.pick(["Lima.", "Seven.", "True.", "Mozart?"]),
                    words: talk.cast.pick([
                        "Right! And what is nine times seven?", "Correct. Who wrote Don Giovanni?",
                        "Not quite. True or false: bats are blind.",
                    ]))
            }
            return talk.session()
        },
        FieldKind("a user who interrupts") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<talk.cast.count(2...4) {
                talk.say()
                talk.call.interruptedAnswer(
                    cutIn: talk.cast.time(1...2.4), objection: talk.cast.time(0.8...1.6),
                    latency: talk.cast.time(0.2...0.6))
                talk.reply()
                talk.pause(0.8...3)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("clientContent in mid-session to 3.8, which takes it") { cast in
            cast.use([.live38, .vertex38])
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<talk.cast.count(1...4) {
                talk.client(
                    .json(
                        #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"[page] basket, 2 items"}]}],"turnComplete":false}}"#
                    ))
                talk.pause(1...3)
                talk.exchange()
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("a dictation that is waited for") { cast in
            cast.model = .transcribe
            var talk = FieldTalk(cast, setup: cast.setup(without: ["outputAudioTranscription"]), updates: false)
            for _ in 0..<talk.cast.count(2...7) {
                talk.say(2...5)
                talk.server(interim("Dear team, the"), after: .milliseconds(-900))
                talk.server(.inputTranscription(talk.cast.pick(FieldWords.questions)), after: .milliseconds(800))
                talk.server(.turnComplete, after: .milliseconds(900))
                talk.pause(1.5...3)
            }
            talk.client(.audioStreamEnd)
            talk.pause(0.5...2)
            return talk.session()
        },
    ]
}

import LiveProtocol
import Simulator

/// What the model says, and when.
extension FieldKind {
    static let answers = [
        FieldKind("answers that nobody can hear", "model-audio-inaudible") { cast in
            cast.use([.vertex25, .native, .live38, .native12])
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<talk.cast.count(1...3) {
                talk.say()
                talk.reply(2...5, gain: talk.cast.number(-62...(-50)))
                talk.pause(1...3)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("an answer of digital silence", "model-audio-inaudible", "output-degenerate") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say()
            talk.reply(2...4, gain: -140)
            talk.pause(1...3)
            talk.tail()
            return talk.session()
        },
        FieldKind("the model stops in mid-sentence", "turn-cut-short") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            for _ in 0..<talk.cast.count(1...3) {
                talk.say()
                talk.reply(
                    1.2...2.4,
                    words: talk.cast.pick([
                        "We open at eight on Sundays and close", "That would cost you about eighteen euros and",
                        "For a beginner I would recommend the",
                    ]))
                talk.pause(2...5)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("one rejected answer after the other", "turn-empty-or-blocked/blocked") { cast in
            cast.use([.vertex25, .native, .live38, .live31])
            var talk = FieldTalk(cast)
            talk.lead()
            for number in 0..<talk.cast.count(3...7) {
                talk.say(0.8...2)
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(700))
                talk.server(
                    .json(
                        #"{"serverContent":{"turnComplete":true,"turnCompleteReason":"RESPONSE_REJECTED"},"usageMetadata":{"promptTokenCount":\#(330 + number * 40),"totalTokenCount":\#(330 + number * 40)}}"#
                    ),
                    after: .milliseconds(900))
                talk.pause(2...6)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("words and no sound in a spoken call", "turn-empty-or-blocked/text-only") { cast in
            cast.use([.native, .live38, .vertex25])
            var talk = FieldTalk(cast, setup: cast.setup(["tools": FieldTools.declared("find_order")]))
            talk.lead()
            for _ in 0..<talk.cast.count(1...3) {
                talk.say()
                let words = talk.cast.pick(FieldWords.answers)
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(600))
                talk.server(.text(words), after: talk.cast.time(0.7...1.2))
                talk.server(.generationComplete, after: .milliseconds(1_300))
                talk.server(
                    .turnCompleteWith(UsageLine(promptText: 300, promptAudio: 120, responseText: 22)),
                    after: .milliseconds(1_350))
                talk.pause(3...6)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("the client's own messages cut the model off", "interrupted-by-own-message") { cast in
            cast.use([.vertex25, .live38, .native, .live31])
            var talk = FieldTalk(cast)
            talk.lead()
            for number in 0..<talk.cast.count(2...5) {
                talk.say()
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(700))
                let heard = talk.cast.time(1...2.5)
                talk.call.speak(heard * 1.2, after: .milliseconds(800), speed: 1.2)
                talk.answerInWords(talk.cast.pick(FieldWords.answers), from: .milliseconds(800), within: heard)
                let at = Duration.milliseconds(800) + heard
                let text = "[state] score: \(number), round: \(number + 1)"
                let line: ClientLine =
                    talk.cast.model == .live31
                    ? .text(text)
                    : .json(
                        #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"\#(text)"}]}],"turnComplete":false}}"#
                    )
                talk.client(line, after: at)
                let cut = at + talk.cast.time(0.06...0.25)
                talk.server(.interrupted, after: cut)
                talk.server(.turnCompleteWith(talk.usage(heard)), after: cut + .milliseconds(70))
                talk.call.pause(cut)
                talk.pause(3...8)
            }
            talk.tail()
            return talk.session()
        },
        FieldKind("a typed turn on the heels of the spoken one", "answered-twice/two-triggers") { cast in
            cast.use([.native12, .native, .vertex25])
            let manual = #"{"automaticActivityDetection":{"disabled":true}}"#
            var talk = FieldTalk(cast, setup: cast.setup(["realtimeInputConfig": manual]))
            for _ in 0..<talk.cast.count(2...6) {
                talk.client(.activityStart)
                talk.say()
                talk.client(.activityEnd, after: .milliseconds(50))
                let late = talk.cast.time(0.2...0.5)
                if talk.cast.chance(0.5) { talk.client(.activityEnd, after: late) }
                talk.client(
                    .content(talk.cast.pick([".", " ", "go", "[end of turn]"])), after: late + .milliseconds(10))
                talk.reply(after: 1.5...2.2)
                talk.pause(1...3)
            }
            return talk.session()
        },
        FieldKind("the history sent again into a resumed session", "answered-twice/history-resent") { cast in
            cast.use([.native12, .native, .live38])
            var first = FieldTalk(cast)
            first.lead()
            let answer = first.cast.pick(FieldWords.answers)
            first.say()
            first.reply(words: answer)
            first.pause(1...2)
            var cast = first.cast
            var second = FieldTalk(
                cast, setup: cast.setup(["sessionResumption": #"{"handle":"\#(first.newestHandle)"}"#]))
            second.context = first.prompt
            let user = FieldWords.quoted(cast.pick(FieldWords.questions))
            second.client(
                .json(
                    "{\"clientContent\":{\"turns\":[{\"role\":\"user\",\"parts\":[{\"text\":\(user)}]},{\"role\":\"model\",\"parts\":[{\"text\":\(FieldWords.quoted(answer))}]},{\"role\":\"user\",\"parts\":[{\"text\":\(user)}]}],\"turnComplete\":true}}"
                ))
            second.reply(words: answer, isTyped: true)
            second.pause(1...3)
            second.tail()
            return cast.session([first.link(.normal), second.link(after: cast.time(0.2...2))])
        },
        FieldKind("answers take longer with every turn", "latency-grows") { cast in
            cast.use([.native, .live38, .vertex25, .live31])
            var talk = FieldTalk(cast, setup: cast.setup(without: ["contextWindowCompression"]))
            var wait = talk.cast.number(0.8...1.2)
            var prompt = 700
            for _ in 0..<talk.cast.count(7...11) {
                talk.say(1...2)
                talk.transcribe(talk.cast.pick(FieldWords.questions), before: .milliseconds(500))
                talk.call.speak(.seconds(1.8), after: .seconds(wait), speed: talk.speed)
                talk.answerInWords(talk.cast.pick(FieldWords.answers), from: .seconds(wait), within: .seconds(1))
                talk.server(.generationComplete, after: .seconds(wait + 1.7))
                talk.server(
                    .turnCompleteWith(UsageLine(promptText: prompt, promptAudio: 120, responseAudio: 45)),
                    after: .seconds(wait + 1.9))
                talk.call.pause(.seconds(wait + 2))
                talk.pause(1...3)
                prompt += talk.cast.count(1_200...2_600)
                wait *= talk.cast.number(1.25...1.5)
            }
            return talk.session()
        },
    ]
}

import Simulator

/// What goes wrong between two who speak: who is heard, who is cut off, who waits for whom.
extension StagedFailure {
    /// - Parameter sentences: at 16 kHz, spoken one after the other; the simulator's own voice where there are none.
    public static func voices(_ sentences: [[Int16]] = []) -> [StagedFailure] {
        let stage = AudioStage(sentences)
        return stage.hearing + stage.turns + stage.interruptions
    }
}

extension AudioStage {
    var hearing: [StagedFailure] {
        [
            StagedFailure(
                "vad-disabled-no-activity", "the service is told not to listen by itself, and nobody tells it"
            ) { v in
                var call = manual(v)
                for _ in 0..<3 {
                    call.say(v.seconds(1.4...2.2))
                    call.pause(.seconds(3))
                }
                return session(call, v)
            } silent: { v in
                var call = manual(v)
                for _ in 0..<3 { marked(&call, v.seconds(1.4...2.2)) }
                return session(call, v)
            },
            StagedFailure("activity-unbalanced", "half of what the user says is between no marks") { v in
                var call = manual(v)
                for number in 0..<3 {
                    marked(&call, v.seconds(1.4...2.2, salt: UInt64(number)))
                    call.say(v.seconds(1.2...2, salt: UInt64(number)))
                    call.pause(.seconds(2))
                }
                return session(call, v)
            } silent: { v in
                var call = manual(v)
                for number in 0..<5 { marked(&call, v.seconds(1.4...2.2, salt: UInt64(number))) }
                return session(call, v)
            },
            StagedFailure("speech-unanswered", "a question that nobody answers") { v in
                var call = call(v, exchanges: 2)
                call.say(v.seconds(1.2...2))
                call.pause(v.seconds(6...9))
                return session(call, v)
            } silent: { v in
                var call = call(v, exchanges: 2)
                call.exchange(v.seconds(1.2...2), after: .milliseconds(900))
                call.pause(v.seconds(6...9))
                return session(call, v)
            },
            StagedFailure("audio-paused-no-stream-end", "the microphone stops right after the words") { v in
                var call = call(v, exchanges: 1)
                call.say(v.seconds(1.2...2))
                call.pause(v.seconds(0.05...0.3))
                let stop = call.now
                call.pause(v.seconds(5...8))
                call.withheld.append(stop..<(call.now + .seconds(1)))
                return session(call, v)
            } silent: { v in
                var call = call(v, exchanges: 1)
                call.say(v.seconds(1.2...2))
                call.pause(v.seconds(0.05...0.3))
                let stop = call.now
                call.client(.audioStreamEnd, after: .milliseconds(50))
                call.answer(after: .milliseconds(700))
                call.pause(v.seconds(3...5))
                call.withheld.append(stop..<(call.now + .seconds(1)))
                return session(call, v)
            },
            StagedFailure("transcription-degraded", "a word or two of every long question") { v in
                var call = long(v, words: v.pick(["Yes.", "How?", "I see.", "Well then.", "Hello?"]))
                call.pause(.seconds(3))
                return session(call, v)
            } silent: { v in
                var call = long(v, words: "Could you please tell me how long it will take to get there by train?")
                call.pause(.seconds(3))
                return session(call, v)
            },
            StagedFailure("transcription-degraded", "answers, and no transcripts of the questions") { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                call.transcribes = false
                for _ in 0..<5 { call.exchange(v.seconds(1.4...2)) }
                call.pause(.seconds(6))
                return session(call, v)
            } silent: { v in
                var call = call(v, exchanges: 5)
                call.pause(.seconds(6))
                return session(call, v)
            },
        ]
    }

    private func manual(_ v: StagedVariation) -> Dialogue {
        let manual = #"{"automaticActivityDetection":{"disabled":true}}"#
        return Dialogue(v.setup(["realtimeInputConfig": manual]), microphone: microphone(v))
    }

    /// A question between its marks, and the answer.
    private func marked(_ call: inout Dialogue, _ length: Duration) {
        call.client(.activityStart, after: .milliseconds(40))
        call.say(length)
        call.client(.activityEnd, after: .milliseconds(60))
        call.answer(.seconds(1.6))
        call.pause(.milliseconds(700))
    }

    /// More than half a minute of questions, each transcribed as `words`.
    private func long(_ v: StagedVariation, words: String) -> Dialogue {
        var call = Dialogue(v.setup(), microphone: microphone(v))
        call.transcribes = false
        for number in 0..<7 {
            call.say(v.seconds(5...6, salt: UInt64(number)))
            call.server(.inputTranscription(words), after: .milliseconds(250))
            call.answer(.seconds(1))
            call.pause(.milliseconds(700))
        }
        return call
    }

    var turns: [StagedFailure] {
        [
            StagedFailure("turn-split-on-pause", "every pause is taken for the end") { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for number in 0..<4 {
                    call.say(v.seconds(0.9...1.3, salt: UInt64(number)))
                    // The answer begins in the pause and is cut off by the words after it.
                    call.server(.inputTranscription("How long"), after: .milliseconds(300))
                    call.speak(.milliseconds(700), after: .milliseconds(450))
                    call.pause(v.seconds(0.7...1.1, salt: UInt64(number)))
                    call.server(.interrupted, after: .milliseconds(350))
                    call.server(.turnComplete, after: .milliseconds(420))
                    call.say(v.seconds(0.9...1.3, salt: UInt64(number) + 9))
                    call.answer()
                    call.pause(.milliseconds(900))
                }
                return session(call, v)
            } silent: { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for number in 0..<4 {
                    call.say(v.seconds(0.9...1.3, salt: UInt64(number)))
                    call.pause(v.seconds(0.5...0.8, salt: UInt64(number)))
                    call.say(v.seconds(0.9...1.3, salt: UInt64(number) + 9))
                    call.answer()
                    call.pause(.milliseconds(900))
                }
                return session(call, v)
            }
        ]
    }

    var interruptions: [StagedFailure] {
        [
            StagedFailure("barge-in-missed", "the user speaks and the model goes on") { v in
                spokenOver(v, stopsAfter: nil)
            } silent: { v in
                spokenOver(v, stopsAfter: v.seconds(0.25...0.6))
            },
            StagedFailure("barge-in-missed", "the model stops when the user has said it all") { v in
                spokenOver(v, stopsAfter: v.seconds(1.2...2.2))
            } silent: { v in
                spokenOver(v, stopsAfter: v.seconds(0.25...0.6))
            },
            StagedFailure("barge-in-missed", "the turn is over and the client still plays") { v in
                var call = call(v, exchanges: 2)
                call.say(.seconds(1.4))
                call.server(.inputTranscription("How long will it take?"), after: .milliseconds(250))
                call.speak(.seconds(8), after: .milliseconds(600), speed: 8)
                call.server(.generationComplete, after: .milliseconds(1_620))
                call.server(.turnComplete, after: .milliseconds(1_640))
                call.pause(v.seconds(3...4))
                call.say(v.seconds(1.8...2.4, salt: 4))
                call.pause(.milliseconds(3_200))
                call.answer()
                call.pause(.seconds(2))
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                spokenOver(v, stopsAfter: v.seconds(0.25...0.6))
            },
            StagedFailure("barge-in-blocked", "the user speaks and no activityStart says so") { v in
                var call = manual(v)
                for _ in 0..<2 { marked(&call, v.seconds(1.4...2.2)) }
                call.client(.activityStart, after: .milliseconds(40))
                call.say(.seconds(1.4))
                call.client(.activityEnd, after: .milliseconds(60))
                call.speak(.seconds(8), after: .milliseconds(600))
                call.server(.generationComplete, after: .seconds(6))
                call.server(.turnComplete, after: .milliseconds(8_610))
                call.pause(v.seconds(2...3))
                call.say(v.seconds(1.8...2.4, salt: 4))
                call.pause(.seconds(7))
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                var call = manual(v)
                for _ in 0..<4 { marked(&call, v.seconds(1.4...2.2)) }
                return session(call, v, chunk: .milliseconds(40))
            },
            StagedFailure("barge-in-blocked", "no audio while the model speaks, or only silence") { v in
                var call = call(v, exchanges: 6)
                if v.index % 2 == 0 { call.withheld = call.speaking } else { call.muted = call.speaking }
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                session(call(v, exchanges: 6), v, chunk: .milliseconds(40))
            },
            StagedFailure("false-interrupt", "the model is cut off by its own voice") { v in
                session(cut(v, echo: v.pick([-14, -12, -16, -10, -13])), v, chunk: .milliseconds(40))
            } silent: { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for _ in 0..<4 { objection(&call, v) }
                return session(call, v, chunk: .milliseconds(40))
            },
            StagedFailure("false-interrupt", "the model is cut off by nobody") { v in
                session(cut(v, echo: nil), v, chunk: .milliseconds(40))
            } silent: { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for _ in 0..<4 { objection(&call, v) }
                return session(call, v, chunk: .milliseconds(40))
            },
        ]
    }

    private func spokenOver(_ v: StagedVariation, stopsAfter latency: Duration?) -> StagedSession {
        var call = call(v, exchanges: 2)
        over(&call, v, stopsAfter: latency)
        return session(call, v, chunk: .milliseconds(40))
    }

    /// A long answer, and the user over it. The model stops `stopsAfter` later, or not at all.
    private func over(_ call: inout Dialogue, _ v: StagedVariation, stopsAfter latency: Duration?) {
        call.say(.seconds(1.4))
        call.server(.inputTranscription("How long will it take?"), after: .milliseconds(250))
        let cutIn = v.seconds(1.4...2.4)
        let heard = latency.map { cutIn + $0 } ?? .seconds(8)
        call.speak(latency == nil ? heard : heard * 1.5, after: .milliseconds(600))
        call.pause(.milliseconds(600) + cutIn)
        if let latency {
            call.server(.interrupted, after: latency)
            call.server(.turnComplete, after: latency + .milliseconds(80))
        } else {
            call.server(.generationComplete, after: .seconds(4))
            call.server(.turnComplete, after: heard - cutIn)
        }
        call.say(v.seconds(1.8...2.4, salt: 4))
        if latency == nil { call.pause(.seconds(4)) }
        call.answer()
        call.pause(.seconds(2))
    }

    /// Answers that the service breaks off though the user said nothing.
    private func cut(_ v: StagedVariation, echo: Double?) -> Dialogue {
        var call = Dialogue(v.setup(), microphone: microphone(v))
        call.echo = echo
        for number in 0..<4 {
            call.say(v.seconds(1.3...1.9, salt: UInt64(number)))
            call.server(.inputTranscription("How long will it take?"), after: .milliseconds(250))
            let length = v.seconds(2.6...3.4, salt: UInt64(number))
            call.speak(length * 1.3, after: .milliseconds(600))
            call.server(.outputTranscription("Let me put it this way"), after: .milliseconds(700))
            call.server(.interrupted, after: .milliseconds(600) + length)
            call.server(.turnComplete, after: .milliseconds(680) + length)
            call.pause(.milliseconds(600) + length + .seconds(2))
        }
        return call
    }

    /// A question, an answer, and the user who cuts it short.
    private func objection(_ call: inout Dialogue, _ v: StagedVariation) {
        call.say(v.seconds(1.3...1.9))
        call.interruptedAnswer(cutIn: v.seconds(1.2...2))
        call.answer()
        call.pause(.milliseconds(900))
    }
}

import Simulator

extension StagedFailure {
    static let turns = [
        StagedFailure("turn-empty-or-blocked", "a turn with nothing to play", isLive: true) { v in
            let reasons = [
                "RESPONSE_REJECTED", "MALFORMED_FUNCTION_CALL", "PROHIBITED_INPUT_CONTENT", "GENERATED_AUDIO_SAFETY",
                "NEED_MORE_INPUT",
            ]
            return v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                server(
                    .json("{\"serverContent\":{\"turnComplete\":true,\"turnCompleteReason\":\"\(v.pick(reasons))\"}}"),
                    after: v.seconds(0.3...0.9))
                client(.close(1000), after: .milliseconds(500))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("turn-cut-short", "the model stops in mid-sentence") { v in
            v.session {
                v.opened()
                v.turn()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(2)), after: .milliseconds(400))
                server(.outputTranscription("Thanks for calling the travel agency. This"))
                server(.turnComplete, after: .milliseconds(1_520))
                client(v.typed("Hello?"), after: v.seconds(0.8...2.2))
                v.reply()
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                v.turn(.seconds(2))
                client(v.typed("Hello?"), after: v.seconds(0.8...2.2))
                v.reply()
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("model-waits-for-user", "nobody begins") { v in
            v.session(isOpen: true, patience: v.seconds(8.5...20)) { v.opened() }
        } silent: { v in
            v.session(isOpen: true, patience: v.seconds(1...5)) {
                v.opened()
                v.turn(after: v.seconds(2...6))
            }
        },
        StagedFailure("session-gone-silent", "the socket lives, the model does not") { v in
            v.session(isOpen: true) {
                v.opened()
                v.turn()
                client(v.typed(), after: .seconds(1))
                for _ in 0..<(18 + v.index) {
                    server(.resumptionUpdate, after: .seconds(1))
                    client(.ping)
                    server(.pong, after: .milliseconds(19))
                }
            }
        } silent: { v in
            v.session(isOpen: true) {
                v.opened()
                v.turn()
                v.turn(after: .seconds(1))
                for _ in 0..<(18 + v.index) {
                    server(.resumptionUpdate, after: .seconds(1))
                    client(.ping)
                    server(.pong, after: .milliseconds(19))
                }
            }
        },
        StagedFailure("turn-latency-high", "slow to answer") { v in
            v.session {
                v.opened()
                for number in 0..<5 { v.turn(after: .seconds(2), latency: v.seconds(1.8...2.9, salt: UInt64(number))) }
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                for number in 0..<5 { v.turn(after: .seconds(2), latency: v.seconds(0.4...1.1, salt: UInt64(number))) }
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("transcription-degraded", "transcripts in another script than configured") { v in
            let wrong = ["كيف حالك اليوم", "आप कैसे हैं आज", "今日はお元気ですか", "как у вас дела", "إلى متى يستغرق"]
            return v.session {
                v.opened()
                for number in 0..<8 {
                    server(
                        .inputTranscription(number % 2 == 0 ? v.pick(wrong) : "How long will it take?"),
                        after: .seconds(2))
                    v.reply()
                }
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                for _ in 0..<8 {
                    server(.inputTranscription("How long will it take?"), after: .seconds(2))
                    v.reply()
                }
                client(.close(1000), after: .seconds(1))
            }
        },
    ]

    static let playback = [
        StagedFailure("output-underrun", "sound that comes too late") { v in
            let pause = v.seconds(0.55...0.9)
            return v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                for _ in 0..<8 {
                    server(.audio(.milliseconds(400), chunk: .milliseconds(400), speed: .infinity), after: pause)
                }
                server(.generationComplete)
                server(.turnComplete, after: .milliseconds(410))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                for _ in 0..<8 {
                    server(
                        .audio(.milliseconds(400), chunk: .milliseconds(400), speed: .infinity),
                        after: .milliseconds(380))
                }
                server(.generationComplete)
                server(.turnComplete, after: .milliseconds(500))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("output-backlog-large", "seconds of sound in the client's queue") { v in
            v.session {
                v.opened()
                v.turn(v.seconds(42...60))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn(v.seconds(4...16))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("output-degenerate", "a tone instead of words, or nothing at all") { v in
            v.session {
                v.opened()
                v.turn()
                client(v.typed(), after: .milliseconds(500))
                for number in 0..<(35 + v.index * 3) {
                    server(
                        .samples(v.index % 2 == 0 ? tone(from: number) : nothing),
                        after: .milliseconds(number == 0 ? 500 : 25))
                }
                server(.generationComplete)
                server(.turnComplete, after: .seconds(3))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                v.turn(.seconds(4))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("playback-not-flushed", "sound of the old turn after the interruption") { v in
            v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(8)), after: .milliseconds(400))
                client(v.typed("Stop, please."), after: .milliseconds(300))
                server(.interrupted, after: v.seconds(0.15...0.4))
                for _ in 0..<(3 + v.index) {
                    server(.audio(.milliseconds(100), speed: .infinity), after: .milliseconds(60))
                }
                server(.turnComplete, after: .milliseconds(60))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(2), speed: 1.2), after: .milliseconds(400))
                client(v.typed("Stop, please."))
                server(.interrupted, after: .milliseconds(200))
                server(.turnComplete, after: .milliseconds(60))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("barge-in-blocked", "a setup that forbids interruption", isLive: true) { v in
            v.session {
                v.opened(v.setup(["realtimeInputConfig": #"{"activityHandling":"NO_INTERRUPTION"}"#]))
                v.turn(after: v.seconds(0.3...1))
                client(.close(1000))
            }
        } silent: { v in
            v.session {
                v.opened(v.setup(["realtimeInputConfig": #"{"activityHandling":"START_OF_ACTIVITY_INTERRUPTS"}"#]))
                v.turn(after: v.seconds(0.3...1))
                client(.close(1000))
            }
        },
    ]

    static let clients = [
        StagedFailure("client-slow-reader", "a client that takes nothing off the socket") { v in
            v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(2)), after: .milliseconds(400))
                client(.stopReading(v.seconds(3...9)))
                server(.audio(.seconds(20), speed: 8))
                server(.generationComplete)
                server(.turnComplete, after: .seconds(19))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(2)), after: .milliseconds(400))
                client(.stopReading(v.seconds(0.1...0.4)))
                server(.audio(.seconds(2), speed: 2))
                server(.generationComplete)
                server(.turnComplete, after: .seconds(3))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("client-slow-reader", "a message larger than the client's limit", isLive: true) { v in
            v.session {
                v.opened()
                v.turn()
                client(.closeBecause(1009, reason: v.pick(["", "message too big"])), after: v.seconds(0.2...1))
            }
        } silent: { v in
            healthy(v)
        },
    ]

    /// A tenth of a second of 440 Hz.
    private static func tone(from number: Int) -> [Int16] {
        (0..<2_400).map { index in Int16(9_000 * Sine.of(440 * Double(number * 2_400 + index) / 24_000)) }
    }

    private static let nothing = [Int16](repeating: 0, count: 2_400)
}

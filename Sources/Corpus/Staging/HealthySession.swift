import LiveProtocol
import Simulator

/// A session in which nothing is wrong: what a diagnosis has to leave alone.
public struct HealthySession: Sendable {
    public var name: String
    public var stage: @Sendable (StagedVariation) -> StagedSession

    public init(_ name: String, stage: @escaping @Sendable (StagedVariation) -> StagedSession) {
        self.name = name
        self.stage = stage
    }

    /// - Parameter sentences: at 16 kHz, spoken one after the other; the simulator's own voice where there are none.
    public static func all(_ sentences: [[Int16]] = []) -> [HealthySession] {
        texts + connections + AudioStage(sentences).healthySessions
    }
}

extension HealthySession {
    private static let texts = [
        HealthySession("a few words by text") { v in
            v.session {
                v.opened()
                for number in 0..<(2 + v.index) { v.turn(after: v.seconds(0.5...4, salt: UInt64(number))) }
                client(.close(1000), after: .milliseconds(300))
            }
        },
        HealthySession("an evening by text") { v in
            v.session {
                v.opened()
                v.turns(24 + v.index, every: v.seconds(9...20))
                client(.close(1000), after: .milliseconds(300))
            }
        },
        HealthySession("tools that answer at once") { v in
            let slow = v.with(["gemini-2.5-flash-native-audio-latest", "gemini-3.1-flash-live-preview"])
            return slow.session {
                slow.opened(slow.setup(["tools": StagedVariation.weatherTool]))
                for number in 0..<3 {
                    client(
                        slow.typed("What is the weather like in \(v.pick(["Bonn", "Rome", "Lima"])) on day \(number)?"),
                        after: .seconds(2))
                    server(.toolCall("get_weather"), after: .milliseconds(500))
                    client(.toolResponse(["temperature": "21"]), after: v.seconds(0.1...1.4, salt: UInt64(number)))
                    slow.reply()
                }
                client(.close(1000), after: .seconds(1))
            }
        },
        HealthySession("a long session that makes room for itself") { v in
            let window = #"{"triggerTokens":60000,"slidingWindow":{"targetTokens":20000}}"#
            return v.session {
                v.opened(v.setup(["contextWindowCompression": window]))
                for turn in 0..<(14 + v.index) {
                    v.turn(
                        after: v.seconds(20...28, salt: UInt64(turn)),
                        usage: UsageLine(promptText: 200, promptAudio: 21_000 + turn % 4 * 9_000, responseAudio: 24))
                    server(.resumptionUpdate)
                }
                client(.close(1000), after: .milliseconds(400))
            }
        },
        HealthySession("a camera, one image a second") { v in
            v.session {
                v.opened(v.setup(generation: ["mediaResolution": #""MEDIA_RESOLUTION_LOW""#]))
                v.turn()
                for number in 0..<(20 + v.index * 7) {
                    client(.image(byteCount: 18_000), after: .seconds(1))
                    if number % 10 == 9 {
                        v.turn(
                            after: .milliseconds(100),
                            usage: UsageLine(promptText: 150, promptImage: 66 * (number + 1), responseAudio: 20))
                    }
                }
                client(.close(1000), after: .milliseconds(400))
            }
        },
    ]

    private static let connections = [
        HealthySession("a chain of connections, each with the newest handle") { v in
            let links = (0...(1 + v.index % 3)).map { number in
                StagedSession.Link(
                    link(number, v), after: number == 0 ? .zero : v.seconds(0.2...1, salt: UInt64(number)))
            }
            return v.session(links)
        },
        HealthySession("a slow network that holds") { v in
            v.session {
                client(v.setup())
                server(.setupComplete, after: v.seconds(0.9...1.8))
                for number in 0..<8 {
                    client(.ping, after: .seconds(3))
                    server(.pong, after: v.seconds(0.14...0.23, salt: UInt64(number)))
                    if number % 3 == 0 { v.turn(latency: v.seconds(0.8...1.2, salt: UInt64(number))) }
                }
                client(.close(1000), after: .milliseconds(400))
            }
        },
        HealthySession("a call that goes on while somebody looks") { v in
            v.session(isOpen: true, patience: v.seconds(1...40)) {
                v.opened()
                for number in 0..<4 { v.turn(after: v.seconds(2...9, salt: UInt64(number))) }
            }
        },
        HealthySession("several users behind one address") { v in
            let links = (0..<3).map { number in
                let script = Script {
                    v.opened(v.setup(["sessionResumption": "{}"]))
                    for turn in 0..<4 { v.turn(after: v.seconds(1...4, salt: UInt64(number * 7 + turn))) }
                    client(.close(1000), after: .milliseconds(400))
                }
                return StagedSession.Link(
                    script, after: number == 0 ? .zero : v.seconds(-9...(-4), salt: UInt64(number)))
            }
            return v.session(links)
        },
    ]

    /// Ends when it is told to go, with a handle left.
    private static func link(_ number: Int, _ v: StagedVariation) -> Script {
        Script {
            if number == 0 {
                v.opened()
            } else {
                client(.setup(SetupLine(model: v.model, resumption: .newest, compressionTrigger: 40_000)))
                server(.setupComplete, after: .milliseconds(350))
            }
            server(.resumptionUpdate, after: .milliseconds(200))
            for turn in 0..<3 {
                v.turn(after: v.seconds(2...12, salt: UInt64(turn + number * 5)))
                server(.resumptionUpdate, after: .milliseconds(100))
            }
            server(.goAway(timeLeft: .seconds(50)), after: .seconds(1))
            client(.close(1000), after: v.seconds(0.5...6))
        }
    }
}

extension AudioStage {
    var healthySessions: [HealthySession] {
        [
            HealthySession("a call by voice") { v in
                session(call(v), v)
            },
            HealthySession("a call in which the user interrupts") { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for number in 0..<3 {
                    call.say(v.seconds(1.4...2, salt: UInt64(number)))
                    call.interruptedAnswer(
                        cutIn: v.seconds(1.2...2, salt: UInt64(number)), objection: v.seconds(0.8...1.4, salt: 9),
                        latency: v.seconds(0.2...0.5, salt: UInt64(number)))
                    call.answer(.seconds(1.5))
                    call.pause(.milliseconds(900))
                }
                return session(call, v, chunk: .milliseconds(40))
            },
            HealthySession("a user who pauses in the middle") { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for number in 0..<3 {
                    call.say(v.seconds(0.9...1.4, salt: UInt64(number)))
                    call.pause(v.seconds(0.35...0.6, salt: UInt64(number)))
                    call.say(v.seconds(0.9...1.4, salt: 7))
                    call.answer(.seconds(1.6))
                    call.pause(.seconds(1.2))
                }
                return session(call, v)
            },
            HealthySession("a noisy room and a good microphone") { v in
                session(call(v, gain: 2, noise: v.pick([-42, -44, -40, -46, -43])), v)
            },
            HealthySession("the user marks the turns") { v in
                let manual = #"{"automaticActivityDetection":{"disabled":true}}"#
                var call = Dialogue(v.setup(["realtimeInputConfig": manual]), microphone: microphone(v))
                for number in 0..<3 {
                    call.client(.activityStart, after: .milliseconds(20))
                    call.say(v.seconds(1.4...2.2, salt: UInt64(number)))
                    call.client(.activityEnd, after: .milliseconds(60))
                    call.answer(.seconds(1.6))
                    call.pause(.milliseconds(700))
                }
                return session(call, v)
            },
            HealthySession("push to talk, with the end of each stream said") { v in
                var call = Dialogue(v.setup(), microphone: microphone(v))
                for number in 0..<3 {
                    call.say(v.seconds(1.4...2.2, salt: UInt64(number)))
                    call.pause(.milliseconds(300))
                    let stop = call.now
                    call.client(.audioStreamEnd, after: .milliseconds(40))
                    call.answer(.seconds(1.6))
                    call.pause(.milliseconds(600))
                    call.withheld.append(stop..<call.now)
                }
                return session(call, v, chunk: .milliseconds(40))
            },
            HealthySession("a quiet call with a loud model") { v in
                session(call(v, gain: v.pick([-10, -8, -6, -12, -9]), noise: -78), v)
            },
            HealthySession("a network that is late now and then") { v in
                var call = call(v)
                call.stalls.append(.seconds(9)..<(.seconds(9) + v.seconds(0.16...0.3)))
                return session(call, v, chunk: .milliseconds(20))
            },
        ]
    }
}

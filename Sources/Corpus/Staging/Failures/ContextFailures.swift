import LiveProtocol
import Simulator

extension StagedFailure {
    static let context = [
        StagedFailure("context-limit-close", "the window is full") { v in
            let (model, window) = v.pick(windows)
            let other = v.with([model])
            return other.session {
                other.opened(other.setup(without: ["contextWindowCompression"]))
                for share in [0.55, 0.8, 0.96] {
                    other.turn(after: .seconds(4), usage: UsageLine(promptText: Int(window * share), responseAudio: 24))
                }
                server(.close(v.pick([1000, 1011, 1007]), reason: ""), after: v.seconds(0.5...3))
            }
        } silent: { v in
            let (model, window) = v.pick(windows)
            let other = v.with([model])
            return other.session {
                other.opened(other.setup(without: ["contextWindowCompression"]))
                for share in [0.2, 0.3, 0.4] {
                    other.turn(after: .seconds(4), usage: UsageLine(promptText: Int(window * share), responseAudio: 24))
                }
                server(.close(1000, reason: ""), after: v.seconds(0.5...3))
            }
        },
        StagedFailure("context-near-limit", "heading for the end of the window") { v in
            let (model, window) = v.pick(windows)
            let other = v.with([model])
            return other.session {
                other.opened(other.setup(without: ["contextWindowCompression"]))
                for share in [0.5, 0.58, 0.66, 0.74, 0.82] {
                    other.turn(after: .seconds(6), usage: UsageLine(promptText: Int(window * share), responseAudio: 24))
                }
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            let (model, window) = v.pick(windows)
            let other = v.with([model])
            return other.session {
                other.opened(other.setup(without: ["contextWindowCompression"]))
                for share in [0.2, 0.3, 0.4, 0.5, 0.6] {
                    other.turn(after: .seconds(6), usage: UsageLine(promptText: Int(window * share), responseAudio: 24))
                }
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("no-context-compression", "a long session without a sliding window") { v in
            v.session {
                v.opened(v.setup(without: ["contextWindowCompression"]))
                v.turns(11 + v.index, every: .seconds(30))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turns(11 + v.index, every: .seconds(30))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("no-context-compression", "compression that cannot work", isLive: true) { v in
            let values = [
                #"{"triggerTokens":20000,"slidingWindow":{"targetTokens":20000}}"#,
                #"{"triggerTokens":20000,"slidingWindow":{"targetTokens":30000}}"#,
                #"{"triggerTokens":900000,"slidingWindow":{"targetTokens":20000}}"#,
            ]
            return v.session {
                v.opened(v.setup(["contextWindowCompression": v.pick(values)]))
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            let good = #"{"triggerTokens":100000,"slidingWindow":{"targetTokens":40000}}"#
            return v.session {
                v.opened(v.setup(["contextWindowCompression": good]))
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("video-token-burn", "a camera at full speed") { v in
            let pause = Duration.seconds(1) / v.pick([2.0, 2.5, 3.0, 4.8, 10.0])
            return v.session {
                v.opened()
                v.turn()
                for _ in 0..<Int(14 / pause.seconds) { client(.image(byteCount: 20_000), after: pause) }
                v.turn(usage: UsageLine(promptText: 150, promptImage: 3_600, responseAudio: 20))
                client(.close(1000))
            }
        } silent: { v in
            v.session {
                v.opened(v.setup(generation: ["mediaResolution": #""MEDIA_RESOLUTION_LOW""#]))
                v.turn()
                for _ in 0..<14 { client(.image(byteCount: 20_000), after: .seconds(1)) }
                v.turn(usage: UsageLine(promptText: 150, promptImage: 924, responseAudio: 20))
                client(.close(1000))
            }
        },
        StagedFailure("usage-rebilled-history", "every turn pays for all turns before it") { v in
            v.session {
                v.opened()
                for turn in 1...(12 + v.index) {
                    v.turn(
                        after: .seconds(3),
                        usage: UsageLine(promptText: 120, promptAudio: turn * 700, responseAudio: 24))
                }
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                for turn in 1...3 {
                    v.turn(
                        after: .seconds(3),
                        usage: UsageLine(promptText: 120, promptAudio: turn * 700, responseAudio: 24))
                }
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("usage-incomplete", "a turn that nobody counted") { v in
            v.session {
                v.opened()
                v.turn()
                client(v.typed(), after: .milliseconds(500))
                server(.audio(.seconds(3)), after: .milliseconds(400))
                server(.generationComplete)
                server(.json(#"{"serverContent":{"turnComplete":true}}"#), after: v.seconds(2.2...2.6))
                client(.close(1000), after: .seconds(4))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                v.turn(.seconds(3))
                client(.close(1000), after: .seconds(4))
            }
        },
    ]

    private static let windows: [(String, Double)] = [
        ("gemini-2.0-flash-live-001", 32_000), ("gemini-2.5-flash-native-audio-latest", 131_072),
        ("gemini-3.8-live", 131_072), ("gemini-live-2.5-flash-preview", 32_000),
        ("gemini-3.1-flash-live-preview", 131_072),
    ]

    static let resumption = [
        StagedFailure("no-resumption-configured", "nothing to come back with") { v in
            v.session {
                v.opened(v.setup(without: ["sessionResumption"]))
                v.turns(7 + v.index, every: .seconds(29))
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turns(7 + v.index, every: .seconds(29))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("goaway-ignored", "the announced end comes and nobody moved", isLive: false) { v in
            let left = v.pick([10, 50, 5, 60, 20])
            return v.session {
                v.opened()
                v.turn()
                server(.resumptionUpdate)
                server(.goAway(timeLeft: .seconds(left)))
                v.turns(left / 4, every: .seconds(4))
                server(.close(1008, reason: "GoAway: the connection is closing"), after: .seconds(1))
            }
        } silent: { v in
            let left = v.pick([10, 50, 5, 60, 20])
            let first = Script {
                v.opened()
                v.turn()
                server(.resumptionUpdate)
                server(.goAway(timeLeft: .seconds(left)))
                client(.close(1000), after: .seconds(2))
            }
            return v.session([.init(first), .init(resumed(v), after: .milliseconds(300))])
        },
        StagedFailure("session-cap-close", "ten minutes are over") { v in
            let closings: [(UInt16, String)] = [
                (1011, "Deadline expired before operation could complete."), (1000, ""),
                (1011, "Internal error encountered."), (1008, "The operation was aborted."),
                (1011, "Thread was cancelled when writing StartStep status to channel."),
            ]
            let (code, reason) = v.pick(closings)
            return v.session {
                v.opened()
                v.turns(29, every: .seconds(20))
                server(.close(code, reason: reason), after: v.seconds(10...24))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turns(29, every: .seconds(20))
                client(.close(1000), after: v.seconds(10...24))
            }
        },
        StagedFailure("resume-rejected", "the handle is not accepted") { v in
            let closings: [(UInt16, String)] = [
                (1008, "BidiGenerateContent session not found"), (1007, "Invalid session handle"),
                (1011, "Internal error encountered."), (1008, "Requested entity was not found."),
                (1008, "BidiGenerateContent session not found"),
            ]
            let (code, reason) = v.pick(closings)
            let second = Script {
                client(.setup(SetupLine(model: v.model, resumption: .newest, compressionTrigger: 40_000)))
                server(.close(code, reason: reason), after: v.seconds(0.3...0.7))
            }
            return v.session([.init(resumable(v)), .init(second, after: v.seconds(0.01...0.5))])
        } silent: { v in
            v.session([.init(resumable(v)), .init(resumed(v), after: v.seconds(1...3))])
        },
        StagedFailure("resume-misused", "a message that resumes: there is none", isLive: true) { v in
            let key = v.pick([
                "sessionResume", "session_resume", "sessionResumption", "session_resume", "sessionResume",
            ])
            return v.session {
                v.opened()
                client(.json("{\"\(key)\":{\"handle\":\"h-4711\"}}"), after: v.seconds(0.1...0.4))
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("resume-misused", "an old handle although there is a newer one") { v in
            let old = v.with([
                "gemini-2.5-flash-native-audio-latest", "gemini-3.1-flash-live-preview",
                "gemini-live-2.5-flash-native-audio",
            ])
            let first = Script {
                old.opened()
                old.turn()
                server(.resumptionUpdate)
                old.turn()
                server(.resumptionUpdate)
                client(.close(1000), after: .milliseconds(300))
            }
            let stale = "handle-\(v.seed)-1"
            let second = Script {
                client(old.setup(["sessionResumption": "{\"handle\":\"\(stale)\"}"]))
                server(.setupComplete, after: .milliseconds(400))
                old.turn()
                client(.close(1000), after: .milliseconds(300))
            }
            return old.session([.init(first), .init(second, after: v.seconds(1...3))])
        } silent: { v in
            v.session([.init(resumable(v)), .init(resumed(v), after: v.seconds(1...3))])
        },
        StagedFailure("reconnect-storm", "again and again against the same wall") { v in
            let wall = Script {
                client(.setup(SetupLine(model: v.model, resumption: .newest, compressionTrigger: 40_000)))
                server(.close(1008, reason: "BidiGenerateContent session not found"), after: .milliseconds(500))
            }
            let links = (0..<(4 + v.index)).map { _ in
                StagedSession.Link(wall, after: v.seconds(0.8...2.7))
            }
            return v.session([.init(resumable(v))] + links)
        } silent: { v in
            v.session([
                .init(resumable(v)), .init(resumed(v), after: .seconds(1)), .init(resumed(v), after: .seconds(20)),
            ])
        },
    ]

    /// A first connection that leaves a handle behind.
    private static func resumable(_ v: StagedVariation) -> Script {
        Script {
            v.opened()
            v.turn()
            server(.resumptionUpdate)
            client(.close(1000), after: .milliseconds(300))
        }
    }

    /// A second one that goes on from it.
    private static func resumed(_ v: StagedVariation) -> Script {
        Script {
            client(.setup(SetupLine(model: v.model, resumption: .newest, compressionTrigger: 40_000)))
            server(.setupComplete, after: .milliseconds(400))
            server(.resumptionUpdate)
            v.turn()
            client(.close(1000), after: .milliseconds(300))
        }
    }
}

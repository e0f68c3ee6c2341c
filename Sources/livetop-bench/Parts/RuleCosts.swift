import Diagnosis
import LiveProtocol
import Recordings
import SessionModel

/// What the rules cost while sessions go on side by side: asked on the way, at the sessions' own moments, and asked
/// again once a second for what is shown.
struct RuleCosts {
    let sessions: Int
    let seconds: Int
    /// CPU seconds of decode, fold and audio measures alone.
    private let folding: Double
    /// The same with the rules asked on the way.
    private let foldingWithLooks: Double
    /// CPU seconds of what is said of all sessions once a second.
    private let telling: Double
    /// Findings of all sessions at the end: the same for the same rules, however cheaply they are asked.
    private let findings: Int

    /// - Parameter areStrangers: every session is of a client of its own, so that none is compared with another.
    static func measure(sessions: Int, seconds: Int, areStrangers: Bool) -> RuleCosts {
        Progress.say("the rules of \(sessions) sessions at once")
        let talk = Talk(sessions: sessions, cycles: max(seconds / 10, 1), areStrangers: areStrangers)
        var fleet = Fleet()
        var decoders: [ConnectionID: LiveDecoder] = [:]
        let folding = talk.run { event in
            for fact in decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event) {
                fleet.apply(fact)
            }
        } eachSecond: { _ in
        }
        PartTimer.keep(fleet)
        var diagnosed = DiagnosedFleet(Knowledge())
        var telling: UInt64 = 0
        let both = talk.run { event in
            diagnosed.apply(event)
        } eachSecond: { now in
            let start = MonotonicClock.ownCPU
            diagnosed.diagnose(at: now)
            telling += MonotonicClock.ownCPU - start
        }
        let told = Double(telling) / 1e9
        return RuleCosts(
            sessions: sessions, seconds: talk.seconds, folding: folding, foldingWithLooks: both - told,
            telling: told, findings: diagnosed.findings.values.reduce(0) { $0 + $1.count })
    }

    /// The talk of all sessions, each frame of all of them in turn.
    private struct Talk {
        let sample = TalkSample()
        let connections: [ConnectionID]
        let cycles: Int
        let areStrangers: Bool

        init(sessions: Int, cycles: Int, areStrangers: Bool) {
            connections = (1...UInt64(sessions)).map(ConnectionID.init(rawValue:))
            (self.cycles, self.areStrangers) = (cycles, areStrangers)
        }

        var seconds: Int { cycles * 10 }

        /// CPU seconds of `body` for every event, and of `eachSecond` between them.
        func run(_ body: (WireEvent) -> Void, eachSecond: (Timestamp) -> Void) -> Double {
            let start = MonotonicClock.ownCPU
            for connection in connections {
                for event in sample.opening(of: connection, tag: areStrangers ? "bench-\(connection.rawValue)" : nil) {
                    body(event)
                }
            }
            var second = 1
            for frame in 0..<sample.cycleLength * cycles {
                for connection in connections {
                    let event = sample.event(frame, of: connection)
                    if event.at >= .seconds(second) {
                        eachSecond(.seconds(second))
                        second += 1
                    }
                    body(event)
                }
            }
            return Double(MonotonicClock.ownCPU - start) / 1e9
        }
    }

    var text: String {
        let perSecond = { (spent: Double) in
            let milliseconds = spent * 1e3 / Double(sessions) / Double(seconds)
            return "\((milliseconds * 10_000).rounded() / 10_000) ms"
        }
        return """
            \(sessions) sessions of \(seconds) s side by side, CPU per session and second:
            decode, fold and audio measures \(perSecond(folding)), the rules on the way \(perSecond(foldingWithLooks - folding)), \
            what is shown \(perSecond(telling)); \(findings) findings at the end.
            """
    }
}

extension Timestamp {
    fileprivate static func seconds(_ seconds: Int) -> Timestamp { Timestamp(nanoseconds: 0) + .seconds(seconds) }
}

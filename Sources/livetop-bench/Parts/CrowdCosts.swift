import Glibc
import LiveProtocol
import SessionModel

/// What a thousand sessions at once cost the thread that makes sense of them. Unlike the state of one session theirs
/// does not fit into the processor's caches, and every message is of another session than the one before it.
struct CrowdCosts {
    /// CPU time of decode, fold and audio measures.
    let nanosecondsPerMessage: Double
    /// Resident memory that a session takes after 20 s of talk; nil where the system does not say.
    let kilobytesPerSession: Double?

    static let sessions = 1_000
    /// Both sides talk all the time, in messages of 40 ms and less.
    static let messagesPerSecond = 65_000.0

    /// Ten seconds of talk of all sessions, after ten that are not counted.
    static func measure() -> CrowdCosts {
        Progress.say("a thousand sessions at once")
        let sample = TalkSample()
        let connections = (1...UInt64(sessions)).map(ConnectionID.init(rawValue:))
        let before = resident
        var fleet = Fleet()
        var decoders: [LiveDecoder] = connections.map(LiveDecoder.init)
        for (index, connection) in connections.enumerated() {
            for event in sample.opening(of: connection) {
                for fact in decoders[index].decode(event) { fleet.apply(fact) }
            }
        }
        func talk(_ frames: Range<Int>) -> UInt64 {
            let start = MonotonicClock.ownCPU
            for frame in frames {
                for (index, connection) in connections.enumerated() {
                    for fact in decoders[index].decode(sample.event(frame, of: connection)) { fleet.apply(fact) }
                }
            }
            return MonotonicClock.ownCPU - start
        }
        let length = sample.cycleLength
        _ = talk(0..<length)
        let spent = talk(length..<2 * length)
        let after = resident
        PartTimer.keep(fleet)
        let bytes = before.flatMap { before in after.map { Double($0 - before) } }
        return CrowdCosts(
            nanosecondsPerMessage: Double(spent) / Double(length * sessions),
            kilobytesPerSession: bytes.map { $0 / Double(sessions) / 1e3 })
    }

    private static var resident: Int? { ProcessMeter(pid: getpid())?.residentBytes }

    /// Share of one core that a thousand sessions in real time take.
    var share: Double { nanosecondsPerMessage * Self.messagesPerSecond / 1e9 }

    var text: String {
        let memory = kilobytesPerSession.map { ", \(Int($0.rounded())) kB of memory a session" } ?? ""
        return """
            The same for \(Self.sessions) sessions at once, message by message in turn: \(Int(nanosecondsPerMessage.rounded())) ns per message; \
            \(Int(Self.messagesPerSecond)) messages per second take \(Int((share * 100).rounded())) % of a core\(memory).

            """
    }
}

import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator
import Testing

/// The callers of the demo in which nothing goes wrong, in virtual time: no machine is too slow for them.
struct DemoCallerTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    @Test(arguments: DemoCaller.ordinary.map(\.tag))
    func `nothing is found at any instant of a healthy call but advice`(tag: String) throws {
        let caller = try #require(DemoCaller.ordinary.first { $0.tag == tag })
        let events = caller.script.heeded.paced.wireEvents(
            connection: ConnectionID(rawValue: 1), from: Self.start, spelling: caller.spelling, tag: tag)
        let end = try #require(events.last).at
        #expect(end - Self.start > .seconds(3))
        // What is found on the way is kept, also where it passes.
        let findings = Folded(events, lookedAt: end + .seconds(1)).findings
        #expect(findings.filter { $0.severity > .info }.map(\.title) == [])
        #expect(!findings.contains { $0.rule.rawValue == "prompt-hygiene" })
    }
}

extension Script {
    /// The same with interruptions while the user still speaks, as the service has them.
    fileprivate var heeded: Script {
        var heeded = steps
        for index in heeded.indices.dropLast().reversed() {
            guard case .client(.audio(.speech(let length)), let delay) = heeded[index],
                heeded[index + 1] == .server(.interrupted, after: .zero), length > .milliseconds(300)
            else { continue }
            let rest = Step.client(.audio(.speech(length - .milliseconds(300))), after: .zero)
            heeded[index] = .client(.audio(.speech(.milliseconds(300))), after: delay)
            heeded.insert(rest, at: index + 2)
        }
        return Script(steps: heeded)
    }

    /// The same with the time that the service takes, and a turn that ends when it has been heard. Whoever speaks leaves the
    /// microphone open meanwhile.
    fileprivate var paced: Script {
        let speaks = steps.contains { if case .client(.audio, _) = $0 { true } else { false } }
        var unheard = Duration.zero
        return Script(
            steps: steps.flatMap { step -> [Step] in
                guard case .server(var line, let delay) = step else {
                    if case .client(.audio(.speech(let length)), _) = step { unheard -= length }
                    if case .client(.audio(.silence(let length)), _) = step { unheard -= length }
                    return [step]
                }
                let wait: Duration
                switch line {
                case .audio(let length, let chunk, _):
                    (wait, unheard) = (.milliseconds(400), length)
                    // On paper nobody sends while the other side does: it has to be done before it is missed.
                    line = .audio(length, chunk: chunk, speed: 60)
                case .turnComplete: (wait, unheard) = (max(.zero, unheard), .zero)
                case .interrupted: (wait, unheard) = (.zero, .zero)
                case .setupComplete, .toolCall, .text: wait = .milliseconds(400)
                default: wait = .zero
                }
                guard speaks, wait > .zero, line != .setupComplete else { return [.server(line, after: delay + wait)] }
                return [.client(.audio(.silence(wait)), after: delay), .server(line, after: .zero)]
            })
    }
}

import Corpus
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// Law 4 on recordings that something went wrong with: whatever is in them, they open.
struct MutationTests {
    @Test func `a damaged recording of any scenario still folds`() {
        expectProperty(runs: 40) { random in
            let scenario = try #require(Scenario.all.randomElement(using: &random))
            var events = scenario.script.wireEvents(connection: ConnectionID(rawValue: 1 << 40), from: TruthCall.start)
            for _ in 0..<Int.random(in: 1...60, using: &random) { events.damage(&random) }
            var account = Account()
            for event in events { account.take(raw: event) }
            for session in account.fleet.sessions {
                for now in [Timestamp(nanoseconds: .min), TruthCall.start, Timestamp(nanoseconds: .max)] {
                    try #require(session.summary(at: now).id == session.id)
                }
            }
            // Nothing depends on how the damage came in: the same events again give the same sessions.
            var again = Account()
            for event in account.events { again.take(event) }
            let areEqual = again.fleet.sessions == account.fleet.sessions
            try #require(areEqual)
        }
    }
}

extension [WireEvent] {
    /// One thing that a broken disk, a broken peer or a broken clock does.
    fileprivate mutating func damage(_ random: inout SeededGenerator) {
        guard let index = indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: remove(at: index)
        case 1: insert(self[index], at: Int.random(in: 0...count, using: &random))
        case 2: swapAt(index, Int.random(in: indices, using: &random))
        case 3: self[index].at = Timestamp(nanoseconds: Int64(bitPattern: random.next()))
        default:
            guard case .frame(let direction, var frame) = self[index].kind, var payload = frame.payload else { return }
            payload.damage(&random)
            frame = Frame(random.isOne(in: 20) ? .continuation : frame.opcode, payload, isFinal: !random.isOne(in: 20))
            self[index].kind = .frame(random.isOne(in: 20) ? direction.opposite : direction, frame)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func damage(_ random: inout SeededGenerator) {
        guard let index = indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: self[index] = UInt8(truncatingIfNeeded: random.next())
        case 1: removeSubrange(index...)
        case 2: insert(contentsOf: random.bytes(3), at: index)
        // Numbers are where lengths, counts and offsets come from.
        default:
            guard let digit = self[index...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
            let digits = "-99999999999999999999e9".utf8.prefix(Int.random(in: 1...23, using: &random))
            replaceSubrange(digit...digit, with: digits)
        }
    }
}

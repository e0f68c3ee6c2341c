import Corpus
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

struct LongCallTests {
    /// Law 9 for sound: ten hours weigh what the first one did. In the first hour people talk without a pause, so that
    /// every history has reached its limit; afterwards nothing may grow. A call in which less happens keeps less.
    @Test func `ten simulated hours of listening weigh what one hour weighs`() throws {
        let connection = ConnectionID(rawValue: 1 << 40)
        var decoder = LiveDecoder(connection: connection)
        let call = try TruthCall(noise: .pink, snr: 20, chunk: .milliseconds(100), pairs: 0..<1)
        // All but the opening, and the closing with its frame.
        let talk = call.script.wireEvents(connection: connection, from: TruthCall.start)
        var state = SessionState(id: SessionID(connection), openedAt: TruthCall.start)
        for event in talk.prefix(4) { for fact in decoder.decode(event) { state.apply(fact) } }
        var weights: [[String: Int]] = []
        var fullest: [String: Int] = [:]
        for hour in 0..<10 {
            let count = hour == 0 ? 110 : 12
            for part in 0..<count {
                let shift = Duration.seconds(hour * 3_600 + part * 3_600 / count)
                for var event in talk.dropFirst(4).dropLast(2) {
                    event.at = event.at + shift
                    for fact in decoder.decode(event) { state.apply(fact) }
                }
                // What is gathered for a look every sixteen seconds is there at some moments only.
                if hour == 0, part >= count - 10 { fullest.merge(Self.weights(of: state), uniquingKeysWith: max) }
            }
            weights.append(hour == 0 ? fullest : Self.weights(of: state))
        }
        #expect(state.turns.count == 2 * (110 + 9 * 12))
        // Of each part of the state: what was nil may have become a number, no more.
        for (part, first) in weights[0] where part != "lanes" {
            let later = weights.map { $0[part] ?? 0 }
            #expect((later.max() ?? 0) <= first + first / 200 + 64, "\(part), hour by hour: \(later)")
        }
        // A microphone that is open all the time has few runs, and what waits to be heard changes with each delivery: neither is
        // full after an hour.
        // In a list, as it stands in a lane: with its brackets as much as with a comma and a space.
        let run = [try #require(state.lanes.microphone.last)]
        let mark = [try #require(state.lanes.backlog.last)]
        let limit = 3 * 256 * Self.weight(of: run) + 1_024 * Self.weight(of: mark) + 1_000
        let lanes = weights.map { $0["lanes"] ?? 0 }
        #expect((lanes.max() ?? 0) < limit, "lanes, hour by hour: \(lanes)")
    }

    /// Length of the description, in which every number counts one: in memory it does not grow with its digits.
    private static func weight(of value: Any) -> Int {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        var isNumber = false
        return String(describing: value).utf8.reduce(into: 0) { weight, byte in
            let isDigit = digits.contains(byte)
            if !(isDigit && isNumber) { weight += 1 }
            isNumber = isDigit
        }
    }

    private static func weights(of state: SessionState) -> [String: Int] {
        let members = Mirror(reflecting: state).children.map {
            ($0.label ?? "", weight(of: $0.value))
        }
        return Dictionary(members, uniquingKeysWith: +)
    }
}

import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

struct LongCallTests {
    /// Law 9 for sound: what is heard in ten hours weighs what is heard in five. Each hour has eight minutes of talk.
    @Test func `ten simulated hours of listening weigh what five hours weigh`() throws {
        let connection = ConnectionID(rawValue: 1 << 40)
        var decoder = LiveDecoder(connection: connection)
        let call = try TruthCall(noise: .pink, snr: 20, chunk: .milliseconds(100), pairs: 0..<1)
        // All but the opening, and the closing with its frame.
        let talk = call.script.wireEvents(connection: connection, from: TruthCall.start)
        var state = SessionState(id: SessionID(connection), openedAt: TruthCall.start)
        for event in talk.prefix(4) { for fact in decoder.decode(event) { state.apply(fact) } }
        var weights: [Int] = []
        for hour in 0..<10 {
            for part in 0..<24 {
                let shift = Duration.seconds(hour * 3_600 + part * 150)
                for var event in talk.dropFirst(4).dropLast(2) {
                    event.at = event.at + shift
                    for fact in decoder.decode(event) { state.apply(fact) }
                }
            }
            weights.append(String(describing: state).utf8.count)
        }
        #expect(state.turns.count == 480)
        #expect(weights[9] < weights[5] + weights[5] / 20, "bytes per hour: \(weights)")
    }
}

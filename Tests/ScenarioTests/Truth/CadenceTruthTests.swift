import LiveProtocol
import SessionModel
import Simulator
import Testing

/// How a microphone's messages come, against the instants at which the script sends them.
struct CadenceTruthTests {
    /// A minute of a quiet microphone in messages of `chunk` milliseconds, the message of index i being sent after
    /// `instant(i)` milliseconds.
    private func folded(chunk: Int, declared: Int = 16_000, _ instant: (Int) -> Double) -> SessionState {
        var call = Timeline()
        call.client(.setup(SetupLine()), at: .zero)
        call.server(.setupComplete, at: .milliseconds(200))
        let count = 60_000 / chunk
        for index in 0..<count {
            let samples = (0..<declared * chunk / 1_000).map { Int16((index * 31 + $0) * 7_919 % 7 - 3) }
            call.client(
                .audio(.message(samples, rate: declared)), at: .milliseconds(1_000) + .seconds(instant(index) / 1_000))
        }
        call.client(.close(1000), at: .seconds(70))
        return call.script.folded()
    }

    @Test(arguments: [10, 20, 32, 40, 100, 250]) func `length and jitter of messages`(chunk: Int) throws {
        // Every tenth message is 9 ms late, the one after it therefore 9 ms early: a fifth of all distances is off.
        let state = folded(chunk: chunk) { Double($0 * chunk) + ($0 % 10 == 9 ? 9 : 0) }
        let length = try #require(state.metrics.statistics(for: .chunk))
        #expect(length.count == Int64(60_000 / chunk))
        for value in [length.p50, length.p95, length.mean] {
            #expect(abs(value - Double(chunk)) <= 0.01 * Double(chunk))
        }
        let jitter = try #require(state.metrics.statistics(for: .jitter))
        #expect(jitter.p50 <= 0.1)
        #expect(abs(jitter.p95 - 9) <= 0.2)
        #expect(abs(jitter.max - 9) <= 0.01)
        #expect(abs(try #require(state.inputAudio.effectiveRate) - 16_000) <= 160)
    }

    /// What arrives in a second of the wall clock is the rate, whatever was declared.
    @Test(arguments: [8_000.0, 15_200, 16_800, 24_000, 44_100, 48_000]) func `the effective rate`(rate: Double) throws {
        let state = folded(chunk: 40) { Double($0) * 40 * 16_000 / rate }
        let measured = try #require(state.inputAudio.effectiveRate)
        #expect(abs(measured - rate) <= rate / 100)
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import SessionModel

@Suite struct LoudnessHistoryTests {
    private func at(_ seconds: Double) -> Timestamp { Timestamp(nanoseconds: Int64(seconds * 1e9)) }

    @Test func `the loudest of a stretch is told as a share of sixty decibels`() {
        var history = LoudnessHistory()
        #expect(history.loudest(from: at(0), to: at(9)) == 0)
        history.note(-30, at: at(5))
        history.note(-45, at: at(5.05))
        history.note(0, at: at(7))
        #expect(history.loudest(from: at(5), to: at(5.09)) == 0.5)
        #expect(history.loudest(from: at(5.2), to: at(6.8)) == 0)
        #expect(history.loudest(from: at(0), to: at(99)) == 1)
    }

    @Test func `what is older than ten minutes is forgotten`() {
        var history = LoudnessHistory()
        history.note(-30, at: at(1))
        history.note(-60, at: at(300))
        #expect(history.loudest(from: at(0), to: at(2)) == 0.5)
        history.note(-60, at: at(700))
        #expect(history.loudest(from: at(0), to: at(2)) == 0)
        history.note(-30, at: at(-5_000))
        #expect(history.loudest(from: at(-5_000), to: at(-5_000)) == 0)
        #expect(history.loudest(from: at(700), to: at(700)) == 0)
    }

    /// Memory that grows with the call, in whatever order sound is noted, is as good as all of it from the start.
    @Test func `each tenth of a second is told as it was noted`() {
        expectProperty(runs: 30) { random in
            var history = LoudnessHistory()
            var (heights, end): ([Int64: Int], Int64) = ([:], .min)
            for _ in 0..<300 {
                let (step, height) = (
                    Int64.random(in: 0...9_000, using: &random), Int.random(in: 0...240, using: &random)
                )
                history.note(-60 + Double(height) / 4, at: at(Double(step) / 10 + 0.05))
                if end == .min || step > end - 6_000 {
                    if end != .min, step >= end + 6_000 { heights = [:] }
                    heights[step] = max(heights[step] ?? 0, height)
                    end = max(end, step + 1)
                }
                let asked = Int64.random(in: max(end - 6_000, 0)..<end, using: &random)
                let instant = at(Double(asked) / 10 + 0.05)
                try #require(history.loudest(from: instant, to: instant) == Double(heights[asked] ?? 0) / 240)
            }
        }
    }

    @Test func `whatever comes, answers are shares`() {
        expectProperty(runs: 30) { random in
            var history = LoudnessHistory()
            for _ in 0..<50 {
                let far = Int64.random(in: .min ... .max, using: &random)
                history.note(
                    Double.random(in: -200...50, using: &random),
                    at: Timestamp(nanoseconds: random.isOne(in: 3) ? far : far % 1_000_000_000_000))
                let end = Timestamp(nanoseconds: Int64.random(in: .min ... .max, using: &random))
                let share = history.loudest(from: Timestamp(nanoseconds: far), to: end)
                #expect((0...1).contains(share))
            }
        }
    }
}

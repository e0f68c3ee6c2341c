import Testing

@testable import Runtime

struct PacingTests {
    private let begin = ContinuousClock.now

    private func microseconds(_ count: Int) -> ContinuousClock.Instant { begin + .microseconds(count) }

    @Test("a burst rests after each run, and goes on without rest when it has rested enough")
    func rests() {
        var pacing = Pacing(restingAtMost: .microseconds(900), at: begin)
        #expect(!pacing.isRestDue(at: microseconds(199), unless: { false }))
        #expect(pacing.isRestDue(at: microseconds(200), unless: { false }))
        pacing.goOn(at: microseconds(600))
        #expect(!pacing.isRestDue(at: microseconds(799), unless: { false }))
        #expect(pacing.isRestDue(at: microseconds(800), unless: { false }))
        // 400 and 500: nothing is left of 900.
        pacing.goOn(at: microseconds(1_300))
        #expect(!pacing.isRestDue(at: microseconds(9_000), unless: { false }))
    }

    @Test("no rest for the remainder of a burst behind which more waits")
    func isPressed() {
        var pacing = Pacing(restingAtMost: .milliseconds(50), at: begin)
        #expect(!pacing.isRestDue(at: microseconds(500), unless: { true }))
        #expect(!pacing.isRestDue(at: microseconds(1_000), unless: { false }))
    }

    @Test("whether more waits is asked once a run, not for each piece of work")
    func asksRarely() {
        var pacing = Pacing(restingAtMost: .milliseconds(50), at: begin)
        var count = 0
        for instant in stride(from: 0, to: 200, by: 1) {
            _ = pacing.isRestDue(at: microseconds(instant)) {
                count += 1
                return false
            }
        }
        #expect(count == 0)
    }
}

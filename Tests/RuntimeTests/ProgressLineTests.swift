import SessionStore
import Synchronization
import Testing

@testable import Runtime

/// What long commands tell on a terminal while they work.
@Suite struct ProgressLineTests {
    /// A clock and a terminal of our own.
    private final class Stage: Sendable {
        private let state = Mutex((now: ContinuousClock.now, shown: [String]()))

        var shown: [String] { state.withLock(\.shown) }

        func pass(_ length: Duration) { state.withLock { $0.now += length } }

        func line(isShown: Bool = true) -> ProgressLine {
            ProgressLine(
                isShown: isShown, now: { self.state.withLock(\.now) },
                show: { text in self.state.withLock { $0.shown.append(text) } })
        }
    }

    @Test func `share, rate and time left come from the second second on, and go at the end`() {
        let stage = Stage()
        let line = stage.line()
        stage.pass(.milliseconds(900))
        line.reached(WorkStep("importing", 9_000, of: 100_000, "frames"))
        #expect(stage.shown.isEmpty)
        stage.pass(.milliseconds(1_100))
        line.reached(WorkStep("importing", 20_000, of: 100_000, "frames"))
        line.reached(WorkStep("importing", 20_001, of: 100_000, "frames"))
        #expect(stage.shown == ["importing: 20 %, 10,000 frames/s, 8 s left"])
        stage.pass(.milliseconds(250))
        line.reached(WorkStep("importing", 22_500, of: 100_000, "frames"))
        #expect(stage.shown.count == 2)
        line.reached(WorkStep("importing", 100_000, of: 100_000, "frames"))
        #expect(stage.shown.last == "")
        line.end()
        #expect(stage.shown.count == 3)
    }

    @Test func `each part of the work has a rate of its own`() {
        let stage = Stage()
        do {
            let line = stage.line()
            stage.pass(.seconds(10))
            line.reached(WorkStep("removing", 400, of: 1_000, "frames"))
            line.reached(WorkStep("giving space back", 10, of: 100, "pages"))
            #expect(stage.shown.count == 1)
            stage.pass(.seconds(1))
            line.reached(WorkStep("giving space back", 20, of: 100, "pages"))
            #expect(stage.shown.last == "giving space back: 20 %, 20 pages/s, 4 s left")
        }
        // Whatever ends the work, the line goes.
        #expect(stage.shown.last == "")
    }

    @Test func `a pipe is told nothing`() {
        let stage = Stage()
        let line = stage.line(isShown: false)
        stage.pass(.seconds(60))
        line.reached(WorkStep("importing", 1, of: 100, "frames"))
        line.end()
        #expect(stage.shown.isEmpty)
    }

    @Test func `what is not known is left out`() {
        #expect(
            ProgressLine.words(WorkStep("looking into", 3, "sessions", share: nil), after: 2)
                == "looking into: 1.5 sessions/s")
        #expect(ProgressLine.words(WorkStep("copying", 0, "MB", share: 0), after: 2) == "copying: 0 %")
        #expect(ProgressLine.words(WorkStep("reading", 0, "frames", share: nil), after: 0) == "reading")
        #expect(ProgressLine.words(WorkStep("copying", 2, "MB", share: 0.001), after: 2) == "copying: 0 %, 1 MB/s")
        #expect(WorkStep("reading", 7, of: 0, "frames").share == 1)
        #expect(WorkStep("reading", 7, "frames", share: 1.5).share == 1)
    }
}

import NIOConcurrencyHelpers
import Testing

@testable import Display

@Suite struct EffectRunnerTests {
    private static let lane = EffectLane("test")

    /// Threads that run when the test says so, and how often the screen was woken.
    private final class Stage: Sendable {
        private let bodies = NIOLockedValueBox<[@Sendable () -> Void]>([])
        let wakes = NIOLockedValueBox(0)
        let joined = NIOLockedValueBox(0)

        func runner() -> EffectRunner<Int> {
            EffectRunner(wake: { [wakes] in wakes.withLockedValue { $0 += 1 } }) { [bodies, joined] _, body in
                bodies.withLockedValue { $0.append(body) }
                return { joined.withLockedValue { $0 += 1 } }
            }
        }

        var threadCount: Int { bodies.withLockedValue(\.count) }

        /// Runs a thread to its end.
        func run(_ index: Int = 0) { bodies.withLockedValue { $0[index] }() }
    }

    private func job(_ answer: Int?, slot: String? = nil, isUrgent: Bool = false, mustFinish: Bool = false)
        -> EffectJob<Int>
    {
        EffectJob(on: Self.lane, slot: slot, isUrgent: isUrgent, mustFinish: mustFinish) { _ in answer }
    }

    @Test func `each answer wakes the screen once, and what has no answer does not`() {
        let stage = Stage()
        let runner = stage.runner()
        for answer in [1, nil, 2] { runner.run(job(answer)) }
        #expect(runner.answers().isEmpty)
        #expect(stage.wakes.withLockedValue { $0 } == 0)
        stage.run()
        #expect(stage.wakes.withLockedValue { $0 } == 2)
        #expect(runner.answers() == [1, 2])
        #expect(runner.answers().isEmpty)
    }

    @Test func `the answer is there when the screen is woken`() {
        let seen = NIOLockedValueBox<[Int]>([])
        let taker = NIOLockedValueBox<EffectRunner<Int>?>(nil)
        let stage = Stage()
        let runner = EffectRunner<Int>(wake: {
            let answers = taker.withLockedValue(\.self)?.answers() ?? []
            seen.withLockedValue { $0 += answers }
        }) { _, body in
            body()
            return {}
        }
        taker.withLockedValue { $0 = runner }
        for answer in 1...3 { runner.run(job(answer)) }
        #expect(seen.withLockedValue(\.self) == [1, 2, 3])
        #expect(stage.threadCount == 0)
        taker.withLockedValue { $0 = nil }
    }

    @Test func `one thread serves a lane, another lane does not wait for it`() {
        let stage = Stage()
        let runner = stage.runner()
        runner.run(job(1))
        runner.run(job(2))
        runner.run(EffectJob(on: EffectLane("other")) { _ in 3 })
        #expect(stage.threadCount == 2)
        stage.run(1)
        #expect(runner.answers() == [3])
        stage.run(0)
        #expect(runner.answers() == [1, 2])
        runner.run(job(4))
        #expect(stage.threadCount == 3, "the thread of a lane without jobs has ended")
    }

    @Test func `a newer question takes the place of one that waits`() {
        let stage = Stage()
        let runner = stage.runner()
        runner.run(job(1, slot: "page"))
        runner.run(job(2, slot: "content"))
        runner.run(job(3, slot: "page"))
        stage.run()
        #expect(runner.answers() == [2, 3])
    }

    @Test func `a newer question tells the one that runs that nobody wants it`() {
        let stage = Stage()
        let runner = stage.runner()
        let newer = job(2, slot: "page")
        runner.run(
            EffectJob(on: Self.lane, slot: "page") { isWanted in
                #expect(isWanted())
                runner.run(newer)
                return isWanted() ? 1 : nil
            })
        runner.run(job(3))
        stage.run()
        #expect(runner.answers() == [3, 2])
        #expect(stage.threadCount == 1)
    }

    @Test func `what is urgent goes first, in its order`() {
        let stage = Stage()
        let runner = stage.runner()
        runner.run(job(1))
        runner.run(job(2, isUrgent: true))
        runner.run(job(3, isUrgent: true))
        stage.run()
        #expect(runner.answers() == [2, 3, 1])
    }

    @Test func `the end waits for threads, does what must be done and gives up the rest`() {
        let stage = Stage()
        let runner = stage.runner()
        runner.run(
            EffectJob(on: Self.lane) { isWanted in
                runner.close()
                return isWanted() ? 0 : 1
            })
        runner.run(job(2))
        runner.run(job(3, mustFinish: true))
        stage.run()
        #expect(runner.answers() == [1, 3])
        #expect(stage.joined.withLockedValue(\.self) == 1)
        runner.run(job(4))
        #expect(stage.threadCount == 1, "nothing begins after the end")
    }

    @Test func `what must be done is wanted to its end`() {
        let stage = Stage()
        let runner = stage.runner()
        runner.run(
            EffectJob(on: Self.lane, mustFinish: true) { isWanted in
                runner.close()
                return isWanted() ? 1 : 0
            })
        stage.run()
        #expect(runner.answers() == [1])
    }
}

import NIOConcurrencyHelpers

/// Does what a screen asks of the outside, off the screen's thread, and wakes the screen with every answer.
///
/// ```
/// run(job) ─▶ its lane: one job after the other, a newer one in the place of an older one of its slot
/// answers() ◀─ Answer       `wake` is called once for each
/// ```
///
/// A lane has a thread while it has jobs. Jobs come from one thread, the screen's.
public final class EffectRunner<Answer: Sendable>: Sendable {
    /// Begins `body` on a thread of its own; what it returns waits for the end of that.
    public typealias Start = @Sendable (_ lane: EffectLane, _ body: @escaping @Sendable () -> Void) -> Join
    public typealias Join = @Sendable () -> Void

    private struct State {
        var lanes: [EffectLane: EffectQueue<Answer>] = [:]
        /// The latest thread of each lane.
        var threads: [EffectLane: Join] = [:]
        var answers: [Answer] = []
        var isEnding = false
    }

    private let start: Start
    private let wake: @Sendable () -> Void
    private let state = NIOLockedValueBox(State())

    /// - Parameter wake: called on the thread of a job when its answer can be taken.
    public init(wake: @escaping @Sendable () -> Void, start: @escaping Start) {
        self.wake = wake
        self.start = start
    }

    public func run(_ job: EffectJob<Answer>) {
        let needsThread = state.withLockedValue { state in
            !state.isEnding && state.lanes[job.lane, default: EffectQueue()].add(job)
        }
        guard needsThread else { return }
        let thread = start(job.lane) { [self] in work(on: job.lane) }
        state.withLockedValue { $0.threads[job.lane] = thread }
    }

    /// What has been answered since the last call, oldest first.
    public func answers() -> [Answer] {
        state.withLockedValue { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Gives up what nobody will see and waits for the rest.
    public func close() {
        let threads = state.withLockedValue { state in
            state.isEnding = true
            for lane in state.lanes.keys { state.lanes[lane]?.end() }
            return Array(state.threads.values)
        }
        for wait in threads { wait() }
    }

    private func work(on lane: EffectLane) {
        while let job = state.withLockedValue({ $0.lanes[lane]?.next() }) {
            let answer = job.work { state.withLockedValue { $0.lanes[lane]?.isWanted ?? false } }
            guard let answer else { continue }
            state.withLockedValue { $0.answers.append(answer) }
            wake()
        }
    }
}

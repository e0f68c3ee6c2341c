/// The jobs of one lane: which runs, which wait.
struct EffectQueue<Answer: Sendable>: Sendable {
    private var waiting: [EffectJob<Answer>] = []
    private var running: EffectJob<Answer>?
    /// Somebody takes the next job when there is one.
    private var isServed = false
    /// Of the job that runs.
    private(set) var isWanted = true

    /// True where nobody serves the lane: a thread has to begin.
    mutating func add(_ job: EffectJob<Answer>) -> Bool {
        if let slot = job.slot {
            waiting.removeAll { $0.slot == slot }
            if running?.slot == slot { isWanted = false }
        }
        let place = job.isUrgent ? waiting.firstIndex { !$0.isUrgent } : nil
        waiting.insert(job, at: place ?? waiting.count)
        defer { isServed = true }
        return !isServed
    }

    /// The next job to do; nil ends the service.
    mutating func next() -> EffectJob<Answer>? {
        running = waiting.isEmpty ? nil : waiting.removeFirst()
        isWanted = true
        isServed = running != nil
        return running
    }

    /// Only what must be done is done from here on.
    mutating func end() {
        waiting.removeAll { !$0.mustFinish }
        if running?.mustFinish == false { isWanted = false }
    }
}

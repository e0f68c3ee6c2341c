/// Which connection of a session begins when it is sent again: behind those that had ended before it, and as long after the
/// others as then.
struct ResendSchedule {
    private let connections: [(opensAt: Duration, followed: Set<Int>)]
    private var waiting: [Int]
    private var begun: [Int: ContinuousClock.Instant] = [:]
    private var over: Set<Int> = []

    /// - Parameter connections: in the order in which they opened; when, and those that had ended by then.
    init(_ connections: [(opensAt: Duration, followed: Set<Int>)]) {
        self.connections = connections
        waiting = Array(connections.indices)
    }

    /// Those that nothing holds back any more, each with its time.
    mutating func begin(at now: ContinuousClock.Instant) -> [(index: Int, due: ContinuousClock.Instant)] {
        var ready: [(index: Int, due: ContinuousClock.Instant)] = []
        for index in waiting where connections[index].followed.isSubset(of: over) {
            let beside = (0..<index).filter { !connections[index].followed.contains($0) }
            // One that ran beside it has not begun itself.
            guard beside.allSatisfy({ begun[$0] != nil }) else { break }
            let due = beside.compactMap { other in
                let (own, theirs) = (connections[index].opensAt, connections[other].opensAt)
                return begun[other].map { $0 + (own - theirs) }
            }.max()
            begun[index] = max(due ?? now, now)
            ready.append((index, max(due ?? now, now)))
        }
        waiting.removeAll { begun[$0] != nil }
        return ready
    }

    mutating func ended(_ index: Int) { over.insert(index) }

    /// No other begins.
    mutating func stop() { waiting = [] }
}

import Simulator

/// How far the service has come on one connection, for those who wait for it.
actor ResendProgress {
    private(set) var calls = ToolCallNumbering()
    private var setUpAt: Instant?
    private var turnsAt: [Instant] = []
    private var callsAt: [ToolCallReference: Instant] = [:]
    private var overAt: Instant?
    private var waiters: [Int: Waiter] = [:]
    private var count = 0

    typealias Instant = ContinuousClock.Instant

    private struct Waiter {
        var gate: Gate
        var continuation: CheckedContinuation<Instant?, Never>
    }

    enum Gate: Sendable {
        case setUp
        case step(ResendPlan.Step.Gate)
        case end
    }

    func note(_ news: ServerNews) {
        let now = ContinuousClock.now
        if news.isSetupComplete { setUpAt = setUpAt ?? now }
        if news.endsTurn { turnsAt.append(now) }
        for call in news.calls { callsAt[calls.number(call)] = now }
        wake { opening(of: $0) != nil }
    }

    /// Nothing comes any more.
    func end() {
        overAt = .now
        wake { _ in true }
    }

    /// Waits for the gate, at most `patience`, and tells when it opened; nil when it did not.
    func wait(for gate: Gate, patience: Duration) async -> Instant? {
        if let opening = opening(of: gate) { return opening }
        guard overAt == nil, patience > .zero else { return nil }
        count += 1
        let number = count
        let alarm = Task {
            // Cancelled as soon as the wait is over.
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            wake(number)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume(returning: nil) }
                waiters[number] = Waiter(gate: gate, continuation: continuation)
            }
        } onCancel: {
            Task { await wake(number) }
        }
    }

    private func opening(of gate: Gate) -> Instant? {
        switch gate {
        case .setUp: setUpAt
        case .step(.none), .step(.turns(0)), .step(.calls([])): setUpAt
        case .step(.turns(let needed)): needed <= turnsAt.count ? turnsAt[needed - 1] : nil
        case .step(.calls(let references)): latest(references)
        case .end: overAt
        }
    }

    /// When the last of the calls came; nil while one is missing.
    private func latest(_ references: [ToolCallReference]) -> Instant? {
        let instants = references.compactMap { callsAt[$0] }
        return instants.count == references.count ? instants.max() : nil
    }

    private func wake(_ isDue: (Gate) -> Bool) {
        for (number, waiter) in waiters where isDue(waiter.gate) { wake(number) }
    }

    private func wake(_ number: Int) {
        guard let waiter = waiters.removeValue(forKey: number) else { return }
        waiter.continuation.resume(returning: opening(of: waiter.gate))
    }
}

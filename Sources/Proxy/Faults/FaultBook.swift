import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore

/// What is to be broken, and the calls that run and can be. Nothing is in it unless somebody asked; a call is entered when
/// it begins and leaves when it ends, with its faults.
final class FaultBook: Sendable {
    private struct State {
        var orders: [FaultPlan.Order] = []
        var calls: [ConnectionID: BreakableCall] = [:]
        /// The latest number that a fault was given.
        var count = 0

        mutating func numbered(_ faults: [Fault]) -> [Fault] {
            faults.map { fault in
                count += 1
                var fault = fault
                fault.number = count
                return fault
            }
        }
    }

    private let state: NIOLockedValueBox<State>
    /// Frames are told apart only where they are recorded.
    private let isCaptureOn: Bool

    init(_ plan: FaultPlan, isCaptureOn: Bool) {
        var state = State()
        state.orders = zip(state.numbered(plan.orders.map(\.fault)), plan.orders).map {
            FaultPlan.Order($0, $1.target)
        }
        self.state = NIOLockedValueBox(state)
        self.isCaptureOn = isCaptureOn
    }

    /// The faults that the next connection gets; those for a number of connections are used up by it.
    ///
    /// - Parameter own: those that it asks for itself.
    func take(for tag: String?, and own: [Fault] = []) -> [Fault] {
        state.withLockedValue { state in
            let own = state.numbered(own)
            guard !state.orders.isEmpty else { return own }
            var faults: [Fault] = []
            state.orders = state.orders.compactMap { order in
                switch order.target {
                case .all: faults.append(order.fault)
                case .tag(let wanted): if wanted == tag { faults.append(order.fault) }
                case .next(let count):
                    faults.append(order.fault)
                    guard count > 1 else { return nil }
                    return FaultPlan.Order(order.fault, .next(count - 1))
                case .connection: return nil
                }
                return order
            }
            return faults + own
        }
    }

    /// Whether the next connection would get some.
    func concerns(_ tag: String?) -> Bool {
        state.withLockedValue { state in
            state.orders.contains { order in
                switch order.target {
                case .all, .next: true
                case .tag(let wanted): wanted == tag
                case .connection: false
                }
            }
        }
    }

    // MARK: Calls that run

    func began(_ call: BreakableCall, _ connection: ConnectionID) {
        state.withLockedValue { $0.calls[connection] = call }
    }

    func ended(_ connection: ConnectionID) {
        state.withLockedValue { _ = $0.calls.removeValue(forKey: connection) }
    }

    // MARK: Asked from outside

    /// Asks for faults. Returns how many calls that run are concerned.
    func order(_ faults: [Fault], for target: FaultTarget) async throws -> Int {
        guard isCaptureOn else { throw FaultError.notRecording }
        let faults = state.withLockedValue { $0.numbered(faults) }
        switch target {
        case .connection(let connection):
            guard let call = state.withLockedValue({ $0.calls[connection] }) else { throw FaultError.ended }
            try await call.arm(faults)
            return 1
        case .tag(let tag):
            let running = state.withLockedValue { state in
                state.orders += faults.map { FaultPlan.Order($0, target) }
                return state.calls.values.filter { $0.tag == tag }
            }
            for call in running { try await call.arm(faults.filter { $0.refusal == nil }) }
            return running.count
        case .next, .all:
            state.withLockedValue { $0.orders += faults.map { FaultPlan.Order($0, target) } }
            return 0
        }
    }

    /// Ends all faults: those that wait, and those of calls that run.
    func stop() {
        let calls = state.withLockedValue { state in
            state.orders = []
            return Array(state.calls.values)
        }
        for call in calls { call.stop() }
    }

    /// Ends one fault, where it waits for calls and in those that run. False where none that can be ended has that number.
    func stop(_ number: Int) -> Bool {
        let (wasWaiting, calls) = state.withLockedValue { state in
            let count = state.orders.count
            state.orders.removeAll { $0.fault.number == number }
            return (state.orders.count < count, Array(state.calls.values))
        }
        let concerned = calls.filter { call in
            call.states.withLockedValue { $0.contains { $0.number == number && $0.phase != .over } }
        }
        for call in concerned { call.stop(number) }
        return wasWaiting || !concerned.isEmpty
    }

    var orders: [FaultPlan.Order] { state.withLockedValue(\.orders) }

    /// Of calls that run, those that were asked for.
    var states: [FaultState] {
        state.withLockedValue(\.calls).sorted { $0.key < $1.key }.flatMap { $0.value.states.withLockedValue(\.self) }
    }
}

import NIOConcurrencyHelpers

/// What the service keeps of interactions, so that a later connection can go on with them: one per server, shared by its
/// connections, bounded.
final class InteractionMemory: Sendable {
    struct Entry: Equatable, Sendable {
        var context = ContextLedger()
        /// Since the interaction began, as the service counts.
        var usage = InteractionServerJSON.Usage()
        /// Number of the next step.
        var nextIndex = 0
        var functions: [String] = []
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// In the order in which they were first named, for eviction.
        var order: [String] = []
        var count = 0
    }

    private let state = NIOLockedValueBox(State())
    private let capacity: Int

    init(capacity: Int = 1_024) { self.capacity = capacity }

    /// A name that no interaction has.
    func newID() -> String {
        state.withLockedValue { state in
            state.count += 1
            return "int_mock_\(state.count)"
        }
    }

    /// Any name may be gone on with: interactions are made over HTTP, which the mock does not do.
    subscript(id: String) -> Entry {
        get { state.withLockedValue { $0.entries[id] } ?? Entry() }
        set {
            state.withLockedValue { state in
                if state.entries.updateValue(newValue, forKey: id) == nil { state.order.append(id) }
                guard state.order.count > capacity else { return }
                state.entries[state.order.removeFirst()] = nil
            }
        }
    }
}

import NIOConcurrencyHelpers

/// What the service keeps of conversations so that a later connection can carry them on: one per server, shared by
/// its connections, bounded.
final class ResumptionMemory: Sendable {
    struct Entry: Sendable {
        var session: Int
        var model: String
        var context: ContextLedger
    }

    enum Answer: Sendable {
        case granted(Entry)
        case unknown
        /// The connection that issued the handle is still open; the service answers 1011 then.
        case stillOpen
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Handles in the order of their issue, for eviction.
        var order: [String] = []
        var openSessions: Set<Int> = []
        var lastSession = 0
        /// Answers of each session so far, over all of its connections.
        var answers: [Int: Int] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let capacity: Int

    init(capacity: Int = 4096) { self.capacity = capacity }

    func newSession() -> Int {
        state.withLockedValue { state in
            state.lastSession += 1
            state.openSessions.insert(state.lastSession)
            return state.lastSession
        }
    }

    func resume(_ handle: String) -> Answer {
        state.withLockedValue { state in
            guard let entry = state.entries[handle] else { return .unknown }
            guard state.openSessions.insert(entry.session).inserted else { return .stillOpen }
            return .granted(entry)
        }
    }

    func remember(_ entry: Entry, under handle: String) {
        state.withLockedValue { state in
            if state.entries.updateValue(entry, forKey: handle) == nil { state.order.append(handle) }
            guard state.order.count > capacity else { return }
            state.entries[state.order.removeFirst()] = nil
        }
    }

    /// One more answer of a session: which one it is, from 1.
    func countAnswer(of session: Int) -> Int {
        state.withLockedValue { state in
            state.answers[session, default: 0] += 1
            return state.answers[session] ?? 1
        }
    }

    func close(session: Int) {
        _ = state.withLockedValue { $0.openSessions.remove(session) }
    }
}

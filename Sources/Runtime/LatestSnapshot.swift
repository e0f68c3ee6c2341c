import NIOConcurrencyHelpers

/// The newest value of something that one thread makes and others look at now and then.
///
/// Making a copy costs the producer something, so it does so only when somebody has taken the previous one: a headless
/// proxy publishes nothing.
final class LatestSnapshot<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var isWanted = true
    }

    private let state: NIOLockedValueBox<State>

    init(_ value: Value) {
        state = NIOLockedValueBox(State(value: value))
    }

    /// The newest value; asks for a newer one.
    func take() -> Value {
        state.withLockedValue { state in
            state.isWanted = true
            return state.value
        }
    }

    /// Asks for a newer value than there is.
    func ask() { state.withLockedValue { $0.isWanted = true } }

    /// The newest value; asks for none.
    var newest: Value { state.withLockedValue(\.value) }

    /// Whether somebody has looked since the last publication.
    var isWanted: Bool { state.withLockedValue(\.isWanted) }

    func publish(_ value: Value) {
        state.withLockedValue { $0 = State(value: value, isWanted: false) }
    }
}

import NIOConcurrencyHelpers

/// What became of the tunnels that clients asked for, since the start.
final class TunnelCounts: Sendable {
    struct Snapshot: Hashable, Sendable {
        /// To Live hosts: opened, and recorded.
        var opened: Int64 = 0
        /// To other hosts: passed through.
        var passed: Int64 = 0
        var refused: Int64 = 0
    }

    private let state = NIOLockedValueBox(Snapshot())

    func noteOpened() { state.withLockedValue { $0.opened += 1 } }
    func notePassed() { state.withLockedValue { $0.passed += 1 } }
    func noteRefused() { state.withLockedValue { $0.refused += 1 } }

    var snapshot: Snapshot { state.withLockedValue { $0 } }
}

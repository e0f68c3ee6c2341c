import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import SessionStore

/// What is done with a database beside its recorder, on a thread of its own and in short transactions: texts go into
/// the index, and what the configuration does not want kept any longer is removed.
final class Upkeep: Sendable {
    private let isEnding = NIOLockedValueBox(false)
    private let thread: JoinableThread

    private static let indexInterval = Duration.seconds(30)
    private static let removalInterval = Duration.seconds(600)

    /// - Parameter database: the one that is being recorded into now.
    init(of database: @escaping @Sendable () -> SessionDatabase, _ policy: RetentionPolicy) {
        let isEnding = isEnding
        thread = JoinableThread(named: "upkeep", isInBackground: true) {
            var (indexDue, removalDue) = (ContinuousClock.now + Self.indexInterval, ContinuousClock.now)
            while !isEnding.withLockedValue(\.self) {
                if ContinuousClock.now >= removalDue {
                    removalDue = .now + Self.removalInterval
                    Self.remove(policy, from: database())
                }
                if ContinuousClock.now >= indexDue {
                    Self.index(database()) { !isEnding.withLockedValue(\.self) }
                    indexDue = .now + Self.indexInterval
                }
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }

    /// Ends it, usually with the transaction in progress. What a process ends in the middle of is taken back by SQLite.
    func stop() {
        isEnding.withLockedValue { $0 = true }
        _ = thread.join(within: .milliseconds(300))
    }

    private static func remove(_ policy: RetentionPolicy, from database: SessionDatabase) {
        guard !policy.isUnlimited else { return }
        // A full or busy disk: the recorder tells, and the next round tries again.
        try? Retention(database).apply(policy, at: .wallClock, isRecording: true)
    }

    private static func index(_ database: SessionDatabase, _ proceed: () -> Bool) {
        // As above; whoever searches meanwhile takes in the rest.
        try? TextIndexer(database).catchUp { _, _ in proceed() }
    }
}

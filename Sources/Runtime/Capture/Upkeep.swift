import CMalloc
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import SessionStore

/// What is done with a database beside its recorder, on a thread of its own and in short transactions: texts go into
/// the index, long sessions that have ended get a checkpoint, and what the configuration does not want kept any longer is
/// removed. It also gives back the memory that
/// ended calls have left: glibc keeps what lies beneath a block in use, and after thousands of connections that is much.
final class Upkeep: Sendable {
    private let isEnding = NIOLockedValueBox(false)
    private let thread: JoinableThread

    private static let indexInterval = Duration.seconds(30)
    private static let checkpointInterval = Duration.seconds(10)
    private static let removalInterval = Duration.seconds(600)
    private static let memoryInterval = Duration.seconds(30)

    /// - Parameters:
    ///   - database: the one that is being recorded into now.
    ///   - knowledge: of those who will look at what was recorded.
    init(
        of database: @escaping @Sendable () -> SessionDatabase, _ policy: RetentionPolicy, _ knowledge: Knowledge
    ) {
        let isEnding = isEnding
        thread = JoinableThread(named: "upkeep", isInBackground: true) {
            var (indexDue, removalDue) = (ContinuousClock.now + Self.indexInterval, ContinuousClock.now)
            var (memoryDue, checkpointDue) = (
                ContinuousClock.now + Self.memoryInterval, ContinuousClock.now + Self.checkpointInterval
            )
            var keeper = CheckpointKeeper(knowledge)
            while !isEnding.withLockedValue(\.self) {
                if ContinuousClock.now >= removalDue {
                    removalDue = .now + Self.removalInterval
                    Self.remove(policy, from: database())
                }
                if ContinuousClock.now >= indexDue {
                    Self.index(database()) { !isEnding.withLockedValue(\.self) }
                    indexDue = .now + Self.indexInterval
                }
                if ContinuousClock.now >= checkpointDue {
                    // As with the index: whoever looks first makes what is missing.
                    try? keeper.catchUp(in: database()) { !isEnding.withLockedValue(\.self) }
                    checkpointDue = .now + Self.checkpointInterval
                }
                if ContinuousClock.now >= memoryDue {
                    livetop_return_free_pages()
                    memoryDue = .now + Self.memoryInterval
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

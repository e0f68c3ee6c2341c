import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionStore

/// The thread that owns the recorder: batches from the queue into transactions, at least one every 100 ms.
///
/// A full, locked or stuck disk stops the thread, not the callers: items wait in the queue up to its limits, and then
/// in the backlog, which keeps what is small and counts frames. The gap is written when the disk answers again.
final class RecorderThread: Sendable {
    /// The highest connection identifier in the database before this run; new ones must be higher.
    let lastConnection: ConnectionID?
    /// For others who write beside the recorder: they wait for each other in turn. Another one after a file was lost.
    var database: SessionDatabase { shared.database.withLockedValue(\.self) }

    private let shared: RecorderLoop.Shared
    private let thread: JoinableThread

    /// Opens the database of `folder`, begins a recording and starts the thread.
    ///
    /// - Parameters:
    ///   - renewFolder: makes the folder and its lock again where they were removed.
    ///   - now: the clock of the recording.
    init(
        folder: URL, header: RecordingHeader, log: ProcessLog, renewFolder: @escaping @Sendable () throws -> Void,
        now: @escaping @Sendable () -> Timestamp
    ) throws {
        let database = try SessionDatabase.open(in: folder)
        lastConnection = try SessionIndex(database).lastConnection()
        let recorder = try Recorder(database, header: header)
        let shared = RecorderLoop.Shared(
            log: log, renewFolder: renewFolder, now: now, database: NIOLockedValueBox(database))
        self.shared = shared
        thread = JoinableThread(named: "recorder", isInBackground: true) {
            let place = RecordingPlace(recorder, in: database, folder: folder, header: header)
            var loop = RecorderLoop(place, shared: shared)
            loop.run()
        }
    }

    /// Takes items for the recorder; never waits for the disk. One caller at a time keeps them in order.
    func offer(_ items: [RecordItem]) {
        shared.account.withLockedValue { $0.offer(items) }
        shared.backlog.withLockedValue { backlog in
            shared.queue.offerTogether { take in
                for item in items { backlog.offer(item) { take($0, $0.byteCount) } }
            }
        }
    }

    /// How many items have been taken so far: what was offered before now is among them. Nil while something found no room.
    var taken: Int64? {
        shared.backlog.withLockedValue { backlog in backlog.isEmpty ? shared.queue.counters.taken : nil }
    }

    /// A quarter of what there is room for waits: frames are lost where that goes on.
    var isPressed: Bool {
        let (counters, limits) = (shared.queue.counters, shared.queue.limits)
        return counters.waitingByteCount > limits.byteCount / 4 || counters.waitingCount > limits.count / 4
    }

    /// Whether that many have been written or given up.
    func hasSettled(_ count: Int64) -> Bool { shared.account.withLockedValue { $0.settled >= count } }

    var status: RecorderStatus {
        var status = shared.status.withLockedValue(\.self)
        // Before the account: what is given up in between still counts as waiting.
        let (given, bytes, items) = shared.backlog.withLockedValue {
            ($0.droppedFrames, $0.droppedBytes, $0.droppedItems)
        }
        let account = shared.account.withLockedValue(\.self)
        (status.droppedFrames, status.droppedBytes) = (given + account.lost, bytes)
        (status.lostFrames, status.droppedItems) = (account.lost, items)
        status.waitingFrames = max(account.unrecorded - given, 0)
        return status
    }

    /// Writes what waits and ends the thread. False when that took longer than `limit`: what was not written is lost.
    @discardableResult
    func stop(within limit: Duration) -> Bool {
        shared.deadline.withLockedValue { $0 = .now + limit }
        shared.queue.close()
        return thread.join(within: limit)
    }
}

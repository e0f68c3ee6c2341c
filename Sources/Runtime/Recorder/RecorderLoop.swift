import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionStore
import Snapshots

/// What the recorder thread does until its queue is closed and drained.
struct RecorderLoop {
    /// What the thread shares with those who offer items and those who look at its status.
    struct Shared: Sendable {
        let log: ProcessLog
        /// Makes folder and lock again where they were removed.
        let renewFolder: @Sendable () throws -> Void
        /// The clock of the recording.
        let now: @Sendable () -> Timestamp
        let database: NIOLockedValueBox<SessionDatabase>
        let queue = BoundedQueue<RecordItem>(
            limits: .init(count: 65_536, byteCount: 64 << 20), gathering: RecorderLoop.gathering,
            portion: RecorderLoop.transactionByteCount)
        let backlog = NIOLockedValueBox(RecorderBacklog())
        let account = NIOLockedValueBox(FrameAccount())
        let status = NIOLockedValueBox(RecorderStatus())
        /// Set once the end has begun: until then failed writes are tried again.
        let deadline = NIOLockedValueBox<ContinuousClock.Instant?>(nil)

        func offer(_ item: RecordItem) -> Bool {
            queue.offer(item, byteCount: item.byteCount)
        }
    }

    /// Every transaction writes a page of the index for each call that has a frame in it: the larger, the fewer. All of its pages
    /// have to fit into SQLite's cache.
    private static let transactionByteCount = 4 << 20
    /// So they wait for each other. Together with what is on its way to here and with the writing itself it stays below the
    /// 250 ms after which a frame is safe from a crash.
    static let gathering = Duration.milliseconds(150)
    /// Free space and file size are looked at this often; both cost a few system calls.
    private static let inspectionInterval = Duration.seconds(1)

    private(set) var place: RecordingPlace
    private let shared: Shared
    private var space = DiskGuard()
    private var nextInspection = ContinuousClock.now

    init(_ place: RecordingPlace, shared: Shared) {
        self.place = place
        self.shared = shared
    }

    mutating func run() {
        inspectDisk()
        while let batch = shared.queue.nextBatch(within: .milliseconds(100)) {
            write(batch)
            shared.account.withLockedValue { $0.settle(batch) }
            shared.backlog.withLockedValue { $0.flush(to: shared.offer) }
            if ContinuousClock.now >= nextInspection { inspectDisk() }
        }
        write(shared.backlog.withLockedValue { $0.takeAll() })
        end()
    }

    /// Also without items the place is looked at.
    private mutating func write(_ batch: [RecordItem]) {
        let parts = batch.parts(ofAbout: Self.transactionByteCount)
        guard parts.count > 1 else { return writeAtLast(batch) }
        for part in parts { writeAtLast(Array(part)) }
    }

    /// Writes `items`, however often it takes; gives them up only when the deadline of a stop has passed.
    private mutating func writeAtLast(_ items: [RecordItem]) {
        var items = items
        var pause = 0.05
        while true {
            do {
                try settle(&items)
                guard !items.isEmpty else { return }
                try append(&items)
            } catch {
                report(error)
                guard !isOverdue else { return leaveOut(items) }
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 0.4)
                measureDisk()
            }
        }
    }

    /// Makes sure that what has been written has a name; what was written to a file without one comes back.
    private mutating func settle(_ items: inout [RecordItem]) throws(DatabaseError) {
        switch try place.settle(shared.renewFolder, savingSpace: space.isLow) {
        case .kept(let kept):
            if !kept.isEmpty { shared.account.withLockedValue { $0.record(kept) } }
        case .moved(let lost, let again, let words):
            items = again + items
            shared.account.withLockedValue { $0.lose(lost) }
            shared.database.withLockedValue { $0 = place.database }
            shared.status.withLockedValue { $0.loss = words }
            shared.log.note("recording: \(words)", .error)
            report(nil)
        }
    }

    private mutating func append(_ items: inout [RecordItem]) throws(DatabaseError) {
        do {
            try place.append(items)
            items = []
            report(nil)
        } catch  where error.isTransient {
            throw error
        } catch {
            report(error)
            leaveOut(try place.appendSingly(&items))
        }
    }

    private func leaveOut(_ items: [RecordItem]) {
        shared.backlog.withLockedValue { backlog in
            for item in items { backlog.leaveOut(item) }
        }
    }

    private var isOverdue: Bool {
        shared.deadline.withLockedValue { $0 }.map { ContinuousClock.now >= $0 } ?? false
    }

    private mutating func end() {
        measureDisk()
        do { try place.finish(at: shared.now()) } catch { report(error) }
    }
}

// MARK: - Status

extension RecorderLoop {
    private func report(_ error: DatabaseError?) {
        let problem = error?.why ?? (space.isLow ? "Less than 1 GB is free: payloads are not recorded." : nil)
        let before = shared.status.withLockedValue { status in
            defer {
                status.problem = problem
                status.lastProblem = error?.why ?? status.lastProblem
            }
            return status.problem
        }
        guard problem != before else { return }
        if let problem { shared.log.note("recording: \(problem)", .error) } else { shared.log.note("recording again") }
    }

    private mutating func inspectDisk() {
        nextInspection = .now + Self.inspectionInterval
        measureDisk()
        do {
            try place.saveSpace(space.isLow)
            report(nil)
        } catch {
            // Tried again at the next inspection.
            report(error)
        }
    }

    private mutating func measureDisk() {
        let free = DataFolder.freeBytes(at: place.database.file.deletingLastPathComponent())
        space.apply(freeBytes: free)
        let (size, withheld) = (place.database.byteCount, place.withheldFrames)
        shared.status.withLockedValue { status in
            status.freeBytes = free
            status.databaseBytes = size
            status.withheldFrames = withheld
        }
    }
}

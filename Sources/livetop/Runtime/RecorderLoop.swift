import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionStore
import TerminalUI

/// What the recorder thread does until its queue is closed and drained.
struct RecorderLoop {
    /// What the thread shares with those who offer items and those who look at its status.
    struct Shared: Sendable {
        let log: ProcessLog
        let queue = BoundedQueue<RecordItem>(
            limits: .init(count: 65_536, byteCount: 64 << 20), gathering: .milliseconds(50))
        let backlog = NIOLockedValueBox(RecorderBacklog())
        let status = NIOLockedValueBox(RecorderStatus())
        /// Set once the end has begun: until then failed writes are tried again.
        let deadline = NIOLockedValueBox<ContinuousClock.Instant?>(nil)

        func offer(_ item: RecordItem) -> Bool {
            queue.offer(item, byteCount: item.byteCount)
        }
    }

    private static let transactionByteCount = 1 << 20
    /// Free space and file size are looked at this often; both cost a few system calls.
    private static let inspectionInterval = Duration.seconds(1)

    private var recorder: Recorder
    private let database: SessionDatabase
    private let header: RecordingHeader
    private let shared: Shared
    private let began = ContinuousClock.now
    private var space = DiskGuard()
    private var nextInspection = ContinuousClock.now

    init(recorder: Recorder, database: SessionDatabase, header: RecordingHeader, shared: Shared) {
        self.recorder = recorder
        self.database = database
        self.header = header
        self.shared = shared
    }

    mutating func run() {
        inspectDisk()
        while let batch = shared.queue.nextBatch(within: .milliseconds(100)) {
            write(batch)
            shared.backlog.withLockedValue { $0.flush(to: shared.offer) }
            if ContinuousClock.now >= nextInspection { inspectDisk() }
        }
        write(shared.backlog.withLockedValue { $0.takeAll() })
        end()
    }

    private mutating func write(_ batch: [RecordItem]) {
        for part in batch.parts(ofAbout: Self.transactionByteCount) { writeAtLast(Array(part)) }
    }

    /// Writes `items`, however often it takes; gives them up only when the deadline of a stop has passed.
    private mutating func writeAtLast(_ items: [RecordItem]) {
        var items = items
        var pause = 0.05
        while !items.isEmpty {
            do {
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

    private mutating func append(_ items: inout [RecordItem]) throws(DatabaseError) {
        do {
            try recorder.append(items)
            items = []
            report(nil)
        } catch  where error.isTransient {
            throw error
        } catch {
            report(error)
            leaveOut(try recorder.appendSingly(&items))
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
        let instant = header.startedAt + (ContinuousClock.now - began)
        do { try recorder.finish(at: instant) } catch { report(error) }
    }
}

// MARK: - Status

extension RecorderLoop {
    private func report(_ error: DatabaseError?) {
        let problem = error?.why ?? (space.isLow ? "Less than 1 GB is free: payloads are not recorded." : nil)
        let before = shared.status.withLockedValue { status in
            defer { status.problem = problem }
            return status.problem
        }
        guard problem != before else { return }
        if let problem { shared.log.note("recording: \(problem)", .error) } else { shared.log.note("recording again") }
    }

    private mutating func inspectDisk() {
        nextInspection = .now + Self.inspectionInterval
        measureDisk()
        do {
            try recorder.saveSpace(space.isLow)
            report(nil)
        } catch {
            // Tried again at the next inspection.
            report(error)
        }
    }

    private mutating func measureDisk() {
        let free = DataFolder.freeBytes(at: database.file.deletingLastPathComponent())
        space.apply(freeBytes: free)
        let size = database.byteCount
        shared.status.withLockedValue { status in
            status.freeBytes = free
            status.databaseBytes = size
        }
    }
}

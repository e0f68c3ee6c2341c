import Diagnosis
import Foundation
package import LiveProtocol
import NIOConcurrencyHelpers
package import Recordings
import SessionModel
import SessionStore
package import Snapshots

/// A recording that another process makes, or made, as something to look at: the same decoding and folding as in the
/// recording process, over what it has written so far. Nothing here reaches the calls.
///
/// ```
/// SQLite ──▶ follow: decode → fold ──▶ LatestSnapshot ──▶ screen
///       └──▶ summaries of sessions that ended before ──▶
/// control socket ──▶ rates, drops, overhead ──▶
/// ```
package final class Attachment: SnapshotSource {
    private let folder: URL
    /// The file at the path; another one after it was replaced.
    private let file: NIOLockedValueBox<Recordings>
    private let latest: LatestSnapshot<Picture>
    /// Sessions as the database lists them: those that ended before we came.
    private let stored = NIOLockedValueBox(Stored())
    private let listing = NIOLockedValueBox<Listing?>(nil)
    private let opened = NIOLockedValueBox(OpenedSession())
    private let status = NIOLockedValueBox<ProxyStatus?>(nil)
    private let log = ProcessLog()
    private let problem = NIOLockedValueBox<String?>(nil)
    private let isEnding = NIOLockedValueBox(false)
    private let asking = NIOLockedValueBox<Task<Void, Never>?>(nil)
    private let follower = NIOLockedValueBox<JoinableThread?>(nil)

    /// The newest sessions are listed anew every two seconds, because one of them may go on.
    private static let freshLimit = 400
    /// Older ones are read once, some at a time; beyond that they stay in the database, where `livetop ls` lists them.
    private static let storedLimit = 10_000
    private static let portion = 500
    private static let pollInterval = 0.1
    private static let listInterval = Duration.seconds(2)

    /// What has been read so far, and at which instant it is to be looked at: nil for the present.
    private struct Picture {
        var diagnosed: DiagnosedFleet
        /// While it catches up, the instant that it has come to: what is behind that is not known.
        var reached: Timestamp?
        /// How much that is of all there is; nil where all has been read.
        var share: Double?
    }

    /// What the database lists.
    private struct Stored {
        /// The newest, oldest first.
        var fresh: [SessionSummary] = []
        /// What is older than these, oldest first.
        var older: [SessionSummary] = []
        /// What was found in them while they were recorded.
        var findings: [SessionID: [Finding]] = [:]
        /// Sessions in the database.
        var count: Int64?
        /// Another one with each change of what is listed.
        var version = 0
    }

    /// What the database lists, put together for pictures of which most are alike: thousands of sessions are copied when
    /// something changes, not for each.
    private struct Listing {
        var version: Int
        /// Sessions that are followed, and not taken from the list.
        var known: Set<SessionID>
        /// The others, oldest first.
        var sessions: [SessionSummary]
        /// When the last of all listed sessions ended, or began where it did not.
        var lastInstant: Timestamp?
    }

    /// The session on screen where it is not among the running ones.
    private struct OpenedSession {
        var wanted: SessionID?
        var state: SessionState?
        var result = DiagnosisResult()
    }

    /// Begins to follow what is recorded.
    package init(_ recordings: Recordings) async throws {
        folder = recordings.folder
        file = NIOLockedValueBox(recordings)
        latest = LatestSnapshot(Picture(diagnosed: DiagnosedFleet(recordings.knowledge)))
        try listStored()
        // The first picture knows already whether somebody records.
        await askOnce()
        follower.withLockedValue {
            $0 = JoinableThread(named: "follow") { [self] in follow() }
        }
        asking.withLockedValue {
            $0 = Task { [self] in await ask() }
        }
    }

    package func snapshot(opened session: SessionID?) -> FleetSnapshot {
        let picture = latest.take()
        let diagnosed = picture.diagnosed
        let fleet = diagnosed.fleet
        let isRecording = FolderLock.isHeld(folder)
        let stored = stored.withLockedValue(\.self)
        let listing = listing(of: stored, without: Set(fleet.sessions.map(\.id)))
        let end = ([listing.lastInstant].compactMap(\.self) + fleet.sessions.map(\.lastAt)).max()
        // The end of a recording that goes no further: ages stand still there.
        let now = isRecording ? picture.reached ?? .wallClock : end ?? .wallClock
        let running = fleet.summaries(at: now).map { isRecording ? $0 : $0.ended }
        let own = findings(in: diagnosed, opened: session)
        var snapshot = FleetSnapshot(
            now: now, summaries: running.isEmpty ? listing.sessions : listing.sessions + running,
            detail: session.flatMap { fleet[$0] ?? reopened($0)?.state },
            findings: own.isEmpty ? stored.findings : stored.findings.merging(own) { $1 },
            process: gauges(running, isRecording: isRecording),
            log: log.lines)
        snapshot.process.recordedSessions = stored.count
        snapshot.process.readShare = isRecording ? picture.share : nil
        snapshot.findingNotes = findingNotes(in: diagnosed, opened: session)
        return snapshot
    }

    package func ask(_ request: FaultRequest) async -> JSONValue? {
        let answer = await ControlClient.answer(to: request.json, in: folder.path)
        // What is on now is to be seen with the answer.
        await askOnce()
        return answer.map { JSONValue($0.root) }
    }

    private func listing(of stored: Stored, without known: Set<SessionID>) -> Listing {
        listing.withLockedValue { listing in
            if let listing, listing.version == stored.version, listing.known == known { return listing }
            let all = stored.older + stored.fresh
            let new = Listing(
                version: stored.version, known: known, sessions: all.filter { !known.contains($0.id) },
                lastInstant: all.map { $0.closedAt ?? $0.openedAt }.max())
            listing = new
            return new
        }
    }

    private var recordings: Recordings { file.withLockedValue(\.self) }

    private var database: SessionDatabase { recordings.database }

    package func openRecording() throws -> Recordings { try recordings.reopened() }

    package func shutdown() async {
        isEnding.withLockedValue { $0 = true }
        asking.withLockedValue(\.self)?.cancel()
        follower.withLockedValue(\.self)?.join()
    }

    // MARK: Following

    private func follow() {
        var rounds = Rounds()
        while !isEnding.withLockedValue(\.self) {
            do {
                if try reopenMoved() {
                    stored.withLockedValue { $0 = Stored(version: $0.version + 1) }
                    rounds = Rounds()
                }
                if try takeIn(&rounds) { continue }
                // What is on screen first, then what is far below it.
                if rounds.hasOlder { rounds.hasOlder = try listOlder() }
                try reopenWanted()
                if try isOutdated(&rounds) { rounds = Rounds() }
                tell(nil)
            } catch {
                // Busy or gone: what is on screen stays, the reason is told, and the next round tries again.
                tell("cannot read the recording: \(error)")
            }
            Thread.sleep(forTimeInterval: Self.pollInterval)
        }
    }

    /// True when the file was another one: recording goes on there.
    private func reopenMoved() throws -> Bool {
        guard database.place != .intact else { return false }
        let new = try recordings.reopened()
        file.withLockedValue { $0 = new }
        return true
    }

    private func tell(_ now: String?) {
        let before = problem.withLockedValue { problem in
            defer { problem = now }
            return problem
        }
        guard now != before else { return }
        if let now { log.note(now, .error) } else { log.note("reading the recording again") }
    }

    /// What the following thread keeps between its rounds.
    private struct Rounds {
        var following: Following?
        var listDue = ContinuousClock.now
        /// The recording process, once it has answered.
        var pid: Int32?
        /// Sessions that the database calls open and that have not been met among the events.
        var missing: Set<SessionID> = []
        /// There may be older sessions that are not listed yet.
        var hasOlder = true
    }

    /// Folds what there is, some thousand events at a time so that a long catching up shows on the way. False when
    /// nothing was new.
    private func takeIn(_ rounds: inout Rounds) throws -> Bool {
        var events = try rounds.following ?? recordings.followOpen()
        rounds.following = nil
        defer { rounds.following = events }
        var count = 0
        while count < 5_000, try events.next() != nil { count += 1 }
        if count > 0 || latest.isWanted {
            let present = Timestamp.wallClock
            events.look(at: FolderLock.isHeld(folder) ? present : nil)
            let reached = events.isCaughtUp ? nil : events.diagnosed.reached
            latest.publish(
                Picture(diagnosed: events.diagnosed, reached: reached, share: events.share(of: present)))
        }
        return count > 0
    }

    /// Another process has taken over the recording, or a session that had ended was resumed: then the beginning of
    /// what is open lies elsewhere.
    private func isOutdated(_ rounds: inout Rounds) throws -> Bool {
        guard ContinuousClock.now >= rounds.listDue else { return false }
        rounds.listDue = ContinuousClock.now + Self.listInterval
        let open = try listStored()
        if stored.withLockedValue(\.older.isEmpty) { rounds.hasOlder = true }
        let fleet = rounds.following?.diagnosed.fleet
        let missing = Set(open.filter { fleet?[$0] == nil })
        // Twice: it may have begun since the last round.
        let isResumed = !missing.isDisjoint(with: rounds.missing)
        rounds.missing = missing
        let pid = status.withLockedValue(\.self)?.pid
        defer { rounds.pid = pid ?? rounds.pid }
        return isResumed || pid != nil && rounds.pid != nil && pid != rounds.pid
    }

    /// Lists what the database knows; the sessions that are open.
    @discardableResult
    private func listStored() throws -> [SessionID] {
        let sessions = try recordings.sessions(limit: Self.freshLimit)
        let count = try recordings.index.count()
        let known = stored.withLockedValue(\.findings)
        let ended = sessions.filter { !$0.hasOpenConnection }.map(\.summary.id)
        let found = try recordings.recordedFindings(of: ended.filter { known[$0] == nil })
        stored.withLockedValue { stored in
            let fresh = sessions.reversed().map(\.summary)
            if let first = fresh.first {
                // What has left the newest is older from here on.
                stored.older += stored.fresh.filter { $0.id < first.id }
            }
            stored.fresh = fresh
            stored.version += 1
            stored.findings.merge(found) { $1 }
            stored.count = count
            // Some were removed: what is older is listed anew.
            if count < Int64(stored.older.count + fresh.count) { stored.older = [] }
        }
        return sessions.filter(\.hasOpenConnection).map(\.summary.id)
    }

    /// Lists some more of what is older; false when there is no more, or enough.
    private func listOlder() throws -> Bool {
        let (first, count) = stored.withLockedValue { ($0.older.first?.id ?? $0.fresh.first?.id, $0.older.count) }
        guard let first, count < Self.storedLimit - Self.freshLimit else { return false }
        let sessions = try recordings.sessions(before: first, limit: Self.portion)
        guard !sessions.isEmpty else { return false }
        let found = try recordings.recordedFindings(of: sessions.map(\.summary.id))
        stored.withLockedValue { stored in
            stored.older = sessions.reversed().map(\.summary) + stored.older
            stored.version += 1
            stored.findings.merge(found) { $1 }
        }
        return true
    }

    /// The state of a session that ended, once the follower has read it; nil until then.
    private func reopened(_ session: SessionID) -> OpenedSession? {
        opened.withLockedValue { opened in
            if opened.wanted != session { opened = OpenedSession(wanted: session) }
            return opened.state == nil ? nil : opened
        }
    }

    /// Of the running sessions, and of the one on screen where it is none of these.
    private func findings(in diagnosed: DiagnosedFleet, opened: SessionID?) -> [SessionID: [Finding]] {
        var findings = diagnosed.findings
        if let opened, findings[opened] == nil { findings[opened] = reopened(opened)?.result.findings }
        return findings
    }

    private func findingNotes(in diagnosed: DiagnosedFleet, opened: SessionID?) -> [SessionID: String] {
        var notes = diagnosed.findingNotes
        if let opened, diagnosed.findings[opened] == nil { notes[opened] = reopened(opened)?.result.note }
        return notes
    }

    private func reopenWanted() throws {
        let wanted = opened.withLockedValue { $0.state == nil ? $0.wanted : nil }
        guard let wanted else { return }
        guard let found = try recordings.openIfRecorded(wanted) else { return }
        var diagnoser = SessionDiagnoser(recordings)
        let result = try diagnoser.diagnose(found).result
        opened.withLockedValue { opened in
            guard opened.wanted == wanted else { return }
            opened.state = found.state
            opened.result = result
        }
    }

    // MARK: The other process

    private func ask() async {
        while !Task.isCancelled {
            // Cancelled is the end of the loop.
            try? await Task.sleep(for: .seconds(1))
            await askOnce()
        }
    }

    private func askOnce() async {
        let answer = await ControlClient.status(of: folder.path)
        let before = status.withLockedValue { status in
            defer { status = answer }
            return status
        }
        guard answer?.pid != before?.pid else { return }
        log.note(answer.map { "attached to process \($0.pid), port \($0.port)" } ?? "the recording process is gone")
    }

    private func gauges(_ running: [SessionSummary], isRecording: Bool) -> ProcessGauges {
        let status = status.withLockedValue(\.self)
        let port = status?.port ?? 0
        var gauges = ProcessGauges(
            droppedFrames: status?.droppedFrames, port: port, baseURL: "https://localhost:\(port)",
            caPath: folder.appendingPathComponent("ca.pem").path,
            caBundlePath: folder.appendingPathComponent("ca-bundle.pem").path, dataDirectory: folder.path)
        if let status {
            gauges.source = .attached(pid: status.pid)
            gauges.captureLevel = status.capture
            gauges.upstream = status.upstream
        } else {
            gauges.source = .database(database.file.path)
        }
        gauges.framesPerSecond = status?.framesPerSecond
        gauges.bytesPerSecond = isRecording ? running.reduce(0) { $0 + ($1.bytesPerSecond ?? 0) } : nil
        gauges.frames = running.reduce(0) { $0.addingClamped($1.frames) }
        gauges.overheadP50 = status?.overheadP50Microseconds.map { .nanoseconds(Int64(clamping: $0 * 1e3)) }
        gauges.overheadP99 = status?.overheadP99Microseconds.map { .nanoseconds(Int64(clamping: $0 * 1e3)) }
        gauges.refusedCertificates = status?.refusedCertificates
        gauges.sinceRefusedCertificate = status?.sinceRefusedCertificateSeconds.map {
            .nanoseconds(Int64(clamping: $0 * 1e9))
        }
        gauges.databaseBytes = database.byteCount
        gauges.freeBytes = DataFolder.freeBytes(at: database.file.deletingLastPathComponent())
        gauges.recorderProblem = problem.withLockedValue(\.self) ?? status?.recorderProblem
        gauges.recorderLoss = status?.recorderLoss
        gauges.exportProblems = status?.exportProblems ?? []
        gauges.waitingFrames = status?.waitingFrames ?? 0
        gauges.faults = status?.faults
        gauges.faultList = status?.faultList ?? []
        return gauges
    }
}

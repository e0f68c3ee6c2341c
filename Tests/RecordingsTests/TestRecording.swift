import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import TestSupport

/// Wire events as a proxy takes them, live and on disk: what the doors to both must agree about.
final class TestRecording {
    let folder: TemporaryFolder
    let database: SessionDatabase
    /// Of all that was recorded, folded and looked at as a proxy does.
    private(set) var live: DiagnosedFleet
    private let knowledge: Knowledge
    private var recorder: Recorder
    private var redactors: [ConnectionID: ConnectionRedactor] = [:]
    private var lock: FolderLock?

    init(_ knowledge: Knowledge = Knowledge(), startedAt: Timestamp) throws {
        self.knowledge = knowledge
        folder = try TemporaryFolder()
        database = try SessionDatabase.open(in: folder.url)
        recorder = try Recorder(
            database, header: RecordingHeader(startedAt: startedAt, version: "test", capture: .full, host: nil))
        live = DiagnosedFleet(knowledge)
    }

    /// Records what happened; the rules look on the way, so that joins and rounds come as they do live.
    func take(_ events: [WireEvent]) throws {
        var items: [RecordItem] = []
        for event in events {
            let prepared = event.prepared(
                by: &redactors[event.connection, default: ConnectionRedactor(hash: Self.hash)])
            items.append(.event(prepared))
            live.apply(prepared)
            for join in live.takeJoins() {
                items.append(.assignment(join.connection, to: join.session, tag: live.fleet[join.session]?.tag))
            }
            live.diagnose(at: event.at)
        }
        try recorder.append(items)
    }

    /// Writes what lists show of a session.
    func cache(_ summary: SessionSummary) throws { try recorder.append([.summary(summary)]) }

    /// What the proxy would record of a session now.
    func account(of session: SessionID) -> SessionAccount? {
        live.fleet[session].flatMap { live.account(of: session, at: $0.lastAt) }
    }

    /// The last look of the proxy.
    func lookLive(at now: Timestamp) { live.diagnose(at: now, isLast: true) }

    /// From now on, a process is held to record into the folder.
    func goOn() throws { lock = try FolderLock(folder.url) }

    /// The door, at `now`.
    func recordings(at now: Timestamp, knowing other: Knowledge? = nil) -> Recordings {
        Recordings(database, in: folder.url, knowledge: other ?? knowledge) { now }
    }

    /// Nobody records any more.
    func end(at instant: Timestamp) throws { try recorder.finish(at: instant) }

    /// What another livetop would record into the same folder, later.
    func beginAnew(at instant: Timestamp) throws {
        try recorder.finish(at: instant)
        recorder = try Recorder(
            database, header: RecordingHeader(startedAt: instant, version: "test", capture: .full, host: nil))
        live = DiagnosedFleet(knowledge)
    }

    /// What a proxy that starts now knows of earlier calls.
    func know(at now: Timestamp) throws {
        var diagnoser = SessionDiagnoser(recordings(at: now))
        live.know(try diagnoser.recent(before: now))
    }

    /// A hash in that equal handles stay equal and none can be read.
    private static let hash: HandleHash = {
        "h:" + String($0.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    }
}

/// What a document or an export says of a finding, for comparing.
struct Told: Hashable, CustomStringConvertible {
    var rule: String
    var variant: String?
    var title: String

    init(_ finding: Finding) { (rule, variant, title) = (finding.rule.rawValue, finding.variant, finding.title) }

    init(rule: String, variant: String?, title: String) {
        (self.rule, self.variant, self.title) = (rule, variant, title)
    }

    var description: String { "\(rule)/\(variant ?? "") \(title)" }

    /// As exports list them: each followed by what it explains.
    static func all(_ findings: [Finding]) -> [Told] { findings.flatMap { [Told($0)] + $0.explains.map(Told.init) } }
}

import ArgumentParser
import Exports
import Foundation
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Wording

/// One run of `livetop import`: looks at the whole file first, then writes it as a recording of its own. A proxy may
/// record into the same folder meanwhile.
struct ImportJob {
    /// `-` for the standard input.
    let path: String
    /// Of the folder to import into, and of what is known and redacted there.
    let configuration: Configuration
    /// Sockets that are no call of the Live API are taken too.
    var takesAllSockets = false

    private var folder: URL { configuration.folder }

    struct Result {
        /// The sessions that are new here, in the order of the file.
        var sessions: [SessionID]
        /// What was understood, in words; they quote the file.
        var words: String
    }

    func run() throws -> Result {
        do {
            let file = try ImportFile(path)
            let kind = try FileKind(head: file.head(), path: path)
            let database = try SessionDatabase.open(in: folder)
            let index = SessionIndex(database)
            let isTaken: (ConnectionID) -> Bool = { connection in
                // A database that cannot be read fails where it is written.
                ((try? index.session(ofConnection: connection)) ?? nil) != nil
            }
            let source = try ImportSource(file, kind, takesAllSockets: takesAllSockets, isTaken: isTaken)
            let survey = try survey(source, index, isTaken)
            guard let startedAt = survey.firstAt else { throw ImportError("it holds no session") }
            return try write(source, survey, plan(source, startedAt: startedAt), to: database)
        } catch let error as ImportError {
            throw ImportFile.refusal(path, why: Self.clean(error.description), remedy: error.remedy)
        }
    }

    private func write(
        _ source: ImportSource, _ survey: Survey, _ plan: ImportPlan, to database: SessionDatabase
    ) throws -> Result {
        // From here on a signal takes back what has been written; before, there is nothing to take back.
        let interruptions = Interruptions()
        var writer = try ImportWriter(
            database, redaction: KeyedHash(folder: folder), configuration, plan: plan,
            givesWay: FolderLock.isHeld(folder))
        do {
            let tally = try source.forEachEvent { event in
                if let signal = interruptions.received { throw ExitCode.signal(signal) }
                try writer.write(event)
            }
            try writer.finish()
            if case .bundle(let bundle) = source {
                try Bundle.copyNotes(of: survey.sessions, from: bundle, to: database)
            }
            let frames = writer.frames == 1 ? "1 frame" : "\(writer.frames) frames"
            return Result(sessions: survey.sessions, words: Self.clean(tally?.words ?? frames))
        } catch {
            try writer.discard()
            throw error
        }
    }

    /// Words that quote a file, without what could drive a terminal or open a door.
    private static func clean(_ text: String) -> String { ForeignText.clean(Redaction.text(text)) }

    private struct Survey {
        var sessions: [SessionID] = []
        var firstAt: Timestamp?
    }

    private func survey(
        _ source: ImportSource, _ index: SessionIndex, _ isTaken: @escaping (ConnectionID) -> Bool
    ) throws -> Survey {
        var survey = Survey()
        var connections: [ConnectionID: SessionID] = [:]
        func note(_ connection: ConnectionID, of session: SessionID, at instant: Timestamp) throws {
            survey.firstAt = min(survey.firstAt ?? instant, instant)
            guard connections.updateValue(session, forKey: connection) == nil else { return }
            if !survey.sessions.contains(session) { survey.sessions.append(session) }
            guard try index.session(session) != nil || isTaken(connection) else { return }
            throw Self.known([session], "session \(session)")
        }
        if case .foreign(_, let reader) = source {
            let known = try reader.digest.map { try index.sessions(importedFrom: $0) } ?? []
            if !known.isEmpty { throw Self.known(known, path == "-" ? "the standard input" : path) }
            for planned in reader.planned {
                try note(planned.connection, of: planned.session, at: planned.startedAt)
            }
        } else {
            _ = try source.forEachEvent { try note($0.event.connection, of: $0.session, at: $0.event.at) }
        }
        return survey
    }

    private static func known(_ sessions: [SessionID], _ what: String) -> UserError {
        let names = sessions.map(\.description).joined(separator: ", ")
        return UserError(
            .cannotCreate, what: "cannot import \(what)",
            why: "it is here already" + (what.hasPrefix("session ") ? "" : ", as session \(names)"),
            remedy: "livetop show \(sessions.first?.description ?? ""), or import into another folder with --data-dir")
    }

    /// Which recording each connection belongs to.
    private func plan(_ source: ImportSource, startedAt: Timestamp) throws -> ImportPlan {
        if case .bundle(let bundle) = source {
            return ImportPlan(recordings: try Bundle.recordings(in: bundle))
        }
        let header = RecordingHeader(
            startedAt: startedAt, version: VersionCommand.number, capture: .full, host: nil)
        return ImportPlan(recordings: [(header, nil, [])])
    }
}

/// The recordings that an import makes.
struct ImportPlan {
    typealias Recording = (header: RecordingHeader, endedAt: Timestamp?, connections: Set<ConnectionID>)

    var recordings: [Recording]

    /// The first is everybody's who is in no other.
    func index(of connection: ConnectionID) -> Int {
        recordings.firstIndex { $0.connections.contains(connection) } ?? 0
    }
}

/// Redacts imported events as the proxy does, and records them.
struct ImportWriter {
    private let database: SessionDatabase
    private let hash: HandleHash
    private let rule: TextRule?
    private let plan: ImportPlan
    /// Leaves the disk to a proxy that records as long as it had it itself.
    private let givesWay: Bool
    private var recorder: Recorder
    private var finished: [Recorder] = []
    private var current: Int
    private var batch: [RecordItem] = []
    private var byteCount = 0
    private var lastAt: Timestamp
    /// Frames written so far.
    private(set) var frames = 0
    private let knowledge: Knowledge
    private var redactors: [ConnectionID: ConnectionRedactor] = [:]
    private var foldings: [SessionID: Folding] = [:]

    init(
        _ database: SessionDatabase, redaction: KeyedHash, _ configuration: Configuration, plan: ImportPlan,
        givesWay: Bool
    ) throws {
        self.database = database
        self.plan = plan
        self.givesWay = givesWay
        rule = configuration.redaction.rule
        knowledge = configuration.knowledge
        // What was hashed where it was recorded stays what it is: otherwise a session would lose its resumptions.
        hash = { handle in Self.isHashed(handle) ? String(decoding: handle, as: UTF8.self) : redaction(handle) }
        guard let first = plan.recordings.first else { throw ImportError("it holds no session") }
        recorder = try Self.recorder(first, in: database)
        lastAt = first.header.startedAt
        current = 0
    }

    private static func recorder(
        _ planned: ImportPlan.Recording, in database: SessionDatabase
    ) throws(DatabaseError) -> Recorder {
        try Recorder(database, header: planned.header, endedAt: planned.endedAt ?? planned.header.startedAt)
    }

    /// `h:` and 32 hexadecimal digits, as `KeyedHash` writes it: no handle of the service looks like that.
    static func isHashed(_ handle: [UInt8]) -> Bool {
        handle.count == 34 && handle.starts(with: "h:".utf8)
            && handle.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    mutating func write(_ imported: ImportedEvent) throws {
        let id = imported.event.connection
        let next = plan.index(of: id)
        if next != current { try change(to: next) }
        let isNew = redactors[id] == nil
        var redactor = redactors.removeValue(forKey: id) ?? ConnectionRedactor(hash: hash, rule: rule)
        redactor.remember(imported.event.carriedSecrets)
        let event = imported.event.withoutCredentials.prepared(by: &redactor)
        redactors[id] = redactor
        lastAt = max(lastAt, event.at)
        foldings[imported.session, default: knowledge.folding(of: imported.session, isDiagnosed: false)].apply(event)
        if case .frame = event.kind { frames += 1 }
        add(.event(event))
        if isNew, imported.session.firstConnection != id {
            add(.assignment(id, to: imported.session, tag: tag(of: imported.session)))
        }
        if byteCount > 1 << 20 { try flush() }
    }

    private func tag(of session: SessionID) -> String? { foldings[session]?.fleet[session]?.tag }

    private mutating func add(_ item: RecordItem) {
        batch.append(item)
        byteCount.addClamped(item.byteCount)
    }

    private mutating func flush() throws {
        let begun = ContinuousClock.now
        try recorder.append(batch)
        if givesWay { Thread.sleep(forTimeInterval: (ContinuousClock.now - begun) / .seconds(1)) }
        batch.removeAll(keepingCapacity: true)
        byteCount = 0
    }

    private mutating func change(to index: Int) throws {
        try flush()
        try recorder.finish(at: plan.recordings[current].endedAt ?? lastAt)
        finished.append(recorder)
        recorder = try Self.recorder(plan.recordings[index], in: database)
        current = index
    }

    mutating func finish() throws {
        for session in foldings.keys.sorted() {
            foldings[session]?.finish()
            guard let state = foldings[session]?.fleet[session] else { continue }
            add(.summary(state.summary(at: state.lastAt)))
        }
        try flush()
        try recorder.finish(at: plan.recordings[current].endedAt ?? lastAt)
    }

    /// Leaves nothing behind.
    func discard() throws {
        for recorder in finished + [recorder] { try recorder.discard() }
    }
}

extension WireEvent {
    /// What a file of somebody else's says in clear, so that it is found where it comes back.
    fileprivate var carriedSecrets: CallSecrets {
        var secrets = CallSecrets()
        switch kind {
        case .opened(let info):
            secrets.take(target: info.target)
            secrets.take(headers: info.headers)
        case .upgraded(let handshake): secrets.take(headers: handshake.headers)
        case .refused(let refusal): secrets.take(headers: refusal.headers)
        default: break
        }
        return secrets
    }

    /// Openings and refusals are redacted where they are made; a file may come from anywhere.
    fileprivate var withoutCredentials: WireEvent {
        var event = self
        switch kind {
        case .opened(var info):
            info.target = Redaction.target(info.target)
            info.upstream = Redaction.text(info.upstream)
            info.headers = Redaction.headers(info.headers)
            event.kind = .opened(info)
        case .upgraded(var handshake):
            handshake.headers = Redaction.headers(handshake.headers)
            event.kind = .upgraded(handshake)
        case .refused(var refusal):
            refusal.headers = Redaction.headers(refusal.headers)
            event.kind = .refused(refusal)
        default: break
        }
        return event
    }
}

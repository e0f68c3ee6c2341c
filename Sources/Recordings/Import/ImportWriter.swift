internal import Diagnosis
internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionModel
internal import SessionStore

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
        _ database: SessionDatabase, knowledge: Knowledge, redaction: ImportRedaction, plan: ImportPlan, givesWay: Bool
    ) throws {
        self.database = database
        self.plan = plan
        self.givesWay = givesWay
        self.knowledge = knowledge
        rule = redaction.rule
        let original = redaction.hash
        // What was hashed where it was recorded stays what it is: otherwise a session would lose its resumptions.
        hash = { handle in Self.isHashed(handle) ? String(decoding: handle, as: UTF8.self) : original(handle) }
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
        foldings[imported.session, default: knowledge.folding(of: imported.session)].apply(event)
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
        let sessions = foldings.keys.sorted()
        for session in sessions { foldings[session]?.finish() }
        let states = sessions.compactMap { foldings[$0]?.fleet[$0] }
        let others = FleetView(states.filter { $0.isTimed && $0.isDated })
        for state in states {
            add(.summary(state.summary(at: state.lastAt)))
            let result = knowledge.diagnosis.result(
                in: state, at: state.lastAt, fleet: others, ledger: foldings[state.id]?.ledger(of: state.id))
            add(.account(SessionAccount(of: state, result.findings, at: state.lastAt)))
        }
        try flush()
        try recorder.finish(at: plan.recordings[current].endedAt ?? lastAt)
    }

    /// Everything is here.
    func keep() throws { try Recorder.keep(finished + [recorder]) }

    /// Leaves nothing behind.
    func discard() throws {
        for recorder in finished + [recorder] { try recorder.discard() }
    }
}

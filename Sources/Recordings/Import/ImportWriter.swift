internal import Diagnosis
internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionModel
internal import SessionStore

/// Records imported events that have been redacted.
struct ImportWriter {
    private let database: SessionDatabase
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
    private var known: Set<ConnectionID> = []
    private var foldings: [SessionID: Folding] = [:]

    init(
        _ database: SessionDatabase, knowledge: Knowledge, plan: ImportPlan, givesWay: Bool
    ) throws {
        self.database = database
        self.plan = plan
        self.givesWay = givesWay
        self.knowledge = knowledge
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

    /// - Parameter imported: as `ImportRedactor` gives it back.
    mutating func write(_ imported: ImportedEvent) throws {
        let id = imported.event.connection
        let next = plan.index(of: id)
        if next != current { try change(to: next) }
        let isNew = known.insert(id).inserted
        let event = imported.event
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

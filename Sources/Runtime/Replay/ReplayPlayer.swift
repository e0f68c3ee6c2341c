import Diagnosis
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Snapshots

/// A recorded session that is being played: where it is, and what was to be seen there.
struct ReplayPlayer {
    private(set) var playback: Playback
    private var replay: Replay
    private var sightings = FindingSightings()
    private let diagnosis: Diagnosis
    /// The other connections of its client, up to now.
    private let others: FleetView
    /// How the session ended, where that was kept: it is shown until all of it has been read.
    private var ending: OpenedSession?

    /// At the beginning of `session`, nothing read yet.
    init(_ session: SessionID, in recordings: Recordings, speed: Double) throws {
        replay = Replay(session, in: recordings.database, from: recordings.knowledge.folding(of: session))
        diagnosis = recordings.knowledge.diagnosis
        others = try recordings.others(than: session)
        ending = try recordings.openIfKept(session)
        playback = Playback(session: session, length: .zero, speed: speed, isPlaying: false)
    }

    private var start: Timestamp { replay.outline.start ?? Timestamp(nanoseconds: 0) }

    /// The instant that is on screen.
    private var instant: Timestamp { start + playback.position }

    // MARK: Reading

    /// Reads the session once and stands at its end then.
    ///
    /// - Parameter proceed: asked after each event; false ends the reading there.
    mutating func read(proceed: (ReplayPlayer) -> Bool) throws {
        playback.isReading = true
        defer { playback.isReading = false }
        var lookDue: Timestamp?
        var mayHaveChanged = false
        while try replay.readNext(note: { mayHaveChanged = mayHaveChanged || $0.mayChangeVerdict }) {
            let now = replay.outline.end ?? start
            if mayHaveChanged, now >= lookDue ?? now {
                look(at: now)
                lookDue = now + Self.lookInterval
                mayHaveChanged = false
            }
            playback.length = now - start
            playback.move(to: playback.length)
            guard proceed(self) else { return }
        }
        look(at: instant)
        ending = nil
        playback.turns = replay.outline.turns.map { $0 - start }
        playback.findings = sightings.all.map { Playback.Mark(at: $0.at - start, severity: $0.severity) }
    }

    /// As often as live (`DiagnosedFleet`), so that a finding is gone to where it was seen then.
    private static let lookInterval = Duration.milliseconds(250)

    private mutating func look(at now: Timestamp) { sightings.note(result(at: now).findings, at: now) }

    private func result(at now: Timestamp) -> DiagnosisResult {
        guard let state = replay.state else { return DiagnosisResult() }
        return result(state, replay.folding.ledger(of: replay.session), at: now)
    }

    private func result(_ state: SessionState, _ ledger: FindingLedger?, at now: Timestamp) -> DiagnosisResult {
        diagnosis.result(in: state, at: state.judged(at: now), fleet: others.with(state), ledger: ledger)
    }

    // MARK: Moving

    mutating func perform(_ command: PlaybackCommand) throws {
        switch command {
        case .togglePlaying: try togglePlaying()
        case .faster: playback.faster()
        case .slower: playback.slower()
        case .seek(let position): try go(to: position)
        case .skip(let length): try go(to: playback.position + length)
        case .seekTurn(let number):
            if let turn = replay.outline.start(ofTurn: number) { try go(to: turn - start) }
        case .stepFrames(let count): try step(byFrames: count)
        case .stepTurns(let count): try step(byTurns: count)
        case .stepFindings(let count): try step(byFindings: count)
        }
    }

    /// Goes on as far as the call did in `elapsed`, at the speed that is set.
    mutating func advance(by elapsed: Duration) throws {
        guard playback.isPlaying else { return }
        playback.advance(by: elapsed)
        try replay.seek(to: instant)
    }

    private mutating func togglePlaying() throws {
        playback.togglePlaying()
        try replay.seek(to: instant)
    }

    private mutating func go(to position: Duration) throws {
        playback.move(to: position)
        try replay.seek(to: instant)
    }

    private mutating func step(byFrames count: Int) throws {
        playback.pause()
        try replay.step(byFrames: count)
        guard let last = replay.last else { return try go(to: .zero) }
        playback.move(to: last.at - start)
    }

    private mutating func step(byTurns count: Int) throws {
        let turns = replay.outline.turns
        let target = count > 0 ? turns.first { $0 > instant } : turns.last { $0 < instant }
        if let target { try go(to: target - start) }
    }

    private mutating func step(byFindings count: Int) throws {
        let all = sightings.all
        let target = count > 0 ? all.first { $0.at > instant } : all.last { $0.at < instant }
        if let target { try show(target) }
    }

    /// Where the first error was first seen, else the first warning; the end where there is neither.
    mutating func goToFirstFinding() throws {
        if let first = sightings.worst { try show(first) }
    }

    private mutating func show(_ sighting: FindingSightings.Sighting) throws {
        try go(to: sighting.at - start)
        playback.finding = sighting.finding
    }

    // MARK: What is to be seen

    /// The same as live: what a screen shows of this instant.
    func snapshot(_ process: ProcessGauges) -> FleetSnapshot {
        guard let ending else { return snapshot(of: replay.state, result(at: instant), process, at: instant, place) }
        var place = playback
        // The position tells how far reading has come.
        place.length = ending.now - ending.state.openedAt
        let result = result(ending.state, ending.ledger, at: ending.now)
        return snapshot(of: ending.state, result, process, at: ending.now, place)
    }

    /// With the frame that was passed last.
    private var place: Playback {
        var place = playback
        if case .frame = replay.last?.kind {
            (place.connection, place.sequence) = (replay.last?.connection, replay.last?.sequence)
        }
        return place
    }

    private func snapshot(
        of state: SessionState?, _ result: DiagnosisResult, _ process: ProcessGauges, at now: Timestamp,
        _ place: Playback
    ) -> FleetSnapshot {
        var process = process
        let summary = state?.summary(at: now)
        process.frames = summary?.frames ?? 0
        var snapshot = FleetSnapshot(
            now: now, summaries: [summary].compactMap(\.self), detail: state,
            findings: [playback.session: result.findings], process: process)
        snapshot.findingNotes[playback.session] = result.note
        snapshot.playback = place
        return snapshot
    }
}

import Recordings
import Runtime
import SessionStore
import Snapshots
import TerminalUI

/// What the screen asks of the recording and of the proxy, and the runner that does it: each answer is a message, and wakes the screen.
struct ScreenEffects {
    let wake: Wake
    private let runner: EffectRunner<Message>
    private let frames: FrameEffects
    private let marks: MarkEffects
    private let search: SearchEffect
    private let exports: ExportEffect
    private let removal: RemovalEffect
    private let faults: FaultEffect
    private let hearing: HearEffect

    /// - Parameters:
    ///   - ask: asks the proxy about faults, and waits for its answer.
    ///   - player: what sound is played with.
    ///   - open: a connection of its own to the recording, which only reads.
    init(
        ask: @escaping @Sendable ([FaultRequest]) -> FaultAnswer,
        player: @escaping @Sendable () throws -> SoundPlayer, open: @escaping @Sendable () throws -> Recordings
    ) {
        let wake = Wake()
        self.wake = wake
        runner = EffectRunner(wake: wake.signal) { lane, body in
            JoinableThread(named: lane.name, isInBackground: lane.isInBackground, body).join
        }
        let database: @Sendable () throws -> SessionDatabase = { try open().database }
        frames = FrameEffects(database)
        marks = MarkEffects(open: database)
        search = SearchEffect(open: database)
        exports = ExportEffect(open: open)
        removal = RemovalEffect(open: open)
        faults = FaultEffect(ask: ask)
        hearing = HearEffect(open: open, player: player)
    }

    /// Begins what the effect asks for; false for one that is about the screen itself.
    func run(_ effect: Effect) -> Bool {
        guard let job = job(for: effect) else { return false }
        runner.run(job)
        return true
    }

    /// What has been answered since the last call.
    func answers() -> [Message] {
        wake.drain()
        return runner.answers()
    }

    /// Waits for what must be done: marks and exports.
    func close() { runner.close() }

    private func job(for effect: Effect) -> EffectJob<Message>? {
        switch effect {
        case .readFrames(let request): frames.page(request)
        case .readContent(let span): frames.content(of: span)
        case .readEarlierSetup(let session): frames.earlierSetup(before: session)
        case .readMarks: marks.read()
        case .keepMark(let place, let comment): marks.keep(comment, at: place)
        case .searchTexts(let filter): search.search(filter)
        case .export(let session, let format): exports.export(session, format: format)
        case .remove(let sessions): removal.remove(sessions)
        case .fault(let requests): faults.carryOut(requests)
        case .hear(let turn): hearing.play(turn)
        case .hush: hearing.hush()
        case .quit, .redraw, .suspend, .copy, .useMouse, .usePalette, .playback, .lendTerminal: nil
        }
    }
}

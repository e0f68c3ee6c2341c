import Glibc
import LiveProtocol
import Runtime
import Snapshots
import TerminalUI

/// The UI loop: waits for a key or the next tick, takes a snapshot, updates the model, draws what changed.
///
/// It blocks the thread that calls `run`; ncurses is confined to that thread (`docs/architecture.md`, threads).
struct Dashboard {
    let options: TerminalOptions
    let effects: ScreenEffects
    /// What the user wants of a replay.
    let perform: (PlaybackCommand) -> Void
    /// Says something about the screen, where somebody is to be led.
    var guide: Guide?

    /// Five pictures a second without keys: what moves fastest, the lanes, moves by about four cells. A key is answered
    /// at once.
    private static let tick = Duration.milliseconds(200)
    /// After a change of size, every picture is a complete one for so long: terminals change in steps, and what they
    /// keep of a picture meanwhile cannot be told.
    private static let settling = Duration.milliseconds(500)

    /// Draws until the user quits or `shouldStop` answers true (asked five times a second: SIGTERM, SIGHUP, the
    /// end of a demo). The terminal is restored when this returns.
    ///
    /// - Parameter snapshot: the newest state; its argument is the session that is open on screen, whose `detail` the
    ///   snapshot should carry.
    /// - Throws: `UserError`; where the terminal has gone, the end by a hangup, which may or may not be signalled.
    /// - Returns: the newest state, for its `exitSummary`.
    func run(
        snapshot: (SessionID?) -> FleetSnapshot, shouldStop: () -> Bool
    ) throws -> FleetSnapshot {
        var terminal = try Terminal(options)
        var model = Model(
            isASCII: terminal.isASCII, ownsCalls: options.ownsCalls, usesMouse: options.usesMouse,
            keyMap: options.keyMap, palette: options.palette, exportChoices: ExportEffect.choices,
            faultChoices: FaultChoices.all)
        var picture: CellGrid?
        var nextTick = ContinuousClock.now
        var hasSettled = ContinuousClock.now
        var guide = guide ?? Guide([], .story)
        /// What the last caption was about.
        var subject: SessionID?
        var newest = snapshot(nil)
        _ = model.update(.resized(guide.room(on: terminal.size)))
        while !shouldStop() {
            let opened = model.openedSession
            var effects: [Effect] = []
            if ContinuousClock.now >= nextTick {
                nextTick = .now + Self.tick
                if terminal.followSize() {
                    effects += model.update(.resized(guide.room(on: terminal.size)))
                    hasSettled = .now + Self.settling
                }
                if ContinuousClock.now < hasSettled { picture = nil }
                newest = snapshot(opened)
                effects += model.update(.snapshot(newest))
                for key in guide.advance(to: .now, newest) { effects += model.update(.key(key)) }
                if !guide.isOver, let caption = guide.caption(newest), caption.subject != subject {
                    subject = caption.subject
                    effects += model.update(.pointed(subject))
                }
            }
            draw(model, guide.caption(newest), on: &terminal, over: &picture)
            let wasOver = guide.isOver
            for input in terminal.read(within: Self.wait(until: nextTick), orUntil: self.effects.wake.descriptor) {
                switch input {
                case .key(let key):
                    for key in guide.take(key, at: .now, newest) { effects += model.update(.key(key)) }
                case .mouse(let event): effects += model.update(.mouse(event))
                case .resized:
                    effects += model.update(.resized(guide.room(on: terminal.size)))
                    hasSettled = .now + Self.settling
                case .pasted(let text): effects += model.update(.pasted(text))
                case .gone: throw QuietEnd.signal(SIGHUP)
                }
            }
            if guide.isOver != wasOver { effects += model.update(.resized(terminal.size)) }
            for answer in self.effects.answers() { effects += model.update(answer) }
            for effect in effects { carryOut(effect, on: &terminal) }
            if effects.contains(.quit) { break }
            if effects.contains(where: \.needsCompletePicture) { picture = nil }
            // Opening a session must not show an empty screen until the next tick, nor a replay its old place.
            if model.openedSession != opened || effects.contains(where: \.movesReplay) { nextTick = .now }
        }
        return snapshot(nil)
    }

    private func carryOut(_ effect: Effect, on terminal: inout Terminal) {
        if effects.run(effect) { return }
        switch effect {
        case .copy(let text): terminal.copy(text)
        case .suspend: terminal.suspend()
        case .useMouse(let isOurs): terminal.useMouse(isOurs)
        case .usePalette(let palette): terminal.usePalette(palette)
        case .playback(let command): perform(command)
        case .lendTerminal(let arguments, let waits): terminal.lend(to: LentProgram(arguments, waits: waits))
        // Of the loop itself, and what the runner does.
        case .quit, .redraw, .readFrames, .readContent, .readEarlierSetup, .readMarks, .keepMark, .searchTexts, .export,
            .remove, .fault, .hear, .hush:
            break
        }
    }

    private func draw(
        _ model: Model, _ caption: Caption?, on terminal: inout Terminal, over picture: inout CellGrid?
    ) {
        let next = view(model, size: terminal.size, caption: caption)
        let difference = GridDiff(from: picture, to: next)
        if !difference.runs.isEmpty { terminal.draw(difference, isComplete: picture == nil) }
        picture = next
    }

    private static func wait(until deadline: ContinuousClock.Instant) -> Int {
        max(0, Int(clamping: (deadline - .now).nanoseconds / 1_000_000) + 1)
    }
}

extension Effect {
    fileprivate var movesReplay: Bool { if case .playback = self { true } else { false } }

    /// What is on the terminal can no longer be told from the last picture.
    fileprivate var needsCompletePicture: Bool {
        switch self {
        case .redraw, .suspend, .usePalette, .lendTerminal: true
        default: false
        }
    }
}

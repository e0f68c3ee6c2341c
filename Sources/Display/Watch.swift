import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
package import Runtime
import TerminalUI

/// Somebody watching calls: the screen, or plain lines where there is no terminal.
package struct Watch {
    /// How the screen is drawn.
    let screen: TerminalOptions
    /// Lines are printed in its place.
    var isPlain = false
    let interruptions: Interruptions
    /// False where another process carries the calls: then quitting needs no question.
    var ownsCalls = true
    /// Says something about the screen, where somebody is to be led.
    var guide: Guide?

    package init(
        screen: TerminalOptions, isPlain: Bool = false, interruptions: Interruptions, ownsCalls: Bool = true,
        guide: Guide? = nil
    ) {
        self.screen = screen
        self.isPlain = isPlain
        self.interruptions = interruptions
        self.ownsCalls = ownsCalls
        self.guide = guide
    }

    /// Shows `source` until the user quits, a signal asks for the end or `limit` has passed; then shuts it down.
    package func run(_ source: some SnapshotSource, for limit: Duration? = nil) async throws {
        let isEnding = NIOLockedValueBox(false)
        let received = NIOLockedValueBox<Int32?>(nil)
        let (isPlain, guide) = (isPlain, guide)
        var terminal = screen
        terminal.ownsCalls = ownsCalls
        let options = terminal
        let outcome = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask {
                do {
                    if !isPlain {
                        try await Self.draw(source, options, guide) { isEnding.withLockedValue(\.self) }
                    } else {
                        try await Self.printLines(source) { isEnding.withLockedValue(\.self) }
                    }
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [interruptions] in
                let signal = await interruptions.first()
                received.withLockedValue { $0 = signal }
                return .success(())
            }
            if let limit {
                group.addTask {
                    // Cancelled is the other end of the waiting.
                    try? await Task.sleep(for: limit)
                    return .success(())
                }
            }
            // Whichever is first ends the others: a quit, a signal, the time.
            var outcomes: [Result<Void, any Error>] = []
            for await outcome in group {
                outcomes.append(outcome)
                isEnding.withLockedValue { $0 = true }
                group.cancelAll()
            }
            return outcomes.first { if case .failure(let error) = $0 { !(error is CancellationError) } else { false } }
        }
        await source.shutdown()
        if let signal = received.withLockedValue(\.self) { throw QuietEnd.signal(signal) }
        try outcome?.get()
    }

    /// ncurses stays on one thread of its own.
    private static func draw(
        _ source: some SnapshotSource, _ options: TerminalOptions, _ guide: Guide?,
        until shouldStop: @escaping @Sendable () -> Bool
    ) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = JoinableThread(named: "screen") {
                continuation.resume(
                    with: Result {
                        let effects = ScreenEffects(ask: source.answer, player: { try options.player() }) {
                            try source.openRecording()
                        }
                        defer { effects.close() }
                        let last = try Dashboard(
                            options: options, effects: effects, perform: source.perform, guide: guide
                        ).run(
                            snapshot: { source.snapshot(opened: $0) }, shouldStop: shouldStop)
                        try StandardOutput.say(last.exitSummary)
                    })
            }
        }
    }

    private static func printLines(
        _ source: some SnapshotSource, until shouldStop: @escaping @Sendable () -> Bool
    ) async throws {
        var lines = PlainLines()
        var failure: WriteFailure?
        while !shouldStop() {
            // A proxy may have nothing to say for hours after its reader has gone.
            if StandardOutput.isGone { throw WriteFailure(code: EPIPE) }
            // What is not read now is told later: calls must not wait for it.
            if StandardOutput.isReady {
                do throws(WriteFailure) {
                    for line in lines.update(source.snapshot(opened: nil)) { try StandardOutput.say(line) }
                } catch {
                    // Nor end because of it.
                    guard !error.isReaderGone else { throw error }
                    if failure == nil { StandardError.say(UserError(error).description) }
                    failure = error
                }
            }
            try await Task.sleep(for: .milliseconds(500))
        }
        if let failure { throw failure }
    }
}

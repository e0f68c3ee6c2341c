import ArgumentParser
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import TerminalUI

/// Somebody watching calls: the screen, or plain lines where there is no terminal.
struct Watch {
    let screen: ScreenOptions
    let interruptions: Interruptions
    /// False where another process carries the calls: then quitting needs no question.
    var ownsCalls = true

    /// Shows `source` until the user quits, a signal asks for the end or `limit` has passed; then shuts it down.
    func run(_ source: some SnapshotSource, for limit: Duration? = nil) async throws {
        let isEnding = NIOLockedValueBox(false)
        let received = NIOLockedValueBox<Int32?>(nil)
        let screen = screen
        var terminal = try screen.terminal()
        terminal.ownsCalls = ownsCalls
        let options = terminal
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                if screen.hasScreen {
                    try await Self.draw(source, options) { isEnding.withLockedValue(\.self) }
                } else {
                    try await Self.printLines(source) { isEnding.withLockedValue(\.self) }
                }
            }
            group.addTask { [interruptions] in
                let signal = await interruptions.first()
                received.withLockedValue { $0 = signal }
            }
            if let limit {
                group.addTask { try await Task.sleep(for: limit) }
            }
            // Whichever is first ends the others: a quit, a signal, the time.
            let result = await group.nextResult()
            isEnding.withLockedValue { $0 = true }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
            try result?.get()
        }
        await source.shutdown()
        if let signal = received.withLockedValue(\.self) { throw ExitCode.signal(signal) }
    }

    /// ncurses stays on one thread of its own.
    private static func draw(
        _ source: some SnapshotSource, _ options: TerminalOptions, until shouldStop: @escaping @Sendable () -> Bool
    ) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = JoinableThread(named: "screen") {
                continuation.resume(
                    with: Result {
                        let frames = FrameReader { try source.openRecording() }
                        let exports = ScreenExports { try source.openRecording() }
                        let marks = MarkKeeper { try source.openRecording() }
                        let search = ScreenSearch { try source.openRecording() }
                        defer {
                            frames.close()
                            exports.close()
                            marks.close()
                            search.close()
                        }
                        let last = try Dashboard(
                            options: options, frames: frames, exports: exports, marks: marks, search: search,
                            perform: source.perform
                        ).run(
                            snapshot: { source.snapshot(opened: $0) }, shouldStop: shouldStop)
                        print(last.exitSummary)
                    })
            }
        }
    }

    private static func printLines(
        _ source: some SnapshotSource, until shouldStop: @escaping @Sendable () -> Bool
    ) async throws {
        var lines = PlainLines()
        while !shouldStop() {
            for line in lines.update(source.snapshot(opened: nil)) { print(line) }
            fflush(nil)
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

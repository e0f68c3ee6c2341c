/// What the dashboard wants done that it cannot do as a value.
public enum Effect: Hashable, Sendable {
    /// Leave the screen and end the program cleanly.
    case quit
    /// Draw every cell again, as if the terminal had been overwritten.
    case redraw
}

/// What the mouse did, in cells of the screen from 0.
public enum MouseEvent: Hashable, Sendable {
    case pressed(row: Int, column: Int)
    case doublePressed(row: Int, column: Int)
    case wheelUp
    case wheelDown
}

import CNcurses

/// The terminal library in use, for `livetop version`.
enum TerminalLibrary {
    /// Such as `6.4.20221231`.
    static var version: String { String(cString: curses_version()).replacing("ncurses ", with: "") }
}

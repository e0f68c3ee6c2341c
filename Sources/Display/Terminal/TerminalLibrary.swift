import CNcurses

/// The terminal library in use, for `livetop version`.
package enum TerminalLibrary {
    /// Such as `6.4.20221231`.
    package static var version: String { String(cString: curses_version()).replacing("ncurses ", with: "") }
}

import Glibc

/// A terminal without anybody in front of it: what is drawn is read and thrown away.
struct PseudoTerminal {
    /// Where somebody would sit.
    let primary: Int32
    /// What the program takes for its terminal.
    let secondary: Int32

    init(columns: UInt16, rows: UInt16) throws(BenchError) {
        var ends = (primary: Int32(-1), secondary: Int32(-1))
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ends.primary, &ends.secondary, nil, nil, &size) == 0 else { throw .system("openpty") }
        (primary, secondary) = ends
        for end in [primary, secondary] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    func close() {
        Glibc.close(primary)
        Glibc.close(secondary)
    }
}

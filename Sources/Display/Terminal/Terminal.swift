import CNcurses
import Foundation
import LiveProtocol
import Runtime
import TerminalUI

/// The screen: draws differences, reads keys, restores the terminal. The only file that touches ncurses, which is not
/// thread-safe: one terminal, one thread.
package struct Terminal: ~Copyable {
    let isASCII: Bool
    private var theme: Theme
    /// The last press of the mouse, which a second one at the same place soon after makes a double press.
    private var lastPress: (row: Int, column: Int, at: ContinuousClock.Instant)?
    private let screen: OpaquePointer
    /// ncurses wants colours as numbered pairs; each ink gets the next number when first used. 0 is the default.
    private var pairs: [Pair: Int16] = [:]
    private var buffer: [wchar_t] = []
    private var paste = PasteReader()
    private var lastKeyAt = ContinuousClock.now

    private struct Pair: Hashable {
        var foreground: Int?
        var background: Int?
    }

    /// What came from the user or the terminal.
    enum Input {
        case key(Key)
        case mouse(MouseEvent)
        /// Text that the terminal says was pasted.
        case pasted(String)
        /// The size has changed, perhaps there and back: what is on the terminal can no longer be told.
        case resized
        /// Nobody is at the other end any more.
        case gone
    }

    /// A screen can be drawn: both ends are terminals and the type is not `dumb`.
    package static func isUsable(environment: [String: String]) -> Bool {
        let type = environment["TERM"] ?? ""
        return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !type.isEmpty && type != "dumb"
    }

    /// Takes the screen over.
    init(_ options: TerminalOptions) throws(UserError) {
        setlocale(LC_ALL, "")
        isASCII = options.isASCII || String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8"
        CrashGuard.arm()
        guard let screen = curses_new_screen(nil) ?? Self.related.flatMap({ curses_new_screen($0) }) else {
            CrashGuard.disarm()
            throw UserError(
                .failure, what: "cannot draw on this terminal", why: "its type is not known to ncurses (TERM)",
                remedy: "export TERM=xterm-256color, or run livetop serve")
        }
        self.screen = screen
        theme = Self.start(options)
        useMouse(options.usesMouse)
        Self.markPastes(true)
    }

    /// What is nearly the same as a terminal that ncurses does not know: terminals of today bring a description of their
    /// own, which other machines do not have. Nil where nothing is known of it.
    private static var related: String? {
        ProcessInfo.processInfo.environment["TERM"].flatMap(TerminalFamily.relative)
    }

    deinit {
        Self.markPastes(false)
        endwin()
        delscreen(screen)
        CrashGuard.disarm()
    }

    /// Gives the screen back.
    consuming func close() {}

    /// Puts `text` into the clipboard of whoever sits at the terminal, where that takes OSC 52.
    func copy(_ text: String) {
        let sequence = Array("\u{1B}]52;c;\(Base64.encode(text.utf8))\u{07}".utf8)
        Self.send(sequence)
    }

    /// Has pasted text marked, where the terminal knows how.
    private static func markPastes(_ isOn: Bool) { send(Array("\u{1B}[?2004\(isOn ? "h" : "l")".utf8)) }

    /// A terminal that has gone is found out by the next reading.
    private static func send(_ sequence: [UInt8]) { try? DescriptorWriter.write(sequence, to: STDOUT_FILENO) }

    /// Has presses and the wheel reported, or leaves the mouse to the terminal's own selection.
    func useMouse(_ isOurs: Bool) { curses_use_mouse(isOurs) }

    /// Other colours from the next complete picture on.
    mutating func usePalette(_ palette: Theme.Palette) { theme = Theme(theme.depth, palette) }

    /// Gives the terminal back and stops, until the shell wakes the process.
    func suspend() {
        // Somebody who had it ignored would wait for a shell that does not take the terminal back.
        guard !ProcessStart.inherited.isIgnored(SIGTSTP) else { return }
        Self.markPastes(false)
        def_prog_mode()
        endwin()
        // Threads of the runtime begin with nearly all signals blocked, and ours inherit that.
        var stop = sigset_t()
        sigemptyset(&stop)
        sigaddset(&stop, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &stop, nil)
        // The handler of ncurses signals the whole process, where another thread may meet it too late.
        let handler = signal(SIGTSTP, SIG_DFL)
        raise(SIGTSTP)
        signal(SIGTSTP, handler)
        reset_prog_mode()
        Self.markPastes(true)
    }

    /// Gives the terminal to a program, and takes it back when that has ended.
    func lend(to program: LentProgram) {
        Self.markPastes(false)
        def_prog_mode()
        endwin()
        program.run()
        reset_prog_mode()
        Self.markPastes(true)
    }

    private static func start(_ options: TerminalOptions) -> Theme {
        // Raw: ctrl-c and ctrl-z are keys here. A suspended process would stop the calls that run through it.
        raw()
        noecho()
        nonl()
        set_escdelay(25)
        keypad(curses_screen(), true)
        define_key("\u{1B}[200~", pasteBegins)
        define_key("\u{1B}[201~", pasteEnds)
        wtimeout(curses_screen(), 0)
        curs_set(0)
        guard has_colors() else { return Theme(.none) }
        start_color()
        use_default_colors()
        return options.theme(colorCount: Int(curses_color_count()))
    }

    var size: Size { Size(Int(getmaxx(curses_screen())), Int(getmaxy(curses_screen()))) }

    /// Follows the terminal's size; true when it changed. Asked for, not signalled: any thread may receive SIGWINCH.
    func followSize() -> Bool {
        var actual = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &actual) == 0, actual.ws_row > 0, actual.ws_col > 0 else {
            return false
        }
        guard size != Size(Int(actual.ws_col), Int(actual.ws_row)) else { return false }
        resizeterm(Int32(actual.ws_row), Int32(actual.ws_col))
        return true
    }

    /// The keys that were pressed, after waiting for the first at most so many milliseconds, or until there is something
    /// to read from another descriptor (-1 for none).
    mutating func read(within milliseconds: Int, orUntil wake: Int32) -> [Input] {
        var descriptors = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            // Asked for nothing but whether it is still there.
            pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
        ]
        let wait = min(milliseconds, paste.patience.map { max(0, Int(clamping: $0.milliseconds)) } ?? .max)
        guard poll(&descriptors, 3, Int32(clamping: wait)) > 0 else { return expiredPaste() }
        // A terminal that has hung up also has something to read, for ever: its end.
        let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
        if (descriptors[0].revents | descriptors[2].revents) & gone != 0 { return [.gone] }
        guard descriptors[0].revents != 0 else { return expiredPaste() }
        lastKeyAt = .now
        var inputs: [Input] = []
        // Neither held keys nor a paste must keep the screen from being drawn.
        for _ in 0..<4_096 where inputs.count < 64 {
            guard let input = readOne() else { break }
            inputs += input
        }
        return inputs
    }

    /// What was held back in the hope of more, when nothing comes any more.
    private mutating func expiredPaste() -> [Input] {
        guard let patience = paste.patience, .now - lastKeyAt >= patience else { return [] }
        return paste.expire().map(Self.inputs) ?? []
    }

    /// Prints what changed; everything when `isComplete`, as if the terminal had been overwritten.
    mutating func draw(_ difference: GridDiff, isComplete: Bool) {
        if isComplete { clearok(curses_screen(), true) }
        for run in difference.runs { draw(run) }
        wnoutrefresh(curses_screen())
        doupdate()
    }

    private mutating func draw(_ run: GridDiff.Run) {
        var column = run.column
        var cells = run.cells[...]
        while let style = cells.first?.style {
            let same = cells.prefix { $0.style == style }
            put(same, row: run.row, column: column, theme.ink(for: style))
            column += same.count
            cells = cells.dropFirst(same.count)
        }
    }

    private mutating func put(_ cells: ArraySlice<Cell>, row: Int, column: Int, _ ink: Ink) {
        buffer.removeAll(keepingCapacity: true)
        for cell in cells { cell.forEachScalar { buffer.append(wchar_t($0.value)) } }
        var attributes = attr_t(0)
        if ink.isBold { attributes |= curses_bold() }
        if ink.isDim { attributes |= curses_dim() }
        if ink.isReversed { attributes |= curses_reverse() }
        curses_print(Int32(row), Int32(column), buffer, Int32(buffer.count), attributes, pair(for: ink))
    }

    private mutating func pair(for ink: Ink) -> Int16 {
        let wanted = Pair(foreground: ink.foreground, background: ink.background)
        guard wanted != Pair() else { return 0 }
        if let known = pairs[wanted] { return known }
        let number = Int16(clamping: pairs.count + 1)
        init_pair(number, Int16(clamping: wanted.foreground ?? -1), Int16(clamping: wanted.background ?? -1))
        pairs[wanted] = number
        return number
    }
}

extension Terminal {
    /// nil when there is nothing to read; empty for what means nothing here.
    private mutating func readOne() -> [Input]? {
        var code = wint_t()
        switch wget_wch(curses_screen(), &code) {
        case KEY_CODE_YES where Int32(code) == KEY_RESIZE: return [.resized]
        case KEY_CODE_YES where Int32(code) == Self.pasteBegins: return taken(paste.takeMark(isBegin: true))
        case KEY_CODE_YES where Int32(code) == Self.pasteEnds: return taken(paste.takeMark(isBegin: false))
        case KEY_CODE_YES where Int32(code) == KEY_MOUSE:
            let event = readMouse().map(Input.mouse)
            return paste.isPasting ? [] : [event].compactMap(\.self)
        case KEY_CODE_YES:
            // What was held back was typed before it.
            let before = paste.isPasting ? [] : taken(paste.expire())
            let key = paste.isPasting ? nil : Self.functionKeys[Int32(code)].map(Input.key)
            return before + [key].compactMap(\.self)
        case OK: return taken(Unicode.Scalar(code).flatMap { paste.take($0) })
        default: return nil
        }
    }

    private func taken(_ output: PasteReader.Output?) -> [Input] { output.map(Self.inputs) ?? [] }

    private static func inputs(_ output: PasteReader.Output) -> [Input] {
        switch output {
        case .typed(let scalars): scalars.compactMap(key).map(Input.key)
        case .pasted(let text): [.pasted(text)]
        }
    }

    /// Numbers that ncurses gives to no key.
    private static let pasteBegins: Int32 = 3_000
    private static let pasteEnds: Int32 = 3_001

    private mutating func readMouse() -> MouseEvent? {
        var event = MEVENT()
        guard getmouse(&event) == OK else { return nil }
        if curses_is_wheel_up(event.bstate) { return .wheelUp }
        if curses_is_wheel_down(event.bstate) { return .wheelDown }
        let (row, column) = (Int(event.y), Int(event.x))
        if curses_is_double_press(event.bstate) { return .doublePressed(row: row, column: column) }
        return curses_is_press(event.bstate) ? press(row: row, column: column) : nil
    }

    private mutating func press(row: Int, column: Int) -> MouseEvent {
        let now = ContinuousClock.now
        if let last = lastPress, last.row == row, last.column == column, now - last.at < Self.doublePressLimit {
            lastPress = nil
            return .doublePressed(row: row, column: column)
        }
        lastPress = (row, column, now)
        return .pressed(row: row, column: column)
    }

    /// What desktops use.
    private static let doublePressLimit = Duration.milliseconds(400)

    private static func key(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 10, 13: .enter
        case 9: .tab
        case 27: .escape
        case 8, 127: .backspace
        case 1...26: Unicode.Scalar(scalar.value + 96).map { .control(Character($0)) }
        case ..<32: nil
        default: .character(Character(scalar))
        }
    }

    private static let functionKeys: [Int32: Key] = {
        let named: [Int32: Key] = [
            KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_PPAGE: .pageUp,
            KEY_NPAGE: .pageDown, KEY_HOME: .home, KEY_END: .end, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace,
            KEY_BTAB: .backTab, KEY_DC: .delete, KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight,
        ]
        return (1...12).reduce(into: named) { $0[KEY_F0 + $1] = .function(Int($1)) }
    }()
}

import Foundation
import TestSupport
import Testing

/// livetop on a pseudo-terminal: what it draws, what it reads, and in which state it leaves the terminal.
final class PseudoTerminal {
    /// -1 once it has been hung up.
    private var primary: Int32
    private let secondary: Int32
    private let process = Process()
    private let home: TemporaryFolder
    /// Everything printed since the start or the last `forget`.
    private(set) var output = ""

    /// - Parameter configuration: the user's `config.toml`.
    init(_ arguments: [String], columns: UInt16, rows: UInt16, configuration: String = "") throws {
        home = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: home.file("config/livetop"), withIntermediateDirectories: true)
        try configuration.write(toFile: home.file("config/livetop/config.toml"), atomically: true, encoding: .utf8)
        var ends = (primary: Int32(-1), secondary: Int32(-1))
        try #require(openpty(&ends.primary, &ends.secondary, nil, nil, nil) == 0, "no pseudo-terminal to be had")
        (primary, secondary) = ends
        resize(columns: columns, rows: rows)
        let handle = FileHandle(fileDescriptor: secondary)
        process.executableURL = URL(filePath: Program.binary)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: home.path)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        process.environment = [
            "HOME": home.path, "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": home.file("data"), "TERM": "xterm-256color",
            "XDG_CONFIG_HOME": home.file("config"), "TMPDIR": home.path, "LC_ALL": "C.UTF-8",
        ]
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        if primary >= 0 { close(primary) }
        close(secondary)
    }

    /// Lets the terminal vanish. Nobody is signalled: the program leads no session.
    func hangUp() {
        close(primary)
        primary = -1
    }

    /// How the program ended.
    var status: Int32 { process.terminationStatus }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(primary, UInt(TIOCSWINSZ), &size)
    }

    /// Names of the files in the folder where it runs.
    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? [] }

    func type(_ keys: String) { _ = keys.withCString { write(primary, $0, strlen($0)) } }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func forget() { output = "" }

    /// Reads until `text` was printed.
    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !output.contains(text) {
            // A screen that is drawn again and again never falls silent.
            try #require(ContinuousClock.now < deadline, "'\(text)' never came", sourceLocation: sourceLocation)
            try #require(readMore(), "'\(text)' never came after: \(output)", sourceLocation: sourceLocation)
        }
    }

    /// Has the whole picture drawn, again and again, until `text` is in it: what changes is printed in pieces.
    func expectPicture(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for _ in 0..<100 where !output.contains(text) {
            forget()
            type("\u{0C}")
            // It comes in pieces, and a picture that moves never ends.
            for _ in 0..<100 where output.contains(text) || !readMore(within: 300) { break }
        }
        try #require(output.contains(text), "'\(text)' is not in: \(output)", sourceLocation: sourceLocation)
    }

    /// Reads to the end of the program, which is killed when it does not come.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        for _ in 0..<2_000 where process.isRunning { _ = readMore(within: 100) }
        if process.isRunning {
            Issue.record("it does not end after: \(output.suffix(400))", sourceLocation: sourceLocation)
            kill(process.processIdentifier, SIGKILL)
        }
        while readMore(within: 0) {}
    }

    /// Lines are edited and echoed, as a shell needs it.
    var isUsable: Bool {
        var modes = termios()
        tcgetattr(secondary, &modes)
        let wanted = tcflag_t(ECHO | ICANON | ISIG)
        return modes.c_lflag & wanted == wanted
    }

    /// False when nothing comes any more.
    private func readMore(within milliseconds: Int32 = 20_000) -> Bool {
        var descriptor = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(primary, &buffer, buffer.count)
        guard count > 0 else { return false }
        output += String(decoding: buffer[..<count], as: UTF8.self)
        return true
    }
}

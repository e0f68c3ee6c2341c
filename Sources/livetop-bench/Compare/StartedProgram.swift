import Glibc

/// A program of the measurement: one end of the load or the proxy between them. Ended with the value's owner.
final class StartedProgram {
    let name: String
    let pid: pid_t
    private let output: UnsafeMutablePointer<FILE>
    private var terminal: (PseudoTerminal, reader: pid_t)?
    private var isRunning = true

    /// Starts `command`, its complaints going to the file `log`; its screen, where it has one, to `terminal`.
    init(_ command: [String], log: String, on terminal: PseudoTerminal? = nil) throws(BenchError) {
        name = command.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "?"
        var pipes: [Int32] = [0, 0]
        guard pipe2(&pipes) == 0 else { throw .system("pipe") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let terminal {
            for end in [Int32(0), 1] { posix_spawn_file_actions_adddup2(&actions, terminal.secondary, end) }
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, pipes[1], 1)
        }
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let pid = try Self.spawn(command, &actions)
        Glibc.close(pipes[1])
        guard let output = fdopen(pipes[0], "r") else { throw .system("fdopen") }
        self.pid = pid
        self.output = output
        self.terminal = try terminal.map { terminal throws(BenchError) in (terminal, try Self.empty(terminal, log)) }
    }

    /// A program that reads whatever is drawn: a terminal that nobody reads from stops whoever draws.
    private static func empty(_ terminal: PseudoTerminal, _ log: String) throws(BenchError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, terminal.primary, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        return try spawn(["cat"], &actions)
    }

    private static func spawn(
        _ command: [String], _ actions: inout posix_spawn_file_actions_t
    ) throws(BenchError) -> pid_t {
        let arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid = pid_t()
        let failure = posix_spawnp(&pid, command[0], &actions, nil, arguments, environ)
        guard failure == 0 else {
            throw BenchError("cannot start \(command[0]): \(String(cString: strerror(failure)))")
        }
        return pid
    }

    deinit {
        end()
        fclose(output)
        guard let (terminal, reader) = terminal else { return }
        terminal.close()
        kill(reader, SIGTERM)
        waitpid(reader, nil, 0)
    }

    /// The next line of its standard output, waiting for it; nil at the end.
    func readLine() -> String? {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        guard getline(&line, &capacity, output) > 0, let line else { return nil }
        return String(String(cString: line).prefix { $0 != "\n" })
    }

    /// Asks it to end; insists after five seconds.
    func end() {
        guard isRunning else { return }
        isRunning = false
        kill(pid, SIGTERM)
        for _ in 0..<500 {
            guard waitpid(pid, nil, WNOHANG) == 0 else { return }
            usleep(10_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Whether it has ended by itself.
    var hasEnded: Bool {
        if isRunning, waitpid(pid, nil, WNOHANG) != 0 { isRunning = false }
        return !isRunning
    }

    /// Waits until somebody listens on `port`, for servers that do not say when they are ready.
    func waitForPort(_ port: UInt16) throws(BenchError) {
        for _ in 0..<1500 {
            if let socket = try? LoopbackSocket.connect(port: port, isBlocking: true) {
                Glibc.close(socket)
                return
            }
            if hasEnded { throw BenchError("\(name) ended at once; its log says why") }
            usleep(10_000)
        }
        throw BenchError("\(name) did not listen on port \(port) within 15 s")
    }
}

/// A pipe that children do not inherit: one that does would keep the reader from ever seeing its end.
private func pipe2(_ pipes: inout [Int32]) -> Int32 {
    guard pipe(&pipes) == 0 else { return -1 }
    for pipe in pipes where fcntl(pipe, F_SETFD, FD_CLOEXEC) != 0 { return -1 }
    return 0
}

import Foundation
import Simulator
import Testing

struct RunCommandTests {
    @Test func `the program gets the variables, and its output is all there is on the standard output`() async throws {
        let program = try Program()
        let output = try await program.run(
            ["run", "--tag", "t1", "--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL $SSL_CERT_FILE $HTTPS_PROXY"])
        let words = output.out.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words.count == 2)
        #expect(words.first?.wholeMatch(of: /https:\/\/localhost:[0-9]+\/t\/t1/) != nil)
        #expect(words.last == program.data + "/ca-bundle.pem")
        #expect(output.complaint.contains("sh goes through https://localhost:"))
    }

    @Test(arguments: [["true"], ["--", "true"], ["sh", "-c", "exit 0", "--", "-x"]])
    func `the separator before the command is optional`(command: [String]) async throws {
        #expect(try await Program().run(["run"] + command).status == 0)
    }

    @Test(arguments: [
        ("exit 0", Int32(0)), ("exit 7", 7), ("exit 255", 255), ("kill -TERM $$", 143), ("kill -KILL $$", 137),
    ]) func `the exit code is the program's`(script: String, status: Int32) async throws {
        #expect(try await Program().run(["run", "--", "sh", "-c", script]).status == status)
    }

    @Test func `a program that is not there ends with 127, one that cannot run with 126`() async throws {
        let program = try Program()
        let missing = try await program.run(["run", "no-such-program"])
        #expect(missing.status == 127)
        #expect(missing.complaint.contains("livetop: cannot run 'no-such-program'"))
        let file = try program.write("not a program", to: "file")
        #expect(try await program.run(["run", file]).status == 126)
    }

    @Test func `without a command, or with an unknown flag before it, nothing runs`() async throws {
        let program = try Program()
        #expect(try await program.run(["run"]).status == 64)
        #expect(try await program.run(["run", "--"]).status == 64)
        let unknown = try await program.run(["run", "--tagg", "x", "true"])
        #expect(unknown.status == 64)
        #expect(unknown.complaint.contains("--tagg"))
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGUSR1]) func `a signal reaches the program`(signal: Int32) async throws
    {
        let program = try Program()
        let script = "trap 'echo caught; exit 5' TERM INT HUP USR1; echo ready; while :; do sleep 0.05; done"
        let running = try program.start(["run", "--", "sh", "-c", script])
        #expect(try running.line() == "ready")
        running.send(signal)
        #expect(try running.line() == "caught")
        #expect(await running.status() == 5)
    }

    @Test func `the program finds the signals as livetop found them`() async throws {
        let output = try await Program().run(["run", "--", "cat", "/proc/self/status"])
        #expect(output.out.contains(/SigBlk:\s+0{16}\n/))
        // What the tests themselves were started with stays ignored, as under `nohup`.
        let own = try ignoredSignals(in: String(contentsOfFile: "/proc/self/status", encoding: .utf8))
        #expect(try ignoredSignals(in: output.out) & ~own == 0)
    }

    /// The tests' own process gives livetop files of which nothing is known, so a livetop within a livetop is asked:
    /// its program has as many files as the shell that started it.
    @Test func `the program finds the files that livetop was given and none of livetop's own`() async throws {
        let script = #"ls -l /proc/self/fd; echo inner; exec "$LIVETOP" run -- ls -l /proc/self/fd"#
        let output = try await Program().run(
            ["run", "--", "sh", "-c", script], environment: ["LIVETOP": Program.binary])
        let lists = output.out.split(separator: "inner\n").map {
            $0.split(separator: "\n").count { $0.contains(" -> ") }
        }
        #expect(lists.count == 2)
        #expect(lists.first == lists.last, "\(output.out)")
    }

    @Test func `the program keeps the limit of open files that livetop raises for itself`() async throws {
        let script = #"ulimit -Sn 256; exec "$LIVETOP" run -- sh -c 'ulimit -Sn'"#
        let output = try await Program().run(
            ["run", "--", "sh", "-c", script], environment: ["LIVETOP": Program.binary])
        #expect(output.out == "256\n")
    }

    @Test func `a running proxy with the same upstream is shared, and one with another is not`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        let port = try #require(try serve.json()["port"] as? Int)
        let show = ["--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL"]
        let shared = try await program.run(["run"] + show)
        #expect(shared.out == "https://localhost:\(port)\n")
        #expect(shared.complaint.contains("the running livetop (process \(serve.pid))"))
        #expect(shared.complaint.contains(" to https://generativelanguage.googleapis.com"))
        let other = try await program.run(["run", "--upstream", "http://127.0.0.1:9"] + show)
        #expect(other.out.hasPrefix("https://localhost:"))
        #expect(other.out != shared.out)
        #expect(other.complaint.contains(program.data + "/runs/"))
        #expect(
            other.complaint.contains(
                "livetop: a livetop runs on \(port) with another upstream (https://generativelanguage.googleapis.com); "
                    + "--upstream https://generativelanguage.googleapis.com uses it\n"), "\(other.complaint)")
        #expect(other.complaint.contains(" to http://127.0.0.1:9, and is recorded in "))
    }

    @Test func `where nobody names an upstream, calls go where those of the running livetop go`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0", "--upstream", "http://127.0.0.1:9"])
        let port = try #require(try serve.json()["port"] as? Int)
        let show = ["--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL"]
        let shared = try await program.run(["run"] + show)
        #expect(shared.out == "https://localhost:\(port)\n")
        #expect(
            shared.complaint.contains(" at https://localhost:\(port) to http://127.0.0.1:9\n"), "\(shared.complaint)")
        // Whoever names one, by flag or variable, gets it.
        let google = "https://generativelanguage.googleapis.com"
        for (arguments, variables) in [(["--upstream", google], [:]), ([], ["LIVETOP_UPSTREAM": google])] {
            let own = try await program.run(["run"] + arguments + show, environment: variables)
            #expect(own.out != shared.out)
            #expect(own.complaint.contains("--upstream http://127.0.0.1:9 uses it"), "\(own.complaint)")
        }
    }

    @Test func `the proxy of another run is not shared, because it ends with its program`() async throws {
        let program = try Program()
        let first = try program.start(["run", "--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL; exec sleep 60"])
        let url = try first.line()
        let second = try await program.run(["run", "--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL"])
        #expect(second.status == 0)
        #expect(second.out.dropLast() != url)
        first.send(SIGTERM)
        #expect(await first.status() == 143)
    }

    @Test func `a run without calls says so at its end`() async throws {
        let output = try await Program().run(["run", "true"])
        #expect(output.complaint.contains("no Live call came through"))
    }

    @Test func `a run ends with how its call ended, the worst finding and what tells more`() async throws {
        let stage = try await RunStage(.internalError, exitCode: 3)
        _ = await stage.play(.internalError)
        let (status, complaint) = await stage.end()
        #expect(status == 3)
        let last = try #require(complaint.split(separator: "\n").last)
        #expect(
            last.wholeMatch(
                of:
                    /livetop: ended by server 1011 after [0-9.]+ s · [12] errors?: server-internal-error( \+1)? · livetop diagnose @last/
            ) != nil, "\(complaint)")
    }

    @Test func `of several calls each has a line, and the command is about the worst`() async throws {
        let stage = try await RunStage(.internalError, exitCode: 0)
        _ = await stage.play(.internalError, tag: "first")
        _ = await stage.play(.internalError, tag: "second")
        let (status, complaint) = await stage.end()
        #expect(status == 0)
        let lines = complaint.split(separator: "\n").suffix(3)
        #expect(lines.first?.contains(" first: ended by server 1011 after ") == true, "\(complaint)")
        #expect(lines.dropFirst().first?.contains(" second: ended by server 1011 after ") == true, "\(complaint)")
        #expect(lines.last == "livetop: 2 calls, 2 with errors · livetop diagnose @last", "\(complaint)")
    }

    @Test func `a folder that a flag named stands in the command`() async throws {
        let program = try Program()
        let folder = program.file("my calls")
        let stage = try await RunStage(
            .internalError, exitCode: 0, arguments: ["--data-dir", folder], program: program)
        _ = await stage.play(.internalError)
        let (_, complaint) = await stage.end()
        #expect(complaint.hasSuffix(" · livetop diagnose @last --data-dir '\(folder)'\n"), "\(complaint)")
    }

    /// Of the classic signals; the C library has its own opinion about two of the others.
    private func ignoredSignals(in status: String) throws -> UInt64 {
        let mask = status.firstMatch(of: /SigIgn:\s+([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) }
        return try #require(mask) & 0x7FFF_FFFF
    }
}

import Foundation
import Testing

/// Output that cannot be written: it is noticed where it is an answer, and lost without harm where it is talk.
@Suite(.serialized) struct UnwritableOutputTests {
    @Test(arguments: [
        ["--help"], ["--version"], ["help", "ls"], ["version"], ["version", "--json"], ["describe"], ["man"],
        ["completions", "bash"], ["completions", "fish"], ["rules"], ["rules", "--json"], ["schema"], ["config"],
        ["env", "--port", "8910"], ["ca", "pem"], ["ca", "path"], ["doctor"], ["--generate-completion-script", "zsh"],
    ])
    func `an answer that a full disk does not take ends with 74`(arguments: [String]) async throws {
        let output = try await Program().run(arguments, through: #""$0" "$@" >/dev/full"#)
        #expect(output.status == 74, "\(arguments): \(output.complaint)")
        #expect(output.complaint.contains("No space left on device"))
    }

    @Test func `reading commands and exports notice it too`() async throws {
        let program = try Program()
        let file = try program.write(HostileRecording.file(), to: "calls.ndjson")
        #expect(try await program.run(["import", file]).status == 0)
        for command in [
            ["ls"], ["ls", "--json"], ["show", "@last"], ["stats"], ["diagnose", "@last"], ["grep", "line"],
            ["sql", "SELECT", "1"], ["tail", "@last", "--from-start"], ["replay", "@last", "--plain"],
            ["diff", "@last", "@-2"], ["check", "@last", "--fail-on", "error"],
            ["prune", "--older-than", "1d", "--dry-run"],
            ["export", "@last", "--format", "ndjson"], ["export", "@last", "--format", "har", "-o", "/dev/full"],
            ["serve", "--port", "0"],
        ] {
            let full = try await program.run(command, through: #""$0" "$@" >/dev/full"#)
            #expect(full.status == 74, "\(command): \(full.status) \(full.complaint)")
        }
        let closed = try await program.run(["ls"], through: #""$0" "$@" >&-"#)
        #expect(closed.status == 74)
        let gone = try await program.run(
            ["sql", "SELECT payload FROM frames"], through: #"("$0" "$@"; echo $? >&2) | true"#)
        #expect(["0\n", "141\n"].contains(gone.complaint), "\(gone.complaint)")
    }

    @Test(arguments: ["2>/dev/full", "2>&-", "2>&- <&- >&-"])
    func `a message that nobody can read changes nothing`(redirection: String) async throws {
        let program = try Program()
        let failed = try await program.run(["ls"], through: #""$0" "$@" \#(redirection)"#)
        #expect(failed.status == 66)
        let run = try await program.run(
            ["run", "--port", "0", "--", "sh", "-c", "exit 7"], through: #""$0" "$@" \#(redirection)"#)
        #expect(run.status == 7)
    }

    @Test func `the lines of a proxy end when nobody reads them`() async throws {
        let program = try Program()
        let output = try await program.run(
            ["--port", "0", "--upstream", "http://127.0.0.1:1"], through: #"("$0" "$@"; echo $? >&2) | true"#)
        #expect(output.complaint == "141\n")
    }

    @Test func `without HOME it is what the system knows of the user`() async throws {
        let output = try await Program().run(
            ["config"], through: #"unset HOME XDG_DATA_HOME XDG_CONFIG_HOME; "$0" "$@""#)
        let home = try #require(getpwuid(getuid())?.pointee.pw_dir.map { String(cString: $0) })
        #expect(output.out.contains(" \(home)/.local/share/livetop/ca-bundle.pem"), "\(output.out)")
    }

    @Test func `a signal that was ignored at the start stays ignored`() async throws {
        let program = try Program()
        let output = try await program.run(
            ["serve", "--port", "0", "--upstream", "http://127.0.0.1:1"],
            through: """
                trap '' HUP; "$0" "$@" & trap - HUP; p=$!; sleep 1; kill -HUP $p; sleep 1; kill -TERM $p; wait $p; echo $? >&2
                """)
        #expect(output.complaint == "143\n", "\(output.complaint)")
    }
}

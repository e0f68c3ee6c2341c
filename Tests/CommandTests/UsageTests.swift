import TestSupport
import Testing

/// What everybody meets first: help, and mistakes on the command line.
struct UsageTests {
    static let commands = [
        "run", "env", "doctor", "ca", "ca path", "ca pem", "config", "version", "grep", "diff", "sql", "schema",
        "prune", "backup", "replay",
    ]

    @Test(arguments: commands) func `help of a command is its golden`(command: String) async throws {
        let output = try await Program().run(["help"] + command.split(separator: " ").map(String.init))
        #expect(output.status == 0)
        expectGolden(output.out, named: "help-\(command.replacing(" ", with: "-"))")
    }

    /// Also finds two flags of one name, with which a command does nothing at all.
    @Test func `every command of the help tells its usage`() async throws {
        let program = try Program()
        let help = try await program.run(["help"]).out
        let list = help.split(separator: "SUBCOMMANDS:").last.map(String.init) ?? ""
        let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        try #require(names.count >= 20, "\(names)")
        for name in names where name != "See" {
            let output = try await program.run([name, "--help"])
            #expect(output.status == 0, "\(name): \(output.complaint)")
            #expect(output.out.contains("USAGE: livetop \(name)"), "\(name): \(output.out)")
        }
    }

    @Test func `a mistyped command is refused with the nearest one`() async throws {
        let output = try await Program().run(["docter"])
        #expect(output.status == 64)
        #expect(
            output.complaint == """
                livetop: there is no command 'docter'
                  why: did you mean 'doctor'?
                  do:  livetop doctor

                """)
        #expect(output.out.isEmpty)
    }

    @Test func `a word that resembles no command is refused with the list`() async throws {
        let output = try await Program().run(["frobnicate"])
        #expect(output.status == 64)
        #expect(output.complaint.contains("it is none of"))
    }

    @Test func `a mistyped flag is refused with the nearest one`() async throws {
        let output = try await Program().run(["config", "--prot", "1"])
        #expect(output.status == 64)
        #expect(output.complaint.contains("Did you mean '--port'?"))
    }

    @Test func `a key on the command line is not repeated`() async throws {
        let output = try await Program().run(["config", "--api-key=AIzaSyHunter2Hunter2Hunter2Hunter2Hunter2"])
        #expect(output.status == 64)
        #expect(!output.complaint.contains("Hunter2"))
    }
}

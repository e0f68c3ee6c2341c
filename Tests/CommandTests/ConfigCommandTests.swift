import Foundation
import Testing

struct ConfigCommandTests {
    /// Layers from the strongest to the weakest, each with the port that it names.
    @Test(arguments: 0...4) func `the strongest layer that names a setting decides it`(absent: Int) async throws {
        let program = try Program()
        if absent < 4 { _ = try program.write("port = 1004\n", to: "config/livetop/config.toml") }
        if absent < 3 { _ = try program.write("port = 1003\n", to: ".livetop.toml") }
        let environment = absent < 2 ? ["LIVETOP_PORT": "1002"] : [:]
        let flags = absent < 1 ? ["--port", "1001"] : []
        let setting = try #require(
            try await settings(program, ["config"] + flags, environment: environment)["port"])
        #expect(setting["value"] as? String == ["1001", "1002", "1003", "1004", "8910"][absent])
        let origin = try #require(setting["origin"] as? String)
        #expect(origin.hasPrefix(["flag", "environment LIVETOP_PORT", "project file", "user file", "default"][absent]))
        #expect((setting["overrides"] as? [Any])?.count == max(0, 3 - absent))
    }

    @Test func `explain tells the line of the file and what lost`() async throws {
        let program = try Program()
        let file = try program.write("# mine\nport = 1004\n", to: "config/livetop/config.toml")
        let output = try await program.run(["config", "--explain"], environment: ["LIVETOP_PORT": "7"])
        let lines = output.out.split(separator: "\n").map(String.init)
        #expect(lines.first == "port              7  (environment LIVETOP_PORT)")
        #expect(lines.dropFirst().first == "                    over 1004  (user file \(file):2)")
    }

    @Test func `every path is told`() async throws {
        let program = try Program()
        let paths = try #require(try await program.run(["config", "--json"]).json["paths"] as? [String: String])
        #expect(paths["database"] == program.data + "/livetop.db")
        #expect(paths["config"] == program.file("config/livetop/config.toml"))
        #expect(paths["control-socket"] != nil)
    }

    @Test func `a relative path counts from the file that names it`() async throws {
        let program = try Program()
        _ = try program.write("upstream-ca = \"roots/ca.pem\"\n", to: "config/livetop/config.toml")
        let setting = try await settings(program, ["config"])["upstream-ca"]
        #expect(setting?["value"] as? String == program.file("config/livetop/roots/ca.pem"))
    }

    @Test func `the project file of the repository's root counts in its folders, and one above it does not`()
        async throws
    {
        let program = try Program()
        _ = try program.write("port = 1\n", to: ".livetop.toml")
        _ = try program.write("capture = \"meta\"\n", to: "project/.livetop.toml")
        _ = try program.write("", to: "project/.git/HEAD")
        _ = try program.write("", to: "project/deep/down/file")
        let settings = try await settings(program, ["config"], in: program.file("project/deep/down"))
        #expect(settings["capture"]?["value"] as? String == "meta")
        #expect(settings["port"]?["value"] as? String == "8910")
    }

    @Test(arguments: [
        ("port = \n", ":1:"), ("# fine\nport = \"many\"\n", ":2: bad value for port"),
        ("\n\nprot = 1\n", ":3: there is no setting 'prot'"), ("port = true\n", ":1: bad value for port"),
        ("listen = [\"localhost\"]\n", ":1: bad value for listen"), ("port = [1]\n", ":1: bad value for port"),
        ("upstream = \"ftp://x\"\n", ":1: bad value for upstream"),
    ]) func `a mistake in a configuration file is an error with its place`(text: String, place: String) async throws {
        let program = try Program()
        let file = try program.write(text, to: "config/livetop/config.toml")
        let output = try await program.run(["config"])
        #expect(output.status == 78)
        #expect(output.complaint.hasPrefix("livetop: \(file)\(place)"), "\(output.complaint)")
        #expect(output.complaint.split(separator: "\n").count == 3)
        #expect(output.out.isEmpty)
    }

    @Test(arguments: [
        ("theme = \"contrats\"\n", "bad value for theme", "did you mean contrast?"),
        ("mouse = 1\n", "bad value for mouse", "mouse = false"),
        ("[keys]\nfreez = \"f\"\n", "bad value for [keys]", "there is no action \"freez\""),
        ("[keys]\nfreeze = \"hyper-f\"\n", "bad value for [keys]", "there is no key \"hyper-f\""),
        ("[keys]\nfreeze = \"j\"\n", "bad value for [keys]", "bound to down and freeze"),
        ("[keys]\nfreeze = 1\n", "bad value for [keys]", "freeze names no keys"),
        ("keys = \"f\"\n", "bad value for [keys]", "it is no table"),
        ("[redact]\npatterns = ['(ab', 'c']\n", "bad value in [redact]", "pattern '(ab' cannot be used: expected )"),
        ("[redact]\npatterns = ['x*']\n", "bad value in [redact]", "pattern 'x*' cannot be used: it finds the empty"),
        ("[redact]\npatterns = 'x'\n", "bad value in [redact]", "patterns is not a list"),
        ("[redact]\npattern = ['x']\n", "bad value in [redact]", "did you mean patterns?"),
    ]) func `a mistake in what a file says about the screen is told`(
        text: String, place: String, cure: String
    ) async throws {
        let program = try Program()
        let file = try program.write(text, to: "config/livetop/config.toml")
        let output = try await program.run(["config"])
        #expect(output.status == 78)
        #expect(output.complaint.hasPrefix("livetop: \(file): \(place)"), "\(output.complaint)")
        #expect(output.complaint.contains(cure), "\(output.complaint)")
    }

    @Test func `an unknown setting in a file is answered with the nearest one`() async throws {
        let program = try Program()
        _ = try program.write("vertex-locaton = \"global\"\n", to: "config/livetop/config.toml")
        #expect(try await program.run(["config"]).complaint.contains("did you mean vertex-location?"))
    }

    @Test func `a bad variable is a configuration error, a bad flag is a usage error`() async throws {
        let program = try Program()
        let variable = try await program.run(["config"], environment: ["LIVETOP_CAPTURE": "some"])
        #expect(variable.status == 78)
        #expect(variable.complaint.contains("LIVETOP_CAPTURE"))
        let flag = try await program.run(["config", "--capture", "some"])
        #expect(flag.status == 64)
        #expect(flag.complaint.contains("--capture"))
    }

    @Test(arguments: ["https://user:hunter2@host", "https://host?key=hunter2"])
    func `a credential in the upstream's URL is refused and not repeated`(url: String) async throws {
        let output = try await Program().run(["config", "--upstream", url])
        #expect(output.status == 64)
        #expect(!output.complaint.contains("hunter2"))
    }

    private func settings(
        _ program: Program, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
    ) async throws -> [String: [String: Any]] {
        let output = try await program.run(arguments + ["--json"], environment: environment, in: folder)
        let settings = try #require(try output.json["settings"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: settings.map { ($0["name"] as? String ?? "", $0) })
    }
}

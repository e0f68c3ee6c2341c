import Foundation
import Testing

/// What stands between a call and the world: names of the authority, core files, upstreams in clear.
struct AccessCommandTests {
    @Test func `an upstream in clear beyond this machine is refused at the start, until somebody accepts it`()
        async throws
    {
        let program = try Program()
        for arguments in [["serve"], ["run", "--", "true"]] {
            let flags = ["--port", "0", "--upstream", "http://192.0.2.1"]
            let refused = try await program.run([arguments[0]] + flags + arguments.dropFirst())
            #expect(refused.status == 78)
            #expect(refused.complaint.contains("livetop: will not send calls to http://192.0.2.1"))
            #expect(refused.complaint.contains("--insecure-upstream"))
        }
        let flags = ["--port", "0", "--upstream", "http://192.0.2.1", "--insecure-upstream"]
        #expect(try await program.run(["run"] + flags + ["--", "true"]).status == 0)
        let variable = ["LIVETOP_INSECURE_UPSTREAM": "true"]
        #expect(try await program.run(["run"] + flags.dropLast() + ["--", "true"], environment: variable).status == 0)
        _ = try program.write("insecure-upstream = true\n", to: ".livetop.toml")
        let here = program.file("")
        #expect(try await program.run(["run"] + flags.dropLast() + ["--", "true"], in: here).status == 0)
    }

    @Test func `the proxy leaves no core file, and the program of a run keeps its own limit`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.json()
        #expect(try coreLimit(of: serve.pid).hasPrefix("0 "))
        let allowed = try Program().start(["serve", "--json", "--port", "0", "--core-dumps"])
        _ = try allowed.json()
        let own = try coreLimit(of: getpid())
        #expect(try coreLimit(of: allowed.pid) == own)
        let run = try await Program().run(["run", "--port", "0", "--", "cat", "/proc/self/limits"])
        #expect(Self.core(in: run.out) == own)
    }

    @Test func `a new name makes a new authority and says which trust to renew`() async throws {
        let program = try Program()
        let first = try await program.run(["ca", "path"])
        #expect(first.complaint.isEmpty)
        let second = try await program.run(["ca", "path", "--allow-host", "host.docker.internal"])
        #expect(second.out == first.out)
        #expect(second.complaint.contains("could not vouch for host.docker.internal"))
        #expect(second.complaint.contains(program.data + "/ca.pem") && second.complaint.contains("ca-bundle.pem"))
        #expect(try await program.run(["ca", "path", "--allow-host", "host.docker.internal"]).complaint.isEmpty)
        #expect(try await program.run(["ca", "path"]).complaint.isEmpty)
    }

    @Test func `a running proxy keeps its authority whatever others ask for`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.json()
        let before = try await program.run(["ca", "pem"]).out
        let asked = try await program.run(["ca", "path", "--allow-host", "a.internal"])
        #expect(asked.status == 0 && asked.complaint.isEmpty)
        #expect(try await program.run(["ca", "pem"]).out == before)
    }

    @Test func `a key that others can read ends every command that needs it`() async throws {
        let program = try Program()
        _ = try await program.run(["ca", "path"])
        let key = program.data + "/ca-key.pem"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        for command in [["serve", "--port", "0"], ["ca", "path"], ["mock", "--tls", "--port", "0"]] {
            let output = try await program.run(command)
            #expect(output.status == 77, "\(command)")
            #expect(output.complaint.contains("its mode is 0644") && output.complaint.contains("chmod 600"))
        }
    }

    private func coreLimit(of pid: Int32) throws -> String {
        Self.core(in: try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8))
    }

    /// Soft and hard, as `/proc/PID/limits` has them.
    private static func core(in limits: String) -> String {
        let line = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") } ?? ""
        return line.dropFirst("Max core file size".count).split(separator: " ").joined(separator: " ")
    }
}

import Foundation
import Testing

struct EnvCommandTests {
    @Test func `a shell that evaluates the lines has the variables, whatever their values hold`() async throws {
        let program = try Program()
        let folder = program.file("it's a $(folder) `with` \"everything\"")
        let script = #"eval "$("$LIVETOP" env --shell sh)"; printf '%s\n' "$SSL_CERT_FILE" "$GOOGLE_GEMINI_BASE_URL""#
        let environment = ["LIVETOP": Program.binary, "LIVETOP_DATA_DIR": folder]
        let output = try await program.run(["run", "--port", "0", "--", "sh", "-c", script], environment: environment)
        let lines = output.out.split(separator: "\n").map(String.init)
        #expect(lines.first == folder + "/ca-bundle.pem", "\(output.complaint)")
        #expect(lines.last?.hasPrefix("https://localhost:") == true)
    }

    @Test(arguments: [
        ("bash", #"export SSL_CERT_FILE='DATA/ca-bundle.pem'"#), ("zsh", #"export SSL_CERT_FILE='DATA/ca-bundle.pem'"#),
        ("fish", #"set -gx SSL_CERT_FILE 'DATA/ca-bundle.pem'"#),
        ("powershell", #"$env:SSL_CERT_FILE = 'DATA/ca-bundle.pem'"#),
    ]) func `each shell gets its own syntax`(shell: String, line: String) async throws {
        let program = try Program()
        let output = try await program.run(["env", "--shell", shell])
        #expect(output.out.contains(line.replacing("DATA", with: program.data)))
    }

    @Test(arguments: [
        ("python", ["SSL_CERT_FILE"]), ("adk", ["SSL_CERT_FILE"]), ("go", ["SSL_CERT_FILE"]),
        ("js", ["NODE_EXTRA_CA_CERTS"]), ("java", []), ("raw", ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]),
    ]) func `an SDK gets the trust settings that it reads`(sdk: String, trust: [String]) async throws {
        let variables = try await variables(["env", "--sdk", sdk])
        let always: Set = ["GOOGLE_GEMINI_BASE_URL", "NO_PROXY", "no_proxy"]
        #expect(Set(variables.keys) == always.union(trust))
    }

    @Test func `loopback joins what is exempt from the proxy already`() async throws {
        let variables = try await variables(
            ["env"], environment: ["NO_PROXY": "corp.example, localhost", "no_proxy": "10.0.0.1"])
        #expect(variables["NO_PROXY"] == "corp.example,localhost,10.0.0.1,127.0.0.1,::1")
        #expect(variables["no_proxy"] == variables["NO_PROXY"])
    }

    @Test func `Vertex goes through the proxy only where a location is named, and HTTPS_PROXY is never set`()
        async throws
    {
        let without = try await variables(["env"])
        #expect(without["GOOGLE_VERTEX_BASE_URL"] == nil)
        #expect(without["HTTPS_PROXY"] == nil)
        let with = try await variables(["env", "--vertex-location", "us-central1", "--tag", "mine"])
        #expect(with["GOOGLE_VERTEX_BASE_URL"] == "https://localhost:8910/t/mine")
        #expect(with["GOOGLE_GEMINI_BASE_URL"] == "https://localhost:8910/t/mine")
    }

    @Test func `Node's additional certificates keep those that were named before`() async throws {
        let program = try Program()
        let theirs = try program.write("-----BEGIN CERTIFICATE-----\ncorporate\n", to: "corporate.pem")
        let document = try await program.run(["env", "--json"], environment: ["NODE_EXTRA_CA_CERTS": theirs]).json
        let variables = try #require(document["variables"] as? [String: String])
        let certificates = try String(contentsOfFile: #require(variables["NODE_EXTRA_CA_CERTS"]), encoding: .utf8)
        #expect(certificates.contains("corporate"))
        #expect(certificates.contains(try await program.run(["ca", "pem"]).out))
    }

    @Test(arguments: ["a/b", "a b", "..", ""]) func `a tag that cannot stand in a path is refused`(tag: String)
        async throws
    {
        #expect(try await Program().run(["env", "--tag", tag]).status == 64)
    }

    private func variables(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> [String: String] {
        let document = try await Program().run(arguments + ["--json"], environment: environment).json
        return try #require(document["variables"] as? [String: String])
    }
}

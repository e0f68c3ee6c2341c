import Corpus
import Foundation
import Simulator
import Testing

struct DoctorCommandTests {
    @Test func `all is good with a running upstream`() async throws {
        let program = try Program()
        let serve = try Program().start(["serve", "--json", "--port", "0"])
        let port = try #require(try serve.json()["port"] as? Int)
        let checks = try await checks(program, ["--upstream", "http://127.0.0.1:\(port)"], status: 0)
        #expect(checks["upstream.connect"]?["outcome"] as? String == "good")
        #expect(checks["upstream.connect"]?["milliseconds"] as? Double != nil)
        #expect(checks["port"]?["finding"] as? String != nil)
    }

    @Test func `an upstream that does not answer is a problem with a cure`() async throws {
        let checks = try await checks(Program(), ["--upstream", "http://127.0.0.1:1"], status: 2)
        #expect(checks["upstream.dns"]?["outcome"] as? String == "good")
        #expect(checks["upstream.connect"]?["outcome"] as? String == "problem")
        #expect((checks["upstream.connect"]?["cure"] as? String)?.isEmpty == false)
    }

    @Test func `an upstream with an unknown authority is a problem until the authority is named`() async throws {
        let upstream = try Program()
        let serve = try upstream.start(["serve", "--json", "--port", "0"])
        let place = try serve.json()
        let (port, ca) = (try #require(place["port"] as? Int), try #require(place["ca"] as? String))
        let url = ["--upstream", "https://localhost:\(port)"]
        let unknown = try await checks(Program(), url, status: 2)
        #expect(unknown["upstream.connect"]?["outcome"] as? String == "good")
        #expect(unknown["upstream.tls"]?["outcome"] as? String == "problem")
        #expect((unknown["upstream.tls"]?["cure"] as? String)?.contains("--upstream-ca") == true)
        let known = try await checks(Program(), url + ["--upstream-ca", ca], status: 0)
        #expect(known["upstream.tls"]?["outcome"] as? String == "good")
    }

    @Test func `clients that were recorded with a model that ends are named`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "desk")
        _ = await stage.end()
        let none = try await stage.read(["doctor", "--upstream", "http://127.0.0.1:1", "--json"]).json
        let good = try #require((none["checks"] as? [[String: Any]])?.first { $0["id"] as? String == "models" })
        #expect(good["outcome"] as? String == "good")
        _ = try stage.program.write(
            "dated = 2026-11-28\n[[model]]\nid = \"gemini-robotics-er-2-streaming-preview\"\nends = 2026-01-01\n",
            to: "config/livetop/models.toml")
        let told = try await stage.read(["doctor", "--upstream", "http://127.0.0.1:1", "--json"]).json
        let note = try #require((told["checks"] as? [[String: Any]])?.first { $0["id"] as? String == "models" })
        #expect(note["outcome"] as? String == "notice")
        let finding = try #require(note["finding"] as? String)
        #expect(finding.contains("ended on 2026-01-01") && finding.contains("tag desk: 1 session"), "\(finding)")
    }

    @Test func `a port in use is told with its holder`() async throws {
        let serve = try Program().start(["serve", "--json", "--port", "0"])
        let port = try #require(try serve.json()["port"] as? Int)
        let checks = try await checks(
            Program(), ["--port", "\(port)", "--upstream", "http://127.0.0.1:\(port)"], status: 2)
        #expect((checks["port"]?["finding"] as? String)?.contains("(process \(serve.pid))") == true)
        #expect((checks["port"]?["cure"] as? String)?.contains("--port 0") == true)
    }

    @Test func `the proxy of the data folder is told by its control socket`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        let port = try #require(try serve.json()["port"] as? Int)
        let checks = try await checks(program, ["--upstream", "http://127.0.0.1:\(port)"], status: 0)
        #expect(checks["port"]?["finding"] as? String == "livetop (process \(serve.pid)) is listening on port \(port)")
        #expect((checks["proxy"]?["finding"] as? String)?.hasPrefix("0 open calls, serve") == true)
        for id in ["ca", "ca.key", "ca.bundle", "data", "database", "disk"] {
            #expect(checks[id]?["outcome"] as? String == "good", "\(id): \(checks[id] ?? [:])")
        }
    }

    @Test func `a data folder that others can read is a problem`() async throws {
        let program = try Program()
        _ = try await program.run(["ca", "path"])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.data)
        let checks = try await checks(program, ["--upstream", "http://127.0.0.1:1"], status: 2)
        #expect(checks["data"]?["outcome"] as? String == "problem")
        #expect((checks["data"]?["cure"] as? String)?.hasPrefix("chmod 700") == true)
    }

    @Test func `damaged certificates are a problem`() async throws {
        let program = try Program()
        _ = try program.write("no certificate", to: "data/livetop/ca.pem")
        let checks = try await checks(program, ["--upstream", "http://127.0.0.1:1"], status: 2)
        #expect(checks["ca"]?["outcome"] as? String == "problem")
    }

    /// In a shell whose SDKs dial the proxy the variables are a problem; elsewhere they are only worth knowing.
    @Test(arguments: [("https://localhost:8910", "problem"), ("", "note")])
    func `variables that lead clients elsewhere are told`(baseURL: String, word: String) async throws {
        let environment = [
            "HTTPS_PROXY": "http://user:hunter2@proxy.example:3128", "SSL_CERT_FILE": "/etc/corporate.pem",
            "GOOGLE_GEMINI_BASE_URL": baseURL,
        ]
        let output = try await Program().run(
            ["doctor", "--upstream", "http://127.0.0.1:1"], environment: environment)
        let lines = output.out.split(separator: "\n").map { $0.lowercased() }
        #expect(lines.contains { $0.hasPrefix(word) && $0.contains("environment.proxy") }, "\(output.out)")
        #expect(lines.contains { $0.hasPrefix(word) && $0.contains("environment.trust") })
        #expect(!output.out.contains("hunter2"))
    }

    /// The checks by id, of a run that ended with `status`.
    private func checks(
        _ program: Program, _ arguments: [String], status: Int32
    ) async throws -> [String: [String: Any]] {
        let port = arguments.contains("--port") ? [] : ["--port", "0"]
        let output = try await program.run(["doctor", "--json"] + port + arguments)
        #expect(output.status == status, "\(output.out) \(output.complaint)")
        let document = try output.json
        #expect(document["ok"] as? Bool == (status == 0))
        let checks = try #require(document["checks"] as? [[String: Any]])
        return Dictionary(checks.map { ($0["id"] as? String ?? "", $0) }) { first, _ in first }
    }
}

import Corpus
import Foundation
import LiveProtocol
import Simulator
import Testing

/// `livetop resend`: the recorded client against a simulated service, through the real proxy.
@Suite(.serialized) struct ResendCommandTests {
    private static let key = "AIzaSyntheticKeyOfNobody-0123456789abcd"

    /// A recording whose proxy has ended.
    private func recorded(_ scripts: Script..., arguments: [String] = []) async throws -> CallStage {
        let stage = try await CallStage(arguments: arguments)
        var handle: String?
        for script in scripts { handle = await stage.play(script, tag: "first", handle: handle).handle }
        _ = await stage.end()
        return stage
    }

    private func service(_ change: (inout MockConfiguration) -> Void = { _ in }) async throws -> (MockServer, String) {
        var configuration = MockConfiguration(keepsFrames: true)
        configuration.behaviour.pace = 4
        change(&configuration)
        let mock = try MockServer(configuration)
        return (mock, "http://127.0.0.1:\(try await mock.start())")
    }

    private func resend(
        _ stage: CallStage, _ session: String = "@last", to upstream: String, _ more: [String] = ["--yes"],
        key: String? = ResendCommandTests.key
    ) async throws -> Program.Output {
        try await stage.program.run(
            ["resend", session, "--json", "--upstream", upstream, "--data-dir", stage.dataFolder] + more,
            environment: key.map { ["GEMINI_API_KEY": $0] } ?? [:])
    }

    /// What the service was told, as JSON.
    private func told(_ mock: MockServer) throws -> [JSONValue] {
        try mock.frames.filter { $0.direction == .clientToServer && $0.frame.opcode == .text }.map {
            try JSONValue(parsing: $0.frame.payload ?? [])
        }
    }

    @Test func `the client's side is said again, recorded, and linked to where it comes from`() async throws {
        let stage = try await recorded(.textTalk(turns: 2))
        let (mock, upstream) = try await service()
        let output = try await resend(stage, to: upstream)
        #expect(output.status == 0, "\(output.complaint)")
        let document = try output.json
        #expect(document["schema"] as? String == "livetop.resend/1")
        #expect(document["isComplete"] as? Bool == true)
        let new = try #require((document["sessions"] as? [String])?.first)
        let origin = try #require(document["origin"] as? String)
        #expect(output.complaint.contains("livetop diff --data-dir \(stage.dataFolder) \(origin) \(new)"))

        let texts = try told(mock).map(\.text)
        #expect(texts.count == 3, "a setup and two questions: \(texts)")
        #expect(texts[0].contains(#""setup""#) && texts[1].contains("Question 1") && texts[2].contains("Question 2"))
        let listed = try await stage.read(["ls", "--json"]).json["sessions"] as? [[String: Any]]
        #expect(listed?.map { $0["id"] as? String } == [origin, new])
        #expect(listed?.last?["tag"] as? String == "first")
        #expect(listed?.last?["origin"] as? String == origin)
        #expect(listed?.first?["origin"] is NSNull)
        #expect(try await stage.read(["diff", origin, new]).status <= 1)
        await mock.shutdown()
    }

    @Test func `the key reaches the service and nothing else`() async throws {
        let stage = try await recorded(.textTalk(turns: 1))
        let (mock, upstream) = try await service()
        let refused = try await resend(stage, to: upstream, key: Self.key + "mock-invalid")
        #expect(refused.status == 69)
        #expect(refused.complaint.contains("1007"), "\(refused.complaint)")
        // The refused call is the last session now.
        let accepted = try await resend(stage, "@-2", to: upstream)
        #expect(accepted.status == 0)
        for text in [refused.out, refused.complaint, accepted.out, accepted.complaint] {
            #expect(!text.contains(Self.key))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: stage.dataFolder)
        for file in files {
            // A folder has no content to look at.
            guard let content = FileManager.default.contents(atPath: stage.dataFolder + "/" + file) else { continue }
            #expect(content.range(of: Data(Self.key.utf8)) == nil, "\(file) holds the key")
        }
        await mock.shutdown()
    }

    @Test func `answers of tools carry the ids of the new calls`() async throws {
        let stage = try await recorded(.toolUse(turns: 1))
        let (mock, upstream) = try await service()
        let output = try await resend(stage, to: upstream)
        #expect(output.status == 0, "\(output.complaint)")
        let calls = mock.frames.filter { $0.direction == .serverToClient }.compactMap {
            try? JSONValue(parsing: $0.frame.payload ?? [])["toolCall"]?["functionCalls"]?.array?.first?["id"]?.string
        }
        let answers = try told(mock).compactMap {
            $0["toolResponse"]?["functionResponses"]?.array?.first?["id"]?.string
        }
        #expect(!calls.isEmpty)
        #expect(answers == calls)
        await mock.shutdown()
    }

    @Test func `redacted handles are dropped; the next connection resumes with a new one`() async throws {
        let stage = try await recorded(.moving(), .moving())
        let (mock, upstream) = try await service()
        let output = try await resend(stage, to: upstream)
        #expect(output.status == 0, "\(output.complaint)")
        let handles = try told(mock).compactMap { $0["setup"]?["sessionResumption"] }.map { $0["handle"]?.string }
        #expect(handles.count == 2)
        #expect(handles.first == .some(nil))
        let second = try #require(handles.last ?? nil)
        #expect(!second.hasPrefix("h:"))
        #expect((try output.json["sessions"] as? [String])?.count == 1, "the two connections are one session")
        await mock.shutdown()
    }

    @Test func `nothing is sent without being asked for`() async throws {
        let stage = try await recorded(.textTalk(turns: 1))
        let (mock, upstream) = try await service()
        let refused = try await resend(stage, to: upstream, [])
        #expect(refused.status == 64)
        #expect(refused.complaint.contains("--yes"))
        let arguments = ["resend", "@last", "--upstream", upstream, "--data-dir", stage.dataFolder]
        let terminal = try PseudoTerminal(arguments, columns: 100, rows: 30)
        try terminal.expect("[y/N]")
        #expect(terminal.output.contains("2 messages on 1 connection"))
        #expect(terminal.output.contains("without a key"))
        terminal.type("n\r")
        terminal.finish()
        #expect(mock.connectionCount == 0)
        let agreeing = try PseudoTerminal(arguments, columns: 100, rows: 30)
        try agreeing.expect("[y/N]")
        agreeing.type("y\r")
        try agreeing.expect("livetop diff")
        agreeing.finish()
        #expect(mock.connectionCount == 1)
        await mock.shutdown()
    }

    @Test(arguments: ["meta", "no-audio"])
    func `a session without its payloads is refused`(level: String) async throws {
        let stage = try await recorded(.textTalk(turns: 1), arguments: ["--capture", level])
        let output = try await resend(stage, to: "http://127.0.0.1:9")
        #expect(output.status == 65)
        #expect(output.complaint.contains("--capture full"), "\(output.complaint)")
    }

    @Test func `a certificate that nobody vouches for is refused, one that is named is taken`() async throws {
        let stage = try await recorded(.textTalk(turns: 1))
        let mock = try stage.program.start(["mock", "--tls", "--port", "0", "--json", "--pace", "4"])
        let place = try mock.json()
        let (url, authority) = try #require((place["baseURL"] as? String, place["ca"] as? String) as? (String, String))
        let refused = try await resend(stage, to: url)
        #expect(refused.status == 69)
        #expect(refused.complaint.contains("TLS"), "\(refused.complaint)")
        #expect(refused.complaint.split(separator: "\n").count == 3, "\(refused.complaint)")
        let accepted = try await resend(stage, "@-2", to: url, ["--yes", "--upstream-ca", authority])
        #expect(accepted.status == 0, "\(accepted.complaint)")
    }

    @Test func `the limit of its duration ends it politely`() async throws {
        let silence = Script {
            client(.setup(SetupLine(model: "gemini-3.8-live")))
            server(.setupComplete)
            client(.audio(.silence(.seconds(40))))
        }
        let stage = try await recorded(silence)
        let (mock, upstream) = try await service()
        let output = try await resend(stage, to: upstream, ["--yes", "--max-duration", "2s"])
        #expect(output.status == 0, "\(output.complaint)")
        #expect(try output.json["isCut"] as? Bool == true)
        #expect(output.complaint.contains("--max-duration"))
        #expect(try told(mock).count < 200, "it stopped long before the 1,000 chunks were said")
        await mock.shutdown()
    }

    @Test func `a running proxy with the same upstream records it; another one is left alone`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "first")
        let output = try await resend(stage, to: stage.upstream)
        #expect(output.status == 0, "\(output.complaint)")
        let origin = try output.json["origin"] as? String
        let listed = try await stage.read(["ls", "--json"]).json["sessions"] as? [[String: Any]]
        #expect(listed?.last?["origin"] as? String == origin)
        let other = try await resend(stage, to: "http://127.0.0.1:9")
        #expect(other.status == 69)
        #expect(other.complaint.contains("sends its calls to \(stage.upstream)"), "\(other.complaint)")
        _ = await stage.end()
    }

    @Test func `without a key Google is not called, and a key does not travel in plain text`() async throws {
        let stage = try await recorded(.textTalk(turns: 1))
        let google = try await stage.read(["resend", "@last", "--yes"])
        #expect(google.status == 78)
        #expect(google.complaint.contains("GEMINI_API_KEY"))
        let plain = try await resend(stage, to: "http://192.0.2.1:9")
        #expect(plain.status == 78)
        #expect(plain.complaint.contains("plain text"))
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// Archives as the tools themselves write them.
@Suite struct ArchiveDialectTests {
    private static let live =
        "wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"

    /// Chrome: `time` in seconds with fractions, text as it is, no close.
    private static let chrome = """
        {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[{"id":"page_1","title":"}]"}],
        "entries":[{"_initiator":{"type":"script","stack":{"callFrames":[]}},"_priority":null,"_resourceType":"websocket",
        "cache":{},"connection":"38","request":{"method":"GET","url":"\(live)?key=AIzaSyA","httpVersion":"HTTP/1.1",
        "headers":[{"name":"Origin","value":"http://localhost:5173"}],"queryString":[{"name":"key","value":"AIzaSyA"}],
        "cookies":[],"headersSize":-1,"bodySize":0},
        "response":{"status":101,"statusText":"Switching Protocols","headers":[{"name":"Upgrade","value":"websocket"}],
        "content":{"size":0,"mimeType":"x-unknown"}},"serverIPAddress":"142.250.1.1",
        "startedDateTime":"2026-11-28T10:00:00.000Z","time":5000.5,
        "timings":{"blocked":-1,"dns":1.5,"connect":30,"ssl":20,"send":0,"wait":40,"receive":0},
        "_webSocketMessages":[
        {"type":"send","time":1795860000.2,"opcode":1,"data":"{\\"setup\\":{\\"model\\":\\"models/m\\"}}"},
        {"type":"receive","time":1795860000.4,"opcode":2,"data":"eyJzZXR1cENvbXBsZXRlIjp7fX0="}]},
        {"startedDateTime":"2026-11-28T10:00:01.000Z","request":{"url":"https://fonts.test/a.css"},
        "response":{"status":200,"content":{"text":"body{}"}}}]}}
        """

    @Test(arguments: [1, 13, 100_000])
    func `Chrome's archive is one call among other requests`(portion: Int) throws {
        let read = try Foreign(Array(Self.chrome.utf8), .archive, portion: portion)
        #expect(read.openings.count == 1)
        let info = try #require(read.openings.first)
        #expect(info.endpoint.surface == .geminiAPI)
        #expect(info.endpoint.version == "v1beta")
        #expect(info.upstream == "https://generativelanguage.googleapis.com")
        #expect(info.header("origin") == "http://localhost:5173")
        #expect(read.frames.map(\.direction) == [.clientToServer, .serverToClient])
        #expect(
            read.frames.map { String(decoding: $0.payload, as: UTF8.self) } == [
                #"{"setup":{"model":"models/m"}}"#, #"{"setupComplete":{}}"#,
            ])
        #expect(read.events.first?.event.at.rfc3339 == "2026-11-28T10:00:00.000Z")
        #expect(read.frames[0].at - (read.events.first?.event.at ?? read.frames[0].at) == .milliseconds(200))
        #expect(read.tally.words == "2 frames recorded by WebInspector 537.36")
        #expect(read.closures.isEmpty)
    }

    private func archive(_ entries: String...) -> [UInt8] {
        Array(#"{"log":{"creator":{"name":"T"},"entries":[\#(entries.joined(separator: ","))]}}"#.utf8)
    }

    private func entry(
        _ messages: String, url: String = live, status: Int = 101, more: String = ""
    ) -> String {
        #"{"startedDateTime":"2026-11-28T10:00:00.000Z","request":{"url":"\#(url)"},"response":{"status":\#(status)},"_webSocketMessages":[\#(messages)]\#(more)}"#
    }

    private static let setup = #"{"type":"send","time":1795860000.2,"opcode":1,"data":"{\"setup\":{}}"}"#

    @Test func `calls of one archive are sessions of their own`() throws {
        let read = try Foreign(archive(entry(Self.setup), entry(Self.setup), entry(Self.setup)), .archive)
        #expect(Set(read.events.map(\.session)).count == 3)
        #expect(read.tally.connections == 3)
        #expect(read.tally.frames == 3)
    }

    @Test func `a Vertex call is one`() throws {
        let url =
            "wss://us-central1-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent"
        let read = try Foreign(archive(entry(Self.setup, url: url)), .archive)
        #expect(read.openings.first?.endpoint.surface == .vertex)
        #expect(read.openings.first?.upstream == "https://us-central1-aiplatform.googleapis.com")
    }

    @Test func `a refused call is a session without a message`() throws {
        let read = try Foreign(archive(entry("", status: 403)), .archive)
        let refusals = read.events.compactMap { if case .refused(let refusal) = $0.event.kind { refusal } else { nil } }
        #expect(refusals.map(\.status) == [403])
        #expect(read.frames.isEmpty)
    }

    @Test func `what breaks off says where`() {
        let whole = archive(entry(Self.setup), entry(Self.setup + "," + Self.setup))
        let error = #expect(throws: ImportError.self) { try Foreign(Array(whole.dropLast(30)), .archive) }
        #expect(error?.reason.contains("it breaks off in entry 2, behind message") == true, "\(error?.reason ?? "")")
        #expect(error?.remedy == "save the archive once more: its end is missing")
    }

    @Test func `an archive without sockets says how to record them`() {
        let page = #"{"request":{"url":"https://a.test"},"response":{"status":200}}"#
        let error = #expect(throws: ImportError.self) { try Foreign(archive(page, page), .archive) }
        #expect(error?.reason == "the archive holds no WebSocket messages (`_webSocketMessages`) in its 2 entries")
        #expect(error?.remedy?.hasPrefix("record them: Chrome") == true)
    }

    @Test func `messages that cannot be understood at all are told by the first`() {
        let error = #expect(throws: ImportError.self) {
            try Foreign(archive(entry("3,4", url: "wss://a.test")), .archive)
        }
        #expect(error?.reason.isEmpty == false)
    }

    @Test func `sockets that were left out are named`() {
        let other = entry(#"{"type":"send","time":1,"data":"hi"}"#, url: "wss://chat.test/socket")
        let error = #expect(throws: ImportError.self) { try Foreign(archive(other), .archive) }
        #expect(error?.reason.contains("chat.test") == true)
        #expect(error?.remedy == "livetop import --all-sockets takes them as they are")
    }

    @Test func `two entries with one connection of ours are refused`() throws {
        let own = try RecordedCall.talk.text(as: "har")
        let start = try #require(own.firstRange(of: "\"entries\":[\n")).upperBound
        let end = try #require(own.firstRange(of: "\n]}}\n")).lowerBound
        let twice = own[..<end] + ",\n" + own[start..<end] + own[end...]
        let error = #expect(throws: ImportError.self) { try Foreign(Array(twice.utf8), .archive) }
        #expect(error?.reason.contains("two entries have the same connection") == true)
    }

    // MARK: Other recorders

    private func read(_ lines: String) throws -> Foreign { try Foreign(telling: Array(lines.utf8)) }

    @Test func `what Playwright's page tells of frames is understood`() throws {
        let read = try read(
            """
            {"event":"framesent","timestamp":1795860000200,"payload":"{\\"setup\\":{}}"}
            {"event":"framereceived","timestamp":1795860000400,"payload":"{\\"setupComplete\\":{}}"}
            """)
        #expect(read.frames.map(\.direction) == [.clientToServer, .serverToClient])
        #expect(read.frames[1].at - read.frames[0].at == .milliseconds(200))
    }

    @Test func `bytes may be a list of numbers`() throws {
        let bytes = Array(#"{"setup":{}}"#.utf8).map(String.init).joined(separator: ",")
        let read = try read(
            """
            {"t":0.1,"dir":"up","data":[\(bytes)]}
            {"t":0.2,"dir":"up","data":{"type":"Buffer","data":[\(bytes)]}}
            """)
        #expect(read.frames.map(\.payload) == [Array(#"{"setup":{}}"#.utf8), Array(#"{"setup":{}}"#.utf8)])
    }

    @Test func `a close is an end, with its code and reason`() throws {
        let read = try read(
            """
            {"t":0.1,"dir":"up","json":{"setup":{}}}
            {"t":9.2,"dir":"down","type":"close","code":1011,"reason":"Internal"}
            """)
        #expect(read.closures == [Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal")])
        #expect(
            read.events.last?.event.at
                == read.events.last { if case .closed = $0.event.kind { true } else { false } }?.event.at)
    }

    @Test(arguments: [
        "[{\"dir\":\"up\",\"t\":1,\"json\":{\"setup\":{}}}]",
        "{\"dir\":\"up\",\n\"t\":1,\n\"json\":{\"setup\":{}}}\n{\"dir\":\"down\",\n\"t\":2,\"json\":{\"setupComplete\":{}}}",
    ])
    func `a single message is a call in every shape`(text: String) throws {
        let read = try read(text)
        #expect(read.frames.first?.direction == .clientToServer)
        #expect(read.frames.first.map { String(decoding: $0.payload, as: UTF8.self) } == #"{"setup":{}}"#)
    }

    @Test(arguments: ["{\"setup\":{}}", "{\"messages\":[{\"setup\":{}}]}"])
    func `a setup alone is no call`(text: String) {
        let error = #expect(throws: ImportError.self) { try read(text) }
        #expect(error?.remedy == "livetop lint FILE says what is wrong with one")
    }
}

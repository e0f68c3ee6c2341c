import LiveProtocol
import Testing

@testable import Runtime

/// The Model Context Protocol as lines of text.
@Suite struct AgentServerTests {
    private static var server: AgentServer {
        AgentServer(
            tools: [
                AgentTool(
                    name: "echo", title: "Echo", summary: "says it again",
                    parameters: [
                        .init("word", .string, "what", isRequired: true), .init("times", .integer, "how often"),
                        .init("how", .string, "loud or soft", choices: ["loud", "soft"]),
                    ]
                ) { arguments in
                    let word = arguments.string("word") ?? ""
                    guard word != "lost" else {
                        throw UserError(
                            .notFound, what: "cannot echo", why: "there is none",
                            remedy: "'livetop ls' lists what there is, livetop echo says it, livetop serve does not")
                    }
                    guard word != "fail" else {
                        throw UserError(
                            .notFound, what: "cannot echo", why: "there is none", remedy: "say another word")
                    }
                    return word == "json"
                        ? .document(.object([("word", .string(word))]))
                        : .text(String(repeating: word, count: arguments.integer("times") ?? 1))
                }
            ],
            resources: [AgentResource(address: "livetop://a", name: "a", summary: "an a") { "aaa" }],
            instructions: "Ask.", version: "1.2")
    }

    private func answer(_ line: String) throws -> JSONValue? {
        guard let bytes = Self.server.answer(to: Array(line.utf8)) else { return nil }
        #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
        return try JSONValue(parsing: Array(bytes.dropLast()))
    }

    private func result(_ method: String, _ parameters: String = "{}") throws -> JSONValue? {
        let answer = try answer(#"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":\#(parameters)}"#)
        #expect(answer?["id"]?.integer == 7)
        return answer?["result"]
    }

    @Test func `a client is told what there is`() throws {
        let asked = #"{"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"t","version":"1"}}"#
        let introduced = try result("initialize", asked)
        #expect(introduced?["protocolVersion"]?.string == "2024-11-05")
        #expect(introduced?["serverInfo"]?["version"]?.string == "1.2")
        #expect(introduced?["instructions"]?.string == "Ask.")
        let other = try result("initialize", #"{"protocolVersion":"1999-01-01"}"#)
        #expect(other?["protocolVersion"]?.string == AgentServer.protocols[0])
        let tool = try result("tools/list")?["tools"]?.array?.first
        #expect(tool?["name"]?.string == "echo")
        #expect(tool?["inputSchema"]?["required"] == .array(["word"]))
        #expect(tool?["inputSchema"]?["properties"]?["how"]?["enum"] == .array(["loud", "soft"]))
        #expect(tool?["annotations"]?["readOnlyHint"]?.bool == true)
        #expect(try result("resources/list")?["resources"]?.array?.first?["uri"]?.string == "livetop://a")
        let read = try result("resources/read", #"{"uri":"livetop://a"}"#)
        #expect(read?["contents"]?.array?.first?["text"]?.string == "aaa")
        #expect(try result("ping") == .noMembers)
    }

    @Test func `a tool answers with text or a document`() throws {
        let text = try result("tools/call", #"{"name":"echo","arguments":{"word":"ab","times":2}}"#)
        #expect(text?["content"]?.array?.first?["text"]?.string == "abab")
        #expect(text?["isError"]?.bool == false)
        let document = try result("tools/call", #"{"name":"echo","arguments":{"word":"json"}}"#)
        #expect(document?["structuredContent"]?["word"]?.string == "json")
        #expect(document?["content"]?.array?.first?["text"]?.string == #"{"word":"json"}"#)
    }

    @Test(arguments: [
        (#"{"word":"lost"}"#, "'livetop ls' lists what there is, the tool echo says it, livetop serve does not"),
        (#"{"word":"fail"}"#, "say another word"), ("{}", "word is missing"), (#"{"word":1}"#, "word is no string"),
        (#"{"word":"a","times":1.5}"#, "times is no integer"), (#"{"word":"a","x":1}"#, "it takes no 'x'"),
        (#"{"word":"a","how":"odd"}"#, "how cannot be 'odd'"), ("[]", "arguments is no object"),
    ])
    func `a wrong question to a tool is told to the agent`(arguments: String, words: String) throws {
        let told = try result("tools/call", #"{"name":"echo","arguments":\#(arguments)}"#)
        #expect(told?["isError"]?.bool == true)
        let text = try #require(told?["content"]?.array?.first?["text"]?.string)
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ("{", -32_700), ("", -32_700), ("[]", -32_600), (#""x""#, -32_600), (#"{"id":1,"method":"ping"}"#, -32_600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32_600), (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32_600),
        (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32_600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":3}"#, -32_602),
        (#"{"jsonrpc":"2.0","id":1,"method":"nothing"}"#, -32_601),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rm"}}"#, -32_602),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, -32_602),
        (#"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"livetop://b"}}"#, -32_002),
        (#"{"jsonrpc":"2.0","id":1,"method":"resources/read"}"#, -32_602),
    ])
    func `what is no request is refused by number`(line: String, code: Int64) throws {
        let answer = try #require(try answer(line))
        #expect(answer["error"]?["code"]?.integer == code)
        #expect(answer["error"]?["message"]?.string?.isEmpty == false)
        #expect(answer["result"] == nil)
    }

    @Test func `a notification is not answered, and an id comes back as it was`() throws {
        #expect(try answer(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#) == nil)
        #expect(try answer(#"{"jsonrpc":"2.0","method":"nothing"}"#) == nil)
        #expect(try answer(#"{"jsonrpc":"2.0","id":"a\n","method":"ping"}"#)?["id"]?.string == "a\n")
        let failed = try answer(#"{"jsonrpc":"2.0","id":9,"method":"nothing"}"#)
        #expect(failed?["id"]?.integer == 9)
    }

    @Test func `lines come whole, however they are cut, and one without an end does not grow for ever`() {
        var pieces = ["ab", "c\nd", "\n", "\nlast"].map { Array($0.utf8) }[...]
        var lines = AgentLines { pieces.popFirst() ?? [] }
        var read: [AgentLines.Line] = []
        while let line = lines.next() { read.append(line) }
        #expect(read == [.line(Array("abc".utf8)), .line(Array("d".utf8)), .line([]), .line(Array("last".utf8))])

        let piece = [UInt8](repeating: 0x41, count: 1 << 20)
        var more =
            ([piece, piece, piece, piece, piece, Array("x\nshort\n".utf8)] + [piece, piece, piece, piece, piece])[...]
        var long = AgentLines { more.popFirst() ?? [] }
        #expect(long.next() == .tooLong)
        #expect(long.next() == .line(Array("short".utf8)))
        #expect(long.next() == .tooLong)
        #expect(long.next() == nil)
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import Exports

@Suite struct ForeignWordsTests {
    @Test(arguments: [
        "up", "UP", "Send", "sent", "out-going", "client->server", "Client → Server", "C2S", ">>", "-->", "=>", "→",
        "webSocketFrameSent", "Network.webSocketFrameSent", "to_server", "framesent", "TX",
    ])
    func `the words for up`(word: String) {
        #expect(DirectionWord.direction(word) == .clientToServer)
    }

    @Test(arguments: [
        "down", "Received", "recv", "in", "server->client", "s2c", "<<", "<--", "<=", "←", "frameReceived",
        "to client", "from-server", "RX", "reply",
    ])
    func `the words for down`(word: String) {
        #expect(DirectionWord.direction(word) == .serverToClient)
    }

    @Test(arguments: ["", "-", "sideways", "ws", "text", "model", "user", "<>", "↑"])
    func `other words say nothing of it`(word: String) {
        #expect(DirectionWord.direction(word) == nil)
    }

    @Test func `who sent it is another question than which way it went`() {
        #expect(DirectionWord.direction("user", isSender: true) == .clientToServer)
        #expect(DirectionWord.direction("Gemini", isSender: true) == .serverToClient)
        #expect(DirectionWord.direction("upstream") == .clientToServer)
        #expect(DirectionWord.direction("upstream", isSender: true) == .serverToClient)
    }

    // MARK: Payloads

    private func read(
        _ json: String, _ opcode: Opcode? = nil, isBase64: Bool = false, isOwn: Bool = false
    ) throws -> (Opcode, String) {
        let (found, bytes) = try PayloadText.read(
            JSONDocument(Array(json.utf8)).root, opcode, isBase64: isBase64, isOwn)
        return (found, String(decoding: bytes, as: UTF8.self))
    }

    @Test(arguments: [
        (#"{"setup": {} }"#, Opcode.text, #"{"setup": {} }"#), (#""{\"setup\":{}}""#, .text, #"{"setup":{}}"#),
        (#""eyJzZXR1cCI6e319""#, .binary, #"{"setup":{}}"#),
        (#""data:text/plain;base64,eyJzZXR1cCI6e319""#, .binary, #"{"setup":{}}"#),
        ("[123,125]", .binary, "{}"), (#"{"type":"Buffer","data":[123,125]}"#, .binary, "{}"),
        ("[123,256]", .text, "[123,256]"), (#""hello""#, .text, "hello"), (#""""#, .text, ""),
        ("[]", .text, "[]"),
    ])
    func `a payload is told by what it is`(json: String, opcode: Opcode, text: String) throws {
        let (found, payload) = try read(json)
        #expect(found == opcode)
        #expect(payload == text)
    }

    @Test func `what is announced as binary is base64, or the text that it is`() throws {
        #expect(try read(#""e30=""#, .binary).1 == "{}")
        #expect(try read(#""e3\r\n0=""#, .binary).1 == "{}")
        #expect(try read(#""{\"a\":1}""#, .binary).1 == #"{"a":1}"#)
        #expect(try read(#""e30=""#, isBase64: true).0 == .binary)
        #expect(try read(#""e30=""#, .text, isOwn: true).1 == "e30=")
        #expect(throws: ImportError("a binary message is not base64")) { try read(#""no base64!""#, .binary) }
        for nothing in ["null", "3", "true"] {
            #expect(throws: ImportError("the message has no data")) { try read(nothing) }
        }
    }

    @Test func `a control frame carries its text`() throws {
        let (opcode, text) = try read(#""keepalive""#, .ping)
        #expect(opcode == .ping)
        #expect(text == "keepalive")
    }

    // MARK: What was understood

    @Test func `an import says what it took and what it did not`() {
        var tally = ImportTally()
        #expect(tally.words == "0 frames")
        tally.frames = 1
        tally.tool = "Chrome 140"
        #expect(tally.words == "1 frame recorded by Chrome 140")
        tally.conclude("directions turned round")
        tally.conclude("directions turned round")
        (tally.timeless, tally.connections, tally.untimed, tally.undated) = (2, 3, 1, 2)
        for index in 1...4 { tally.addBad("line \(index)", "it is not JSON") }
        for address in ["ws://a", "ws://a", "ws://b"] { tally.leaveOut(address) }
        #expect(
            tally.words
                == "1 frame recorded by Chrome 140; directions turned round; 2 messages without a time took that of the one before; times unknown of 1 connection; date unknown; 4 bad messages left out (line 1: it is not JSON; line 2: it is not JSON; line 3: it is not JSON; …); 3 sockets left out, no Live call (ws://a, ws://b, …; --all-sockets takes them)"
        )
        (tally.untimed, tally.undated) = (3, 3)
        #expect(tally.words.contains("; times unknown; 4 bad"))
    }
}

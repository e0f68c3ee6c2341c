import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// One message at a time, in the words of many recorders.
@Suite struct ForeignMessageTests {
    private func message(_ json: String) throws -> ForeignMessage { try ForeignMessage(parsing: Array(json.utf8)) }

    private static func frame(_ message: ForeignMessage) -> String {
        guard case .frame(let opcode, let payload) = message.content else { return "\(message.content)" }
        return "\(opcode.name) \(String(decoding: payload, as: UTF8.self))"
    }

    @Test(arguments: [
        #"{"dir":"up","data":"x"}"#, #"{"Direction":"SENT","data":"x"}"#, #"{"from":"client","data":"x"}"#,
        #"{"sender":"user","data":"x"}"#, #"{"role":"browser","data":"x"}"#, #"{"to":"server","data":"x"}"#,
        #"{"target":"gemini","data":"x"}"#, #"{"from_client":true,"data":"x"}"#, #"{"is-outgoing":true,"data":"x"}"#,
        #"{"fromServer":false,"data":"x"}"#, #"{"isReceived":false,"data":"x"}"#, #"{"type":"send","data":"x"}"#,
        #"{"event":"frameSent","data":"x"}"#, #"{"op":">>","data":"x"}"#, #"{"way":"out","from":"server","data":"x"}"#,
        #"{"dir":"?","from":"client","data":"x"}"#, #"[1,"up","x"]"#, #"["x","up",1.5]"#,
    ])
    func `up, in many words`(json: String) throws {
        let read = try message(json)
        #expect(read.direction == .clientToServer)
        #expect(Self.frame(read) == "text x")
    }

    @Test(arguments: [
        #"{"dir":"down","data":"x"}"#, #"{"from":"model","data":"x"}"#, #"{"to":"browser","data":"x"}"#,
        #"{"sent":false,"data":"x"}"#, #"{"incoming":true,"data":"x"}"#, #"{"kind":"received","data":"x"}"#,
        #"{"source":"upstream","data":"x"}"#, #"["down","x"]"#,
    ])
    func `down, in many words`(json: String) throws {
        #expect(try message(json).direction == .serverToClient)
    }

    @Test(arguments: [
        ("json", #"{"a":1}"#, #"text {"a":1}"#), ("msg", #""x""#, "text x"), ("payload_b64", #""e30=""#, "binary {}"),
        ("data-base64", #""e30=""#, "binary {}"), ("Body", #""x""#, "text x"),
        ("content", "[1,2]", "binary \u{1}\u{2}"),
        ("raw", #""{}""#, "text {}"), ("bytes", #""e30=""#, "binary {}"),
    ])
    func `what it holds stands under many names`(key: String, value: String, frame: String) throws {
        #expect(try Self.frame(message(#"{"dir":"up","\#(key)":\#(value)}"#)) == frame)
    }

    @Test(arguments: [
        (#""opcode":2"#, "binary"), (#""opcode":"2""#, "binary"), (#""op":9"#, "ping"),
        (#""frame_type":"PONG""#, "pong"),
        (#""type":"binary""#, "binary"), (#""type":"ArrayBuffer""#, "binary"), (#""type":"text""#, "text"),
        (#""isBinary":true"#, "binary"), (#""binary":false"#, "text"), (#""opcode":99"#, "binary"),
        (#""opcode":0"#, "continuation"),
        (#""encoding":"Base64""#, "binary"),
    ])
    func `its opcode is announced in many ways`(member: String, opcode: String) throws {
        let read = try message(#"{"dir":"up",\#(member),"data":"e30="}"#)
        #expect(Self.frame(read).hasPrefix(opcode + " "))
    }

    @Test(
        arguments: [
            (#""code":1011,"reason":"Internal""#, UInt16(1011), "Internal"), (#""closeCode":1000"#, 1000, nil),
            (#""status":1008,"close_reason":"policy""#, 1008, "policy"),
            (#""data":"1001 going away""#, 1001, "going away"),
            (#""data":"1001: going away""#, 1001, "going away"), (#""data":"A+hieWU=""#, 1000, "bye"),
            (#""data":"A+g=""#, 1000, nil),
            (#""data":"just words""#, nil, "just words"), (#""data":"9999 what""#, nil, "9999 what"),
            (#""data":"""#, nil, nil),
            (#""code":99999"#, nil, nil), (#""code":1000,"data":"words""#, 1000, "words"),
        ] as [(String, UInt16?, String?)])
    func `an end is told in many ways`(members: String, code: UInt16?, reason: String?) throws {
        for type in ["close", "closed", "onclose", "websocket-closed", "disconnect"] {
            guard case .close(let read, let words) = try message(#"{"type":"\#(type)",\#(members)}"#).content else {
                return #expect(Bool(false), "\(type)")
            }
            #expect(read?.rawValue == code)
            #expect(words == reason)
        }
    }

    @Test(arguments: [
        (#"{"type":"error","error":"reset"}"#, "reset"), (#"{"event":"failure","reason":"timed out"}"#, "timed out"),
        (#"{"type":"exception"}"#, "an error that the file does not describe"),
        (#"{"type":"error","data":"gone"}"#, "gone"),
    ])
    func `a failure is told in the tool's words`(json: String, words: String) throws {
        guard case .failure(let read) = try message(json).content else { return #expect(Bool(false)) }
        #expect(read == words)
    }

    @Test(arguments: ["open", "connected", "handshake", "metadata", "END"])
    func `what is no message is noted`(type: String) throws {
        guard case .note = try message(#"{"type":"\#(type)","t":1}"#).content else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        "{}", "[]", "3", "null", "\"x\"", "{", "[1,2,3]", #"{"dir":"up"}"#, #"{"dir":"up","data":null}"#,
        "[1,2,3,4,5,6,7]",
    ])
    func `what holds nothing is refused`(json: String) {
        #expect(throws: ImportError.self) { try message(json) }
    }

    @Test func `a message with a time beside it is the message without it`() throws {
        let read = try message(#"{"t":1.5,"dir":"up","setup":{"model":"m"},"note":"a \"b\"","n":3}"#)
        #expect(Self.frame(read) == #"text {"setup":{"model":"m"},"note":"a \"b\""}"#)
        #expect(read.time == .count(1_500_000_000, nil))
        #expect(try Self.frame(message(#"{"setupComplete": {} }"#)) == #"text {"setupComplete": {} }"#)
    }

    @Test func `an error of the service is a message of it`() throws {
        let read = try message(#"{"ts":3,"error":{"code":7,"message":"no"}}"#)
        #expect(read.direction == .serverToClient)
        #expect(Self.frame(read) == #"text {"error":{"code":7,"message":"no"}}"#)
    }

    @Test(
        arguments: [
            ("elapsed_ms", TimeUnit.milliseconds), ("timeMs", .milliseconds), ("ts_us", .microseconds),
            ("t_ns", .nanoseconds),
            ("seconds", .seconds), ("offsetSec", .seconds), ("ms", .milliseconds), ("time", nil), ("Timestamp", nil),
        ] as [(String, TimeUnit?)])
    func `the name of a time may tell its unit`(key: String, unit: TimeUnit?) throws {
        let name = ForeignMessageReader.normalized(key)
        let found = try #require(ForeignMessageReader.timeUnit(of: name))
        #expect(found.unit == unit)
    }

    @Test(arguments: ["s", "items", "status", "params", "data", "secret", "class", "comments"])
    func `other names are no times`(key: String) {
        #expect(ForeignMessageReader.timeUnit(of: key) == nil)
    }

    @Test func `a time that names the day goes before one that counts`() throws {
        let read = try message(#"{"elapsed":3.5,"wall":"2026-09-20T10:00:00Z","dir":"up","data":"x"}"#)
        #expect(read.time == .instant(Timestamp(nanoseconds: 1_789_898_400_000_000_000)))
    }

    @Test func `sessions and connections have the file's own names, bounded`() throws {
        let read = try message(
            #"{"sessionId":7,"conn_id":"\#(String(repeating: "c", count: 500))","dir":"up","data":"x"}"#)
        #expect(read.session == "7")
        #expect(read.connection?.count == 128)
    }

    @Test func `what our archives keep beside a message is taken as far as it can be`() throws {
        let read = try message(
            #"{"type":"send","data":"x","_livetop":{"seq":3,"opcode":10,"bytes":9,"masked":false,"incomplete":true}}"#)
        #expect(read.own?.sequence == 3)
        #expect(read.own?.opcode == .pong)
        #expect(read.own?.byteCount == 9)
        #expect(read.own?.isMasked == false)
        #expect(read.own?.isCut == true)
        let bad = try message(#"{"type":"send","data":"x","_livetop":{"seq":-1,"opcode":999,"bytes":-5}}"#)
        #expect(bad.own?.sequence == nil && bad.own?.opcode == nil && bad.own?.byteCount == nil)
    }
}

/// One entry of an archive: where it led and what became of it.
@Suite struct ForeignEntryTests {
    private func entry(_ json: String) throws -> ForeignEntry { ForeignEntry(try JSONDocument(Array(json.utf8)).root) }

    @Test(arguments: [
        ("wss://a.test/ws?key=secret#x", "wss://a.test/ws"), ("ws://me:pw@localhost:5173/", "ws://localhost:5173/"),
        ("https://a.test", "https://a.test"), ("", "an unknown address"),
    ])
    func `an address holds no secret`(url: String, address: String) throws {
        #expect(try entry(#"{"request":{"url":"\#(url)"}}"#).address == address)
    }

    @Test func `a socket is one by its address or its type`() throws {
        #expect(try entry(#"{"request":{"url":"wss://a.test"}}"#).isSocket)
        #expect(try entry(#"{"request":{"url":"https://a.test"},"_resourceType":"WebSocket"}"#).isSocket)
        #expect(try !entry(#"{"request":{"url":"https://a.test"},"_resourceType":"fetch"}"#).isSocket)
    }

    @Test(arguments: [
        (#""response":{"status":403}"#, true), (#""response":{"status":101}"#, false),
        (#""response":{"status":0}"#, false),
        (#""_error":"net::ERR""#, true), (#""_error":"""#, false), (#""response":{"_failureText":"x"}"#, true),
        (#""x":1"#, false),
    ])
    func `a socket that never opened has failed`(members: String, hasFailed: Bool) throws {
        #expect(try entry(#"{"request":{"url":"wss://a.test"},\#(members)}"#).hasFailed == hasFailed)
    }

    @Test(
        arguments: [
            ("a.jsonl", "a.jsonl"), ("../a", nil), ("/etc/passwd", nil), ("a/b", nil), (".hidden", nil), ("", nil),
            ("a\\\\b", nil), ("a\\u0000b", nil), (String(repeating: "a", count: 256), nil),
        ] as [(String, String?)])
    func `messages beside the archive have a plain name, or none`(name: String, expected: String?) throws {
        let json = #"{"request":{"url":"wss://a.test"},"response":{"content":{"_file":"\#(name)"}}}"#
        #expect(try entry(json).attachment == expected)
    }

    @Test func `how long it lasted is told in milliseconds`() throws {
        #expect(try entry(#"{"time":1500.25}"#).length == .microseconds(1_500_250))
        for time in ["0", "-1", "1e12", "null", "\"x\""] { #expect(try entry(#"{"time":\#(time)}"#).length == nil) }
        #expect(
            try entry(#"{"startedDateTime":"2026-09-20T10:00:00Z"}"#).startedAt?.nanoseconds
                == 1_789_898_400_000_000_000)
        #expect(try entry(#"{"startedDateTime":""}"#).startedAt == nil)
        #expect(try entry(#"{"startedDateTime":"x","_livetop":{"started_ns":"5"}}"#).startedAt?.nanoseconds == 5)
    }
}

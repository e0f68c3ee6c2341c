import Exports
import Foundation
import LiveProtocol
import TestSupport
import Testing

/// What other recorders write: each dialect gives back the same messages and times.
@Suite struct ForeignReaderTests {
    private struct Message {
        var direction: Direction
        var json: String
        /// Milliseconds since 2026-11-28T10:00:00Z.
        var at: Int64
    }

    private static let start: Int64 = 1_795_860_000_000

    private func call(_ random: inout SeededGenerator) -> [Message] {
        var at: Int64 = 100
        let turns = [
            (Direction.clientToServer, #"{"setup":{"model":"models/m"}}"#), (.serverToClient, #"{"setupComplete":{}}"#),
            (.clientToServer, #"{"realtimeInput":{"text":"Grüß Gott ≥?"}}"#),
            (.serverToClient, #"{"serverContent":{"outputTranscription":{"text":"a > b ~ \"c\""}}}"#),
            (.serverToClient, #"{ "serverContent" : {"turnComplete":true} }"#),
        ]
        return turns.map { direction, json in
            at += Int64.random(in: 1...3_000, using: &random)
            return Message(direction: direction, json: json, at: at)
        }
    }

    /// A number or text for the time, and whether it names the day.
    private static let times: [(name: String, isDated: Bool, text: @Sendable (Int64) -> String)] = [
        ("seconds", true, { "\(decimal(start + $0))" }), ("milliseconds", true, { "\(start + $0)" }),
        ("fractional milliseconds", true, { "\(start + $0).0" }), ("microseconds", true, { "\((start + $0) * 1_000)" }),
        ("nanoseconds", true, { "\((start + $0) * 1_000_000)" }),
        ("text", true, { "\"\(decimal(start + $0))\"" }),
        ("ISO", true, { "\"\(Timestamp(nanoseconds: (start + $0) * 1_000_000).rfc3339)\"" }),
        (
            "ISO with an offset", true,
            {
                let local = Timestamp(nanoseconds: (start + $0 + 7_200_000) * 1_000_000).rfc3339
                return "\"\(local.dropLast())+0200\""
            }
        ),
        ("seconds since the start", false, { decimal($0) }), ("milliseconds since the start", false, { "\($0)" }),
    ]

    private static func decimal(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).text }

    /// The varieties in which a payload is written.
    private static let payloads: [(name: String, text: @Sendable (String) -> String)] = [
        ("object", { $0 }), ("text", { quoted($0) }), ("base64", { quoted(Base64.encode(Array($0.utf8))) }),
        (
            "base64url",
            {
                quoted(
                    String(
                        Base64.encode(Array($0.utf8)).filter { $0 != "=" }.map {
                            $0 == "+" ? "-" : $0 == "/" ? "_" : $0
                        }))
            }
        ),
        (
            "wrapped base64",
            {
                let digits = Base64.encode(Array($0.utf8))
                return quoted(
                    stride(from: 0, to: digits.count, by: 20).map { String(digits.dropFirst($0).prefix(20)) }
                        .joined(separator: "\r\n"))
            }
        ),
    ]

    private static let keys: [(time: String, direction: String, payload: String, up: String, down: String)] = [
        ("t", "dir", "json", "up", "down"), ("ts", "direction", "msg", "send", "receive"),
        ("timestamp", "from", "message", "client", "server"), ("time", "type", "data", "sent", "received"),
        ("at", "dir", "payload", "client->server", "server->client"),
        ("time", "direction", "body", "outgoing", "incoming"),
        ("when", "dir", "data", ">>", "<<"),
    ]

    private func check(_ foreign: Foreign, _ call: [Message], isDated: Bool, _ name: String) throws {
        try #require(foreign.frames.map(\.direction) == call.map(\.direction), "\(name)")
        try #require(foreign.frames.map(\.payload) == call.map { Array($0.json.utf8) }, "\(name)")
        let gaps = foreign.frames.map { ($0.at - foreign.frames[0].at).nanoseconds }
        try #require(gaps == call.map { ($0.at - call[0].at) * 1_000_000 }, "\(name)")
        let origin = try #require(foreign.openings.first?.origin, "\(name)")
        try #require(origin.isTimed && origin.isDated == isDated, "\(name)")
        if isDated {
            try #require(
                foreign.frames[0].at == Timestamp(nanoseconds: (Self.start + call[0].at) * 1_000_000), "\(name)")
        }
    }

    @Test func `messages with time and direction come back, whatever the words, the unit and the encoding`() {
        expectProperty(runs: 60) { random in
            let call = call(&random)
            for time in Self.times {
                let payload = try #require(Self.payloads.randomElement(using: &random))
                let key = try #require(Self.keys.randomElement(using: &random))
                let space = Bool.random(using: &random) ? " " : ""
                let lines = call.map { message in
                    let direction = message.direction == .clientToServer ? key.up : key.down
                    return
                        "{\"\(key.time)\":\(space)\(time.text(message.at)),\"\(key.direction)\":\(space)\"\(direction)\","
                        + "\"\(key.payload)\":\(space)\(payload.text(message.json))}"
                }
                let texts = [
                    lines.joined(separator: "\n"), lines.joined(separator: "\r\n") + "\r\n",
                    "[" + lines.joined(separator: ",\n") + "]",
                    "{\"messages\": [" + lines.joined(separator: ",") + "]}",
                ]
                let text = try #require(texts.randomElement(using: &random))
                let foreign = try Foreign(telling: Array(text.utf8))
                try check(foreign, call, isDated: time.isDated, "\(time.name), \(payload.name), \(text.prefix(200))")
                try #require(foreign.tally.badCount == 0)
            }
        }
    }

    private func archive(
        _ messages: [String], entry: String = "", url: String = Self.url, started: String = "2026-11-28T10:00:00.000Z"
    ) -> [UInt8] {
        Array(
            """
            {"log":{"version":"1.2","creator":{"name":"Tool","version":"9"},"entries":[
            {"startedDateTime":"\(started)","request":{"url":"\(url)","headers":[]},
            "response":{"status":101,"headers":[],"content":{"text":"\(String(repeating: "x", count: 300))"}}\(entry),
            "_resourceType":"websocket","_webSocketMessages":[\(messages.joined(separator: ","))]}]}}
            """.utf8)
    }

    private static let url =
        "wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"

    @Test func `messages of an archive come back in every unit`() {
        expectProperty(runs: 40) { random in
            let call = call(&random)
            for time in Self.times {
                let messages = call.map { message in
                    let isUp = message.direction == .clientToServer
                    let data = isUp ? Self.quoted(message.json) : Self.quoted(Base64.encode(Array(message.json.utf8)))
                    return
                        #"{"type":"\#(isUp ? "send" : "receive")","time":\#(time.text(message.at)),"opcode":\#(isUp ? 1 : 2),"data":\#(data)}"#
                }
                let foreign = try Foreign(archive(messages), .archive, portion: Int.random(in: 1...400, using: &random))
                try check(foreign, call, isDated: true, time.name)
                try #require(foreign.tally.tool == "Tool 9")
            }
        }
    }

    private static let setup = #"{"type":"send","time":1795860000.1,"opcode":1,"data":"{\"setup\":{}}"}"#

    @Test func `how it ended is taken from where the tool says it`() throws {
        let ends: [(entry: String, message: String?, Closure)] = [
            (
                #","_webSocketClose":{"code":1011,"reason":"quota","timestamp":1795860004.0}"#, nil,
                Closure(
                    by: .server, code: CloseCode(rawValue: 1011), reason: "quota",
                    detail: "the file does not say which side closed")
            ),
            (#","_webSocketClose":"aborted""#, nil, Closure(by: .transport, detail: "the connection was aborted")),
            (
                "", #"{"type":"receive","time":1795860004,"opcode":8,"data":"","code":1008,"reason":"policy"}"#,
                Closure(by: .server, code: CloseCode(rawValue: 1008), reason: "policy")
            ),
            (
                "", #"{"type":"send","time":1795860004,"opcode":8,"data":"A+hieWU="}"#,
                Closure(by: .client, code: CloseCode(rawValue: 1000), reason: "bye")
            ),
            (
                "", #"{"type":"receive","time":1795860004,"opcode":8,"data":"Words"}"#,
                Closure(by: .server, reason: "Words")
            ),
            (
                "", #"{"type":"error","time":1795860004,"opcode":-1,"data":"gone"}"#,
                Closure(by: .transport, detail: "gone")
            ),
            (#","_error":"net::ERR_FAILED""#, nil, Closure(by: .transport, detail: "net::ERR_FAILED")),
        ]
        for (entry, message, closure) in ends {
            let foreign = try Foreign(archive([Self.setup] + [message].compactMap(\.self), entry: entry), .archive)
            #expect(foreign.closures == [closure])
        }
    }

    @Test func `control frames are frames`() throws {
        let ping = #"{"type":"receive","time":1795860000.9,"opcode":9,"data":"keepalive"}"#
        let pong = #"{"type":"send","time":1795860000.91,"opcode":10,"data":"keepalive"}"#
        let foreign = try Foreign(archive([Self.setup, ping, pong]), .archive)
        let opcodes = foreign.events.compactMap {
            if case .frame(_, let frame) = $0.event.kind { frame.opcode } else { nil }
        }
        #expect(opcodes == [.text, .ping, .pong])
    }

    @Test(arguments: ["-1", "null", "0", #""""#, #""unknown""#])
    func `times that say nothing are unknown, not a date`(time: String) throws {
        let messages = [#"{\"setup\":{}}"#, #"{\"setupComplete\":{}}"#].map {
            #"{"type":"\#($0.contains("Complete") ? "receive" : "send")","time":\#(time),"data":"\#($0)"}"#
        }
        let foreign = try Foreign(archive(messages), .archive)
        let origin = try #require(foreign.openings.first?.origin)
        #expect(!origin.isTimed && origin.isDated)
        #expect(Set(foreign.events.map(\.event.at.rfc3339)) == ["2026-11-28T10:00:00.000Z"])
        #expect(foreign.tally.untimed == 1)
        #expect(foreign.tally.words.contains("times unknown"))
    }

    @Test func `bare messages get their direction from what they are`() throws {
        let text = """
            {"setup":{"model":"models/m"}}
            {"setupComplete":{}}
            {"client_content":{"turns":[]}}
            {"server_content":{"turn_complete":true}}
            """
        let foreign = try Foreign(telling: Array(text.utf8))
        #expect(
            foreign.frames.map(\.direction) == [.clientToServer, .serverToClient, .clientToServer, .serverToClient])
        let origin = try #require(foreign.openings.first?.origin)
        #expect(!origin.isTimed && !origin.isDated)
    }

    private static func lines(_ word: String) -> String {
        """
        {"t":0.1,"dir":"\(word)","json":{"setup":{"model":"models/m"}}}
        {"t":0.5,"dir":"\(word)","json":{"setupComplete":{}}}
        {"t":1.5,"dir":"\(word)","json":{"serverContent":{"turnComplete":true}}}
        """
    }

    @Test(arguments: ["ws", "recv", "send", "out"])
    func `one direction for messages that go both ways says nothing`(word: String) throws {
        let foreign = try Foreign(telling: Array(Self.lines(word).utf8))
        #expect(foreign.frames.map(\.direction) == [.clientToServer, .serverToClient, .serverToClient])
        #expect(foreign.tally.words.contains("told by what the messages are") == (word != "ws"))
    }

    @Test func `a recording of one side alone keeps its direction`() throws {
        let lines = Self.lines("recv").split(separator: "\n").dropFirst().joined(separator: "\n")
        let foreign = try Foreign(telling: Array(lines.utf8))
        #expect(foreign.frames.map(\.direction) == [.serverToClient, .serverToClient])
        #expect(foreign.tally.words == "2 frames; times read as seconds since the start; date unknown")
    }

    @Test func `the newest message first is put in the order of time`() throws {
        let newestFirst = """
            {"t":"2026-11-29T05:00:15Z","dir":"down","json":{"serverContent":{"turnComplete":true}}}
            {"t":"2026-11-29T05:00:14Z","dir":"down","json":{"setupComplete":{}}}
            {"t":"2026-11-29T05:00:13Z","dir":"up","json":{"setup":{"model":"models/m"}}}
            """
        let counts = Self.lines("ws").split(separator: "\n").reversed().joined(separator: "\n")
        for (text, isDated) in [(newestFirst, true), (counts, false)] {
            let foreign = try Foreign(telling: Array(text.utf8))
            #expect(foreign.frames.map(\.direction) == [.clientToServer, .serverToClient, .serverToClient])
            let times = foreign.events.map(\.event.at)
            #expect(times == times.sorted())
            #expect(foreign.tally.words.contains("newest first: put in the order of time"))
            #expect(foreign.openings.first?.origin?.isDated == isDated)
        }
    }

    @Test func `a message may be a tuple of time, direction and what it is`() throws {
        let tuples = [
            #"[0.1,"up",{"setup":{"model":"models/m"}}]"#, #"["down",0.5,{"setupComplete":{}}]"#,
            #"[1.5,"down","{\"serverContent\":{\"turnComplete\":true}}",null]"#,
        ]
        for text in [
            tuples.joined(separator: "\n"), "[" + tuples.joined(separator: ",\n") + "]",
            "[" + tuples.joined(separator: ",") + "]",
        ] {
            let foreign = try Foreign(telling: Array(text.utf8))
            #expect(foreign.frames.map(\.direction) == [.clientToServer, .serverToClient, .serverToClient], "\(text)")
            #expect(foreign.frames.last?.payload == Array(#"{"serverContent":{"turnComplete":true}}"#.utf8))
            let first = try #require(foreign.frames.first?.at)
            #expect(foreign.frames.map { ($0.at - first).nanoseconds / 1_000_000 } == [0, 400, 1_400])
            #expect(foreign.tally.badCount == 0)
        }
        #expect(throws: ImportError.self) { try Foreign(telling: Array(#"["up","down",3]"#.utf8)) }
    }

    @Test func `the times of Python's logging have a comma, and no zone`() throws {
        let text = """
            {"asctime":"2026-11-29 05:00:13,123","dir":"up","json":{"setup":{"model":"models/m"}}}
            {"asctime":"2026-11-29 05:00:13,523","dir":"down","json":{"setupComplete":{}}}
            {"asctime":"2026-11-29 05:00:14,000","dir":"down","json":{"serverContent":{"turnComplete":true}}}
            """
        let foreign = try Foreign(telling: Array(text.utf8))
        #expect(foreign.frames.first?.at.rfc3339 == "2026-11-29T05:00:13.123Z")
        #expect(foreign.frames.last?.at.rfc3339 == "2026-11-29T05:00:14.000Z")
        let unknown = try Foreign(telling: Array(text.replacingOccurrences(of: "2026-", with: "once ").utf8))
        #expect(unknown.tally.words.contains("times unknown"))
    }

    @Test func `a bad message costs only itself, and is told`() throws {
        let messages = [
            Self.setup, #"{"type":"receive","time":1795860000.2,"opcode":2,"data":"not base64!"}"#,
            #"{"type":"receive","time":1795860000.3,"opcode":1}"#, #""text""#,
            #"{"type":"receive","time":1795860000.3,"opcode":2,"data":"{\"setupComplete\":{}}"}"#,
        ]
        let foreign = try Foreign(archive(messages), .archive)
        #expect(foreign.frames.count == 2)
        #expect(foreign.tally.bad.map(\.place) == ["entry 1, message 2", "entry 1, message 3", "entry 1, message 4"])
        let lines = try Foreign(telling: Array("{\"setup\":{}}\n{\"setup\n{\"setupComplete\":{}}\n".utf8))
        #expect(lines.frames.count == 2)
        #expect(lines.tally.bad.map(\.place) == ["line 2"])
    }

    @Test func `a socket that is no call is left out unless it is wanted`() throws {
        let one = archive(
            [#"{"type":"receive","time":1795860000,"opcode":1,"data":"{\"type\":\"connected\"}"}"#],
            url: "ws://localhost:5173/?token=secret")
        #expect(throws: ImportError.self) { try Foreign(one, .archive) }
        let all = try Foreign(one, .archive, allSockets: true)
        #expect(all.frames.count == 1)
        let backend = try Foreign(archive([Self.setup], url: "ws://localhost:3000/live"), .archive)
        #expect(backend.openings.first?.endpoint.isLive == true)
    }

    @Test(arguments: [
        ("2026-01-14T10:00:00.000+0200", true), ("2026-01-14T01:30:00.000Z", true), ("2026-01-14T19:00:00.000Z", true),
        ("2026-01-14T12:00:00.000+0200", false),
        // Ten minutes of silence, and a start after all of it, are no time zone.
        ("2026-01-14T09:50:00.000Z", false), ("2026-01-14T10:05:00.000Z", false),
    ])
    func `a start in the wrong time zone is put right by the messages`(start: String, isZone: Bool) throws {
        // 2026-01-14T10:00:00Z and a little more.
        let message = #"{"type":"send","time":1768384800.1,"opcode":1,"data":"{\"setup\":{}}"}"#
        let read = try Foreign(archive([message], started: start), .archive)
        let opening = try #require(read.events.first)
        let first = try #require(read.frames.first).at
        #expect(first == Timestamp(nanoseconds: 1_768_384_800_100_000_000))
        if isZone { #expect(first - opening.event.at == .milliseconds(100)) }
        #expect(read.tally.words.contains("a time zone") == isZone, "\(read.tally.words)")
    }

    @Test func `a Live call without messages is called one`() throws {
        let error = #expect(throws: ImportError.self) { try Foreign(archive([]), .archive) }
        #expect(error?.reason == "entry 1 is a Live call, but the archive holds none of its messages")
        #expect(error?.remedy?.hasPrefix("record them: ") == true)
    }

    @Test func `messages in a file beside the archive are found, or missed by name`() throws {
        let text = """
            {"log":{"creator":{"name":"Playwright"},"entries":[{"startedDateTime":"2026-11-28T10:00:00.000Z",
            "request":{"url":"\(Self.url)"},"response":{"status":101,"content":{"_file":"a.jsonl"}},
            "_resourceType":"websocket"}]}}
            """
        for messages in [Self.setup + "\n" + Self.setup, "[\(Self.setup),\(Self.setup)]"] {
            let foreign = try Foreign(Array(text.utf8), .archive, beside: ["a.jsonl": Array(messages.utf8)])
            #expect(foreign.frames.count == 2)
        }
        let missed = #expect(throws: ImportError.self) { try Foreign(Array(text.utf8), .archive) }
        #expect(missed?.reason.contains("a.jsonl") == true)
    }

    @Test func `directions from the service's side are turned round`() throws {
        let text = """
            {"t":0.1,"dir":"in","json":{"setup":{}}}
            {"t":0.2,"dir":"out","json":{"setupComplete":{}}}
            {"t":0.3,"dir":"in","json":{"unheard":1}}
            """
        let foreign = try Foreign(telling: Array(text.utf8))
        #expect(foreign.frames.map(\.direction) == [.clientToServer, .serverToClient, .clientToServer])
        #expect(foreign.tally.words.contains("directions"))
    }

    @Test func `connections under one session are one session`() throws {
        let text = """
            {"session":"s","connection":"a","t":0.1,"dir":"up","json":{"setup":{}}}
            {"session":"s","connection":"b","t":0.2,"dir":"up","json":{"setup":{}}}
            """
        let foreign = try Foreign(telling: Array(text.utf8))
        #expect(Set(foreign.events.map(\.event.connection)).count == 2)
        #expect(Set(foreign.events.map(\.session)).count == 1)
    }

    @Test func `what Chrome's protocol logs is understood`() throws {
        let text = """
            {"method":"Network.webSocketFrameSent","params":{"requestId":"7.1","timestamp":5123.5,"response":{"opcode":1,"mask":true,"payloadData":"{\\"setup\\":{}}"}}}
            {"method":"Network.webSocketFrameReceived","params":{"requestId":"7.1","timestamp":5124.0,"response":{"opcode":2,"mask":false,"payloadData":"e30="}}}
            """
        let foreign = try Foreign(telling: Array(text.utf8))
        #expect(foreign.frames.map(\.payload) == [Array(#"{"setup":{}}"#.utf8), Array("{}".utf8)])
        #expect(foreign.frames[1].at - foreign.frames[0].at == .milliseconds(500))
    }

    @Test func `a length that no message can have is unknown`() throws {
        let message =
            #"{"type":"send","time":1795860000.1,"opcode":1,"data":"{\"setup\":{}}","_livetop":{"bytes":-9223372036854775808}}"#
        let foreign = try Foreign(archive([message]), .archive)
        guard case .frame(_, let frame)? = foreign.events.last?.event.kind else { return #expect(Bool(false)) }
        #expect(frame.byteCount == 12)
    }

    @Test func `mutated files are refused or read, never fatal`() throws {
        let bytes = archive([Self.setup, Self.setup], entry: #","_webSocketClose":{"code":1011,"reason":"x"}"#)
        expectProperty(runs: 300) { random in
            var bytes = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do { _ = try Foreign(bytes, .archive) } catch let error as ImportError {
                try #require(!error.reason.isEmpty)
            }
        }
    }
}

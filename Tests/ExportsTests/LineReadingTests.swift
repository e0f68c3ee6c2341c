import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// Lines of livetop's own, as older versions, other programs and damaged disks give them back.
@Suite struct LineReadingTests {
    private static let head = #""session":"x0000001","connection":"x0000001""#

    private func read(_ lines: String...) throws -> [ImportedEvent] {
        var reader = NDJSONReader(writtenAt: Foreign.writtenAt)
        for line in lines { _ = try reader.place(of: Array(line.utf8)) }
        return try lines.flatMap { try reader.events(in: Array($0.utf8)) }
    }

    private static func frame(_ rest: String) -> String { #"{"schema":"livetop.frame/1",\#(head),\#(rest)}"# }
    private static func event(_ name: String, _ data: String, _ rest: String = #""seq":0,"t":0,"unix_ns":"5""#)
        -> String
    {
        #"{"schema":"livetop.event/1",\#(head),\#(rest),"event":"\#(name)","data":\#(data)}"#
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("{", "it is not JSON"), ("{}", "it is no line of"), ("[]", "it is no line of"),
        (#"{"schema":"livetop.frame/2"}"#, "it is no line of"),
        (#"{"schema":"livetop.frame/1"}"#, "session or connection is missing"),
        (#"{"schema":"livetop.frame/1","session":"!","connection":"x0000001"}"#, "session or connection is missing"),
        (frame(#""t":0,"wall":"2026-09-20T10:00:00Z""#), "the frame is not complete"),
        (frame(#""t":0,"seq":1,"dir":"sideways","op":"text","bytes":1"#), "the frame is not complete"),
        (frame(#""t":0,"seq":1,"dir":"up","op":"word","bytes":1"#), "the frame is not complete"),
        (frame(#""t":0,"seq":1,"dir":"up","op":"text","bytes":-1"#), "the frame is not complete"),
        (frame(#""t":0,"seq":1,"dir":"up","op":"text","bytes":1,"payload_b64":"%""#), "the frame is not complete"),
        (event("opened", "{}"), "the event is not one that livetop writes"),
        (event("vanished", "{}"), "the event is not one that livetop writes"),
        (event("paused", #"{"dir":"sideways"}"#), "the event is not one that livetop writes"),
        (event("closed", #"{"by":"nobody"}"#), "the event is not one that livetop writes"),
    ])
    func `a line that is not complete says so`(line: String, reason: String) {
        guard !line.isEmpty else { return }
        let error = #expect(throws: ImportError.self) { try read(line) }
        #expect(error?.reason.hasPrefix(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func `empty lines and findings say nothing of the wire`() throws {
        #expect(try read("", "  ", #"{"schema":"livetop.finding/1","rule":"x"}"#).isEmpty)
    }

    @Test func `a frame without its payload is made of its message`() throws {
        let line = Self.frame(
            #""seq":1,"t":1.5,"wall":"2026-09-20T10:00:01.500Z","dir":"down","op":"binary","fin":true,"bytes":999,"json":{"setupComplete": {}}"#
        )
        let events = try read(line)
        guard events.count == 1, case .frame(let direction, let frame)? = events.first?.event.kind else {
            return #expect(Bool(false), "\(events)")
        }
        #expect(direction == .serverToClient)
        #expect(frame.payload == Array(#"{"setupComplete": {}}"#.utf8))
        #expect(frame.byteCount == 999)
        #expect(events.last?.event.at.rfc3339 == "2026-09-20T10:00:01.500Z")
    }

    @Test(arguments: [("1.5", true), ("null", false)])
    func `lines without a date get an opening that says so`(t: String, isTimed: Bool) throws {
        let events = try read(
            Self.frame(#""seq":1,"t":\#(t),"wall":null,"dir":"up","op":"ping","bytes":0,"payload_b64":"""#))
        guard events.count == 2, case .opened(let info)? = events.first?.event.kind else {
            return #expect(Bool(false), "\(events)")
        }
        #expect(info.origin == ForeignOrigin(isTimed: isTimed, isDated: false))
        #expect(events[0].event.at == Foreign.writtenAt)
        #expect(events[1].event.at - events[0].event.at == (isTimed ? .milliseconds(1_500) : .zero))
    }

    @Test func `a payload that was not kept stays unknown, whatever the message says`() throws {
        let events = try read(
            Self.event("paused", #"{"dir":"up"}"#, #""seq":0,"t":0,"unix_ns":"1000""#),
            Self.frame(#""seq":1,"t":1,"dir":"up","op":"text","fin":true,"bytes":9,"json":{"a":1},"payload_b64":null"#),
            Self.frame(#""seq":2,"t":1,"dir":"up","op":"text","fin":false,"bytes":9,"json":null"#),
            Self.frame(#""seq":3,"t":1,"dir":"up","op":"continuation","fin":true,"bytes":9,"json":{"a":1}"#),
            Self.frame(
                #""seq":4,"t":1,"dir":"up","op":"reserved-3","bytes":0,"rsv":9,"cut":true,"masked":false,"payload_b64":"""#
            ))
        let frames = events.compactMap { if case .frame(_, let frame) = $0.event.kind { frame } else { nil } }
        #expect(frames.map(\.payload) == [nil, nil, nil, []])
        #expect(frames.map(\.isFinal) == [true, false, true, true])
        #expect(frames.map(\.isMasked) == [true, true, true, false])
        #expect(frames.last?.opcode == Opcode(rawValue: 3))
        #expect(frames.last?.isCut == true)
        #expect(events.first?.event.at == Timestamp(nanoseconds: 1_000))
        #expect(events.last?.event.at == Timestamp(nanoseconds: 1_000_001_000))
    }

    @Test func `the exact beginning may come behind the frames`() throws {
        let frame = Self.frame(#""seq":1,"t":0.000000001,"dir":"up","op":"ping","bytes":0,"payload_b64":"""#)
        let events = try read(
            frame, Self.event("resumed", #"{"dir":"down"}"#, #""seq":1,"t":2,"unix_ns":"2000000007""#))
        #expect(events.first?.event.at == Timestamp(nanoseconds: 8))
    }

    @Test func `numbers that no event can have are clamped or refused, never fatal`() throws {
        let big = "9223372036854775807"
        let events = try read(
            Self.event(
                "gap", #"{"frames":\#(big),"bytes":\#(big),"cause":"tapFull"}"#,
                #""seq":\#(big),"t":0,"unix_ns":"\#(big)""#),
            Self.frame(#""seq":-\#(big),"t":9223372036,"dir":"up","op":"text","bytes":\#(big),"payload_b64":null"#))
        #expect(events.count == 2)
        #expect(events[0].event.sequence == 1 << 53)
        #expect(events[1].event.at == Timestamp(nanoseconds: .max))
        #expect(events[1].event.sequence >= 0)
    }

    // MARK: Events and back

    static let kinds: [WireEvent.Kind] = [
        .paused(.clientToServer), .resumed(.serverToClient), .framingLost(.clientToServer, reason: "rsv \"2\"\n"),
        .captureGap(CaptureGap(frames: 3, bytes: 900, cause: .tapFull)),
        .pathSample(PathSample(client: .microseconds(12), upstream: nil)),
        .refused(Refusal(status: 403, by: .server, reason: "no", headers: [HeaderField("A", "b\u{0}")])),
        .upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings(dns: .nanoseconds(1), tls: .seconds(9)))),
        .closed(Closure(by: .server, code: CloseCode(rawValue: 4_999), reason: "", detail: "x")),
        .closed(Closure(by: .transport)),
        .fault(FaultNote(fault: "goaway@30s", text: "sends goAway", direction: .serverToClient)),
        .fault(FaultNote(fault: "refuse:429", text: "refuses the upgrade with 429")),
        .opened(
            ConnectionInfo(
                tag: nil, endpoint: Endpoint(surface: .unknown, version: nil, method: .unknown), target: "",
                upstream: "", headers: [], isTLS: false, removedExtensions: nil,
                origin: ForeignOrigin(tool: "T", digest: "d", isTimed: false, isDated: true))),
    ]

    @Test(arguments: kinds.indices)
    func `every event reads back as it was written`(index: Int) throws {
        let kind = Self.kinds[index]
        let name = try #require(WireEventJSON.name(of: kind))
        let text = WireEventJSON.data(of: kind).text
        let read = WireEventJSON.kind(named: name, JSONValue(try JSONDocument(Array(text.utf8)).root))
        #expect(read == kind, "\(text)")
    }

    @Test(arguments: [
        (CloseCode?.none, Party.transport), (CloseCode(rawValue: 1000), .client), (CloseCode(rawValue: 1001), .client),
        (CloseCode(rawValue: 1005), .transport), (CloseCode(rawValue: 1006), .transport),
        (CloseCode(rawValue: 1011), .server), (CloseCode(rawValue: 4_000), .server),
    ])
    func `a close of which nobody says whose it was is read as its code says`(code: CloseCode?, party: Party) {
        let closure = ForeignPlan.closure(code, "r", from: nil)
        #expect(closure.by == party)
        #expect(closure.detail == "the file does not say which side closed")
        #expect((closure.code == nil) == (party == .transport))
        #expect(ForeignPlan.closure(code, "r", from: .clientToServer) == Closure(by: .client, code: code, reason: "r"))
        #expect(ForeignPlan.closure(code, nil, from: .serverToClient) == Closure(by: .server, code: code))
    }
}

import Exports
import LiveProtocol
import TestSupport
import Testing

@Suite struct ImportReaderTests {
    private func read(ndjson bytes: [UInt8]) throws -> [ImportedEvent] {
        let lines = bytes.split(separator: 0x0A).map(Array.init)
        var reader = NDJSONReader()
        for line in lines { _ = try reader.place(of: line) }
        return try lines.flatMap { try reader.events(in: $0) }
    }

    /// Events of every kind, payloads that are anything.
    private func anyCall(_ random: inout SeededGenerator) -> [WireEvent] {
        var call = WrittenCall(UInt64.random(in: 1_000_000_000_000...2_000_000_000_000, using: &random))
        let opcodes: [Opcode] = [.text, .binary, .continuation, .ping, .pong, Opcode(rawValue: 3)]
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let delay = Double.random(in: 0...3, using: &random)
            switch Int.random(in: 0...6, using: &random) {
            case 0: call.append(.paused(.serverToClient), after: delay)
            case 1: call.append(.captureGap(CaptureGap(frames: 3, bytes: 900, cause: .tapFull)), after: delay)
            case 2: call.append(.framingLost(.clientToServer, reason: "rsv \"2\"\n"), after: delay)
            default:
                var frame = Frame(opcodes.randomElement(using: &random) ?? .text, random.bytes(30))
                frame.isFinal = Bool.random(using: &random)
                frame.isMasked = Bool.random(using: &random)
                frame.reservedBits = UInt8.random(in: 0...7, using: &random)
                if random.isOne(in: 5) { (frame.payload, frame.byteCount) = (nil, 77) }
                frame.isCut = random.isOne(in: 6)
                call.append(
                    .frame(Bool.random(using: &random) ? .clientToServer : .serverToClient, frame), after: delay)
            }
        }
        return call.closed()
    }

    @Test func `raw lines with events give back every event, to the nanosecond`() {
        expectProperty(runs: 100) { random in
            let events = anyCall(&random)
            let bytes = try RecordedCall(events).exported(as: "ndjson") { ($0.isRaw, $0.hasEvents) = (true, true) }
            try #require(try read(ndjson: bytes).map(\.event) == events)
        }
    }

    @Test func `an archive gives back what it can carry`() throws {
        let call = RecordedCall.talk
        for isText in [false, true] {
            let archive = try call.exported(as: "har") { $0.isText = isText }
            let events = try Foreign(archive, .archive).events.map(\.event)
            #expect(
                events.filter { if case .frame = $0.kind { true } else { false } }
                    == call.events.filter { if case .frame = $0.kind { true } else { false } })
            #expect(try RecordedCall(events).exported(as: "har") { $0.isText = isText } == archive)
        }
    }

    @Test(arguments: [FrameFault.injected, .changed, .withheld, .replaced, .late])
    func `what livetop made of a message stays its own in an archive`(fault: FrameFault) throws {
        var events = RecordedCall.talk.events
        let index = try #require(
            events.lastIndex { if case .frame(.serverToClient, _) = $0.kind { true } else { false } })
        guard case .frame(let direction, var frame) = events[index].kind else { return }
        frame.fault = fault
        events[index].kind = .frame(direction, frame)
        let archive = try RecordedCall(events).exported(as: "har")
        let read = try Foreign(archive, .archive).events.map(\.event)
        let marks = { (events: [WireEvent]) in
            events.compactMap { event -> FrameFault?? in
                if case .frame(_, let frame) = event.kind { .some(frame.fault) } else { nil }
            }
        }
        #expect(marks(read) == marks(events))
        #expect(marks(read).contains(fault))
    }

    @Test func `an archive of a browser becomes a session of its own`() throws {
        let archive = #"""
            {"log":{"version":"1.2","entries":[{"startedDateTime":"2026-09-20T12:00:00.500+02:00","request":{
            "url":"wss://h.test/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=AIza",
            "headers":[]},"response":{"status":101,"headers":[]},"_webSocketMessages":[
            {"type":"send","time":1789898401.25,"opcode":1,"data":"{\"setup\":{}}"},
            {"type":"error","time":1789898402,"opcode":-1,"data":"gone"},
            {"type":"receive","time":1789898403,"opcode":2,"data":"e30="}]}]}}
            """#
        let events = try Foreign(Array(archive.utf8), .archive).events
        #expect(events.count == 5)
        #expect(events.first?.event.at.rfc3339 == "2026-09-20T10:00:00.500Z")
        #expect(events[3].event.sequence == 2)
        #expect(events[3].event.at == Timestamp(nanoseconds: 1_789_898_403_000_000_000))
        #expect(events[4].event.kind == .closed(Closure(by: .transport, detail: "gone")))
        guard case .opened(let info)? = events.first?.event.kind else { return #expect(Bool(false)) }
        #expect(info.endpoint.surface == .geminiAPI)
        #expect(info.upstream == "https://h.test")
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `where lines stand is told without reading what they hold`(isRaw: Bool, hasEvents: Bool) throws {
        let lines = try RecordedCall.talk.exported(as: "ndjson") { ($0.isRaw, $0.hasEvents) = (isRaw, hasEvents) }
            .split(separator: 0x0A).map(Array.init)
        var (reader, other) = (NDJSONReader(), NDJSONReader())
        var places = try lines.compactMap { try reader.place(of: $0) }
        #expect((places.first?.at == nil) == !hasEvents)
        if !hasEvents { places = try lines.compactMap { try reader.finalPlace(of: $0) } }
        for line in lines { _ = try other.place(of: line) }
        let events = try lines.flatMap { try other.events(in: $0) }
        #expect(places.map(\.at) == events.map(\.event.at))
        #expect(places.map(\.connection) == events.map(\.event.connection))
        #expect(places.map(\.session) == events.map(\.session))
    }

    @Test(arguments: ["[]", "{}", #"{"log":{}}"#, #"{"log":{"entries":[]}}"#, "{", ""])
    func `what is no archive is refused with a reason`(text: String) {
        #expect(throws: ImportError.self) { try Foreign(Array(text.utf8), .archive) }
    }

    @Test func `mutated files are refused or read, never fatal`() throws {
        let lines = try RecordedCall.talk.exported(as: "ndjson") { ($0.isRaw, $0.hasEvents) = (true, true) }
            .split(separator: 0x0A).map(Array.init)
        expectProperty(runs: 300) { random in
            var line = lines.randomElement(using: &random) ?? []
            for _ in 0..<3 where !line.isEmpty {
                line[Int.random(in: line.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var reader = NDJSONReader()
            do { _ = try reader.events(in: line) } catch { try #require(!"\(error)".isEmpty) }
        }
    }
}

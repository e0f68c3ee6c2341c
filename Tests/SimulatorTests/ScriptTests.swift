import LiveProtocol
import Testing

@testable import Corpus
@testable import Simulator

struct ScriptTests {
    private let connection = ConnectionID(rawValue: 7)
    private let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    @Test func `a script is a recording: opened, upgraded, numbered frames, closed`() throws {
        let events = Script.bargeIn.wireEvents(connection: connection, from: start)
        guard case .opened = events[0].kind, case .upgraded = events[1].kind,
            case .closed(let closure) = try #require(events.last).kind
        else {
            Issue.record("does not open and close")
            return
        }
        #expect(closure.by == .client)
        let frames = events.dropFirst(2).dropLast()
        #expect(frames.map(\.sequence) == (1...Int64(frames.count)).map { $0 })
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test func `audio takes its time`() throws {
        let script = Script { client(.audio(.speech(.seconds(1)))) }
        let events = script.wireEvents(connection: connection, from: start)
        #expect(events.count == 2 + 25 + 1)
        #expect(try #require(events.last).at - start == .seconds(1))
    }

    @Test func `an answer names the call it answers`() throws {
        let script = Script {
            server(.toolCall("get_weather"))
            client(.toolResponse(["celsius": "21"]))
        }
        let payloads = script.wireEvents(connection: connection, from: start).compactMap { event -> [UInt8]? in
            guard case .frame(_, let frame) = event.kind else { return nil }
            return frame.payload
        }
        let call = try MessageCoding.decode(ServerJSON.self, from: payloads[0]).toolCall?.functionCalls.first
        let response = try MessageCoding.decode(ClientJSON.self, from: payloads[1]).toolResponse
        #expect(call?.id != nil)
        #expect(response?.functionResponses?.map(\.id) == [call?.id])
    }

    @Test func `a close carries its code and an empty one carries none`() {
        for (code, expected) in [(UInt16(1011), CloseCode(rawValue: 1011)), (nil, nil)] {
            let script = Script { client(.close(code)) }
            let events = script.wireEvents(connection: connection, from: start)
            guard case .closed(let closure) = events[3].kind else {
                Issue.record("does not close")
                return
            }
            #expect(closure.code == expected)
        }
    }

    @Test func `equal seeds are equal bytes, others are not`() {
        func events(_ seed: UInt64) -> [WireEvent] {
            Script.bargeIn.wireEvents(connection: connection, from: start, seed: seed)
        }
        let (first, again, other) = (events(1), events(1), events(2))
        // Compared outside of the macro: a difference would print a minute of audio.
        let (areEqual, areDifferent) = (first == again, first != other)
        #expect(areEqual && areDifferent)
    }

    @Test(arguments: [
        ("ws://127.0.0.1:8910", "/t/desk/ws/google", 8910, false),
        ("https://localhost", "/t/desk/ws/google", 443, true),
        ("wss://[::1]:9/prefix/", "/t/desk/prefix/ws/google", 9, true),
    ]) func `an address is taken apart`(url: String, target: String, port: Int, isTLS: Bool) throws {
        let address = try ClientAddress(ClientConfiguration(url: url, tag: "desk"))
        #expect(address.target.hasPrefix(target))
        #expect(address.port == port)
        #expect(address.isTLS == isTLS)
        #expect(!address.host.contains("["))
    }

    @Test(arguments: ["", "localhost", "ftp://localhost", "ws://"]) func `what is no address is refused`(url: String) {
        #expect(throws: MockError.address(url)) { try ClientAddress(ClientConfiguration(url: url)) }
    }
}

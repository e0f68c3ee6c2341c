import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// Archives as browsers open them.
@Suite struct ArchiveWritingTests {
    private func entries(_ events: [WireEvent], _ change: (inout ExportOptions) -> Void = { _ in }) throws -> [[String:
        Any]]
    {
        let bytes = try RecordedCall(events).exported(as: "har", change)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        return try #require((root["log"] as? [String: Any])?["entries"] as? [[String: Any]])
    }

    private func messages(_ events: [WireEvent], _ change: (inout ExportOptions) -> Void = { _ in }) throws -> [[String:
        Any]]
    {
        try #require(try entries(events, change).first?["_webSocketMessages"] as? [[String: Any]])
    }

    @Test func `messages are whole, whatever frames they came in`() throws {
        var call = WrittenCall()
        call.append(.frame(.clientToServer, Frame(.text, Array(#"{"setup""#.utf8), isFinal: false)), after: 1)
        call.append(.frame(.clientToServer, Frame(.ping, [1])), after: 0.1)
        call.append(.frame(.clientToServer, Frame(.continuation, Array(#":{}}"#.utf8))), after: 0.1)
        let messages = try messages(call.closed())
        #expect(messages.count == 1)
        #expect(messages.first?["data"] as? String == #"{"setup":{}}"#)
        let own = try #require(messages.first?["_livetop"] as? [String: Any])
        #expect(own["frames"] as? Int == 2)
        #expect(own["bytes"] as? Int == 12)
        #expect(own["seq"] as? Int == 3)
    }

    @Test func `binary is base64, and text on request`() throws {
        var call = WrittenCall()
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 1)
        call.append(.frame(.serverToClient, Frame(.binary, [0xFF, 0x00])), after: 1)
        let plain = try messages(call.closed())
        #expect(plain.map { $0["opcode"] as? Int } == [2, 2])
        #expect(plain.map { $0["data"] as? String } == ["eyJzZXR1cENvbXBsZXRlIjp7fX0=", "/wA="])
        let text = try messages(call.events) { $0.isText = true }
        #expect(text.map { $0["opcode"] as? Int } == [1, 2])
        #expect(text.first?["data"] as? String == #"{"setupComplete":{}}"#)
        #expect(text.map { ($0["_livetop"] as? [String: Any])?["opcode"] as? Int } == [2, 2])
    }

    @Test func `times are Unix seconds, exact`() throws {
        var call = WrittenCall()
        call.say(.serverToClient, "{}", after: 0.000_000_001)
        let text = try RecordedCall(call.closed()).text(as: "har")
        #expect(text.contains(#""time":1789898400.12345679,"#) || text.contains(#""time":1789898400.123456790,"#))
    }

    @Test func `a refused connection has its status and no message`() throws {
        var call = WrittenCall(isUpgraded: false)
        call.append(
            .refused(
                Refusal(
                    status: 429, by: .server, reason: "slow\ndown",
                    headers: [HeaderField("Set-Cookie", "x"), HeaderField("Retry-After", "3")])), after: 0.25)
        let entry = try #require(try entries(call.events).first)
        let response = try #require(entry["response"] as? [String: Any])
        #expect(response["status"] as? Int == 429)
        #expect(response["statusText"] as? String == "slow down")
        #expect((response["headers"] as? [[String: String]])?.compactMap { $0["name"] } == ["Retry-After"])
        #expect((entry["_webSocketMessages"] as? [Any])?.isEmpty == true)
        #expect(entry["time"] as? Double == 250)
        #expect(entry["startedDateTime"] as? String == "2026-09-20T10:00:00.123Z")
    }

    @Test func `a connection without times says -1, one without a date nothing`() throws {
        var call = WrittenCall(origin: ForeignOrigin(isTimed: false, isDated: false))
        call.say(.clientToServer, "{}", after: 0.001)
        let entry = try #require(try entries(call.events).first)
        #expect(entry["startedDateTime"] as? String == "")
        #expect(entry["time"] as? Double == -1)
        #expect(try messages(call.events).first?["time"] as? Double == -1)
    }

    @Test func `a part holds its messages, and entries that lie outside are left out`() throws {
        var call = WrittenCall()
        for second in 1...4 { call.say(.clientToServer, #"{"n":\#(second)}"#, after: 1) }
        _ = call.closed()
        var other = WrittenCall(1_000_000_000_005, from: call.now + .seconds(100))
        other.say(.clientToServer, "{}", after: 1)
        let part = WrittenCall.start + .milliseconds(1_500)...WrittenCall.start + .milliseconds(3_500)
        let read = try entries(call.events + other.closed()) { $0.interval = part }
        #expect(read.count == 1)
        let data = (read.first?["_webSocketMessages"] as? [[String: Any]])?.compactMap { $0["data"] as? String }
        #expect(data == [#"{"n":2}"#, #"{"n":3}"#])
    }

    @Test func `a message that began before the recording is marked as such`() throws {
        var call = WrittenCall()
        call.append(.frame(.clientToServer, Frame(isFinal: false, opcode: .text, byteCount: 5, payload: nil)), after: 1)
        call.append(.frame(.clientToServer, Frame(.continuation, Array("}".utf8))), after: 1)
        let own = try messages(call.closed()).first?["_livetop"] as? [String: Any]
        #expect(own?["incomplete"] as? Bool == true)
        #expect(own?["bytes"] as? Int == 6)
    }
}

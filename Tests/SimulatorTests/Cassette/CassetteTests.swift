import LiveProtocol
import Testing

@testable import Cassettes
@testable import Simulator

@Suite struct CassetteTests {
    private static let start = Timestamp(nanoseconds: 1_000)
    private static let connection = ConnectionID(rawValue: 200_000_000_001)

    private static func event(_ kind: WireEvent.Kind, _ sequence: Int64, _ seconds: Double) -> WireEvent {
        WireEvent(connection: connection, sequence: sequence, at: .seconds(seconds, after: start), kind: kind)
    }

    private static func frame(
        _ sequence: Int64, _ direction: Direction, _ text: String, _ seconds: Double, isFinal: Bool = true,
        opcode: Opcode = .text
    ) -> WireEvent {
        event(.frame(direction, Frame(opcode, Array(text.utf8), isFinal: isFinal)), sequence, seconds)
    }

    private static var opened: WireEvent {
        event(
            .opened(
                ConnectionInfo(
                    tag: "t", endpoint: .unknown, target: "/ws/x", upstream: "https://u", headers: [], isTLS: true,
                    removedExtensions: nil)), 0, 0)
    }

    private static func tape(_ events: [WireEvent]) throws -> Cassette.Tape {
        var cassette = Cassette()
        for event in [opened] + events { cassette.append(event) }
        return try #require(cassette.tapes.first)
    }

    @Test func `frames become messages with the pauses between them`() throws {
        let tape = try Self.tape([
            Self.frame(1, .clientToServer, #"{"setup":{}}"#, 1),
            Self.frame(2, .serverToClient, #"{"setup"#, 1.5, isFinal: false, opcode: .binary),
            Self.frame(3, .serverToClient, "", 1.6, opcode: .ping),
            Self.frame(4, .serverToClient, #"Complete":{}}"#, 2, opcode: .continuation),
            Self.event(.frame(.serverToClient, Frame(.close, [0x03, 0xE8] + Array("bye".utf8))), 5, 5),
        ])
        #expect(tape.target == "/ws/x")
        #expect(tape.tag == "t")
        #expect(
            tape.steps.map { String(decoding: $0.payload, as: UTF8.self) } == [
                #"{"setup":{}}"#, #"{"setupComplete":{}}"#,
            ])
        #expect(tape.steps.map(\.after) == [.seconds(1), .seconds(1)])
        #expect(tape.steps.map(\.isText) == [true, false])
        #expect(tape.closing == .init(isByServer: true, code: 1000, reason: "bye", after: .seconds(3)))
    }

    @Test func `a message that was not captured is counted, a refused connection is no tape`() {
        var cassette = Cassette()
        cassette.append(Self.opened)
        cassette.append(
            Self.event(.frame(.clientToServer, Frame(opcode: .text, byteCount: 9, payload: nil)), 1, 1))
        #expect(cassette.incomplete == 1)
        cassette.append(Self.event(.refused(Refusal(status: 403, by: .server, reason: "no")), 1, 2))
        #expect(cassette.tapes.isEmpty)
    }

    // MARK: Playing

    private static let talk = [
        frame(
            1, .clientToServer,
            #"{"setup":{"model":"m","sessionResumption":{"handle":"h:00112233445566778899aabbccddeeff"}}}"#, 0),
        frame(2, .serverToClient, #"{"setupComplete":{}}"#, 1),
        frame(3, .clientToServer, #"{"clientContent":{"turns":[{"parts":[{"text":"Hi"}]}]}}"#, 2),
        frame(4, .serverToClient, "A", 3),
        frame(5, .serverToClient, "B", 3.5),
    ]

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `the server speaks when the client has said its part, in the old rhythm`() throws {
        var player = CassettePlayer(try Self.tape(Self.talk), isStrict: false)
        #expect(player.begin() == [])
        #expect(player.receive(Self.bytes(#"{"setup":{"model":"other"}}"#)) == [.wait(.seconds(1), 1)])
        #expect(player.ring(1) == [.send(Self.bytes(#"{"setupComplete":{}}"#), isText: true)])
        #expect(player.ring(1) == [], "an alarm rings once")
        #expect(player.receive(Self.bytes(#"{"realtimeInput":{"text":"aside"}}"#)) == [], "another kind opens no gate")
        #expect(player.receive(Self.bytes(#"{"client_content":{}}"#)) == [.wait(.seconds(1), 3)])
        #expect(player.ring(3) == [.send(Self.bytes("A"), isText: true), .wait(.milliseconds(500), 4)])
        #expect(player.ring(4) == [.send(Self.bytes("B"), isText: true)])
        #expect(player.isComplete)
        #expect(player.end() == nil)
    }

    @Test func `strict takes the same message in any order and spelling, with any handle`() throws {
        var player = CassettePlayer(try Self.tape(Self.talk), isStrict: true)
        let setup = #"{"setup":{"session_resumption":{"handle":"real"},"model":"m","tools":null}}"#
        #expect(player.receive(Self.bytes(setup)) == [.wait(.seconds(1), 1)])
        _ = player.ring(1)
        let changed = player.receive(Self.bytes(#"{"clientContent":{"turns":[{"parts":[{"text":"Ho"}]}]}}"#))
        let difference = CassetteDifference(
            message: 2, path: "$.clientContent.turns[0].parts[0].text", recorded: #""Hi""#, received: #""Ho""#)
        #expect(changed == [.fail(difference)])
        #expect(player.receive(Self.bytes("{}")) == [], "the first difference is the end")
    }

    @Test(arguments: [
        (#"{"setup":{"model":"m"}}"#, "$.setup.sessionResumption"),
        (#"{"setup":{"model":"m","sessionResumption":{"handle":"x"},"extra":1}}"#, "$.setup.extra"),
        ("[]", "$"), ("no JSON", "$"),
    ])
    func `strict names the place that differs`(text: String, path: String) throws {
        var player = CassettePlayer(try Self.tape(Self.talk), isStrict: true)
        guard case .fail(let difference)? = player.receive(Self.bytes(text)).first else {
            Issue.record("no difference")
            return
        }
        #expect(difference.path == path)
        #expect(difference.message == 1)
    }

    @Test func `strict notices what is missing and what is too much`() throws {
        var player = CassettePlayer(try Self.tape(Array(Self.talk.prefix(2))), isStrict: true)
        let left = player.end()
        #expect(left?.message == 1)
        #expect(left?.received == nil)
        player = CassettePlayer(try Self.tape(Array(Self.talk.prefix(2))), isStrict: true)
        _ = player.receive(Self.bytes(#"{"setup":{"model":"m","sessionResumption":{"handle":"x"}}}"#))
        guard case .fail(let difference)? = player.receive(Self.bytes("{}")).first else {
            Issue.record("no difference")
            return
        }
        #expect(difference.message == 2)
        #expect(difference.recorded == nil)
    }

    @Test func `streamed sound opens its gates by bytes, or by what follows the stream`() throws {
        let chunk = { (count: Int) in
            #"{"realtimeInput":{"audio":{"data":"\#(String(repeating: "A", count: count))"}}}"#
        }
        let tape = try Self.tape([
            Self.frame(1, .clientToServer, chunk(40), 0), Self.frame(2, .clientToServer, chunk(40), 0.1),
            Self.frame(3, .serverToClient, "A", 1),
            Self.frame(4, .clientToServer, #"{"realtimeInput":{"audioStreamEnd":true}}"#, 2),
            Self.frame(5, .serverToClient, "B", 3),
        ])
        var player = CassettePlayer(tape, isStrict: false)
        #expect(player.receive(Self.bytes(chunk(100))) == [])
        #expect(player.receive(Self.bytes(chunk(100))).count == 1, "cut otherwise, as many bytes")
        player = CassettePlayer(tape, isStrict: false)
        #expect(
            player.receive(Self.bytes(#"{"realtimeInput":{"audioStreamEnd":true}}"#)) == [.wait(.milliseconds(900), 2)])
        #expect(player.ring(2) == [.send([65], isText: true), .wait(.seconds(1), 4)])
    }
}

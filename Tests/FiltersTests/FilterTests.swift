import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import Filters
@testable import SessionModel

@Suite struct FilterTests {
    private static let opened = Timestamp.seconds(1_000)

    private static let session = SessionSummary(
        id: SessionID(ConnectionID(rawValue: 77_777)), tag: "branch-Ünit", model: "models/gemini-live-2.5-flash",
        activity: .speaking, openedAt: opened, frames: 12_000, bytesUp: 3_000_000, bytesDown: 5_000_000,
        usedTokens: 24_000, limitTokens: 32_000, turns: 12, interruptions: 2)

    private static var refused: SessionSummary {
        SessionSummary(
            id: SessionID(ConnectionID(rawValue: 88_888)), activity: .closed, openedAt: opened,
            closedAt: opened + .seconds(3), closure: Closure(by: .server, code: CloseCode(rawValue: 1008)),
            refusal: Refusal(status: 429, by: .server, reason: "Quota exhausted"))
    }

    @Test(arguments: [
        ("tag:branch-*", true), ("tag:BRANCH-ünit", true), ("tag:branch", false), (#"tag:"branch-*""#, true),
        ("model:~live", true), ("model:gemini-live-2.5-flash", true), ("age:>8m", true), ("age:<8m", false),
        ("age:9m", true), ("tokens:>=24k", true), ("context:>70% context:<80%", true), ("context:>80%", false),
        ("state:speaking is:open", true), ("is:refused or is:interrupted", true), ("close:1008", false),
        ("!close:1008", true), ("bytes:>7m bytes:<9mb", true), ("frames:12k", true), ("flash", true), ("FLASH", true),
        ("flush", false), ("/branch-[a-zü]+$/i", true), ("/branch-[a-zü]+$/", false), ("kind:audio", false), ("", true),
        ("not (tag:x or turns:<5)", true), ("tag:branch-????", true), ("tag:*-*n?t", true),
    ])
    func `a session is found by what is known of it`(filter: String, isMatch: Bool) throws {
        let subject = FilteredSession(Self.session, at: Self.opened + .seconds(540), isMarked: false, findings: nil)
        #expect(try Filter.parse(filter).matches(subject) == isMatch)
    }

    @Test(arguments: [
        ("status:429", true), ("is:refused", true), ("by:server", true), ("reason:*quota*", true), ("quota", true),
        ("close:>=1008", true), ("age:3s", true), ("tokens:<1m", false), ("tokens:>0", false), ("tag:*", false),
    ])
    func `what is not known matches nothing`(filter: String, isMatch: Bool) throws {
        let subject = FilteredSession(Self.refused, at: Self.opened + .seconds(540), isMarked: false, findings: [])
        #expect(try Filter.parse(filter).matches(subject) == isMatch)
    }

    @Test(arguments: [
        ("refund", true), ("!refund", false), ("refund and close:1008", false), ("refund or close:1008", true),
        ("refunds", false), ("(flash and refund)", true),
    ])
    func `what was found in the recording counts like a text of the session`(filter: String, isMatch: Bool) throws {
        let subject = FilteredSession(
            Self.session, at: Self.opened, texts: [.words("refund")], isMarked: false, findings: nil)
        #expect(try Filter.parse(filter).matches(subject) == isMatch)
    }

    private static func entry(_ json: String, _ direction: Direction = .serverToClient) -> FilteredFrame {
        let event = WireEvent(
            connection: ConnectionID(rawValue: 1), sequence: 9, at: opened + .seconds(200),
            kind: .frame(direction, Frame(.text, Array(json.utf8))))
        let entries = FrameEntry.entries(of: [event], isDecoded: true)
        return FilteredFrame(
            entries[0], openedAt: opened, previousAt: opened + .seconds(199.4), payload: Array(json.utf8))
    }

    private static let audio =
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(String(repeating: "A", count: 1_708))"}}}"#
    private static let call = #"{"toolCall":{"functionCalls":[{"id":"1","name":"lookUp","args":{"Order":"ü-17"}}]}}"#

    @Test(arguments: [
        ("kind:audio", true), ("~a ~q", true), ("kind:realtimeInput", true), ("kind:serverContent.audio", false),
        ("dir:down", false), ("size:>1k", true), ("dur:>=40ms", true), ("dur:>41ms", false), ("at:>3:12", true),
        ("delta:>500ms", true), ("delta:>1s", false), ("seq:9", true), ("opcode:text", true), ("has:tool", false),
        ("rate=16000", true), ("mimetype", true), ("is:incomplete", false),
    ])
    func `a frame is found by what is in it`(filter: String, isMatch: Bool) throws {
        #expect(try Filter.parse(filter).matches(Self.entry(Self.audio, .clientToServer)) == isMatch)
    }

    @Test(arguments: [
        ("has:tool", true), ("LOOKUP", true), ("ü-17", true), ("Ü-17", true), (#"/"order":/i"#, true),
        (#"/"order":/"#, false),
        ("kind:toolCall", true), ("dur:>0ms", false),
    ])
    func `full text goes through the payload, without regard to case`(filter: String, isMatch: Bool) throws {
        #expect(try Filter.parse(filter).matches(Self.entry(Self.call)) == isMatch)
    }

    private static func event(_ kind: LiveEvent.Kind) -> FilteredEvent {
        var targets = CallTargets()
        targets.insert(upstream: "https://generativelanguage.googleapis.com:443", target: "/ws/v1alpha.Live")
        let connection = ConnectionID(rawValue: 1)
        return FilteredEvent(
            LiveEvent(connection: connection, sequence: 3, at: opened, kind: kind),
            of: .init(session: SessionID(connection), tag: "branch-7", targets: targets, isMarked: true))
    }

    @Test func `an event is found by what it says`() throws {
        let interrupted = Self.event(.server(.interrupted))
        #expect(try Filter.parse("is:interrupted dir:down kind:interrupted").matches(interrupted))
        let refusal = Self.event(.wire(.refused(Refusal(status: 403, by: .server, reason: "leaked key"))))
        #expect(try Filter.parse("status:>=400 by:server leaked").matches(refusal))
        #expect(try Filter.parse("host:*.googleapis.com ~u v1alpha tag:branch-* is:marked").matches(refusal))
        #expect(try !Filter.parse("finding:*").matches(refusal))
        #expect(try !Filter.parse("dir:up").matches(refusal))
    }

    @Test func `a turn is found by how it went`() throws {
        var turn = Turn(index: 4, connection: ConnectionID(rawValue: 1), openedAt: Self.opened + .seconds(65))
        turn.interruptedAt = Self.opened + .seconds(66)
        turn.completedAt = Self.opened + .seconds(67)
        turn.modelText = BoundedText("Your order is on its way")
        let subject = FilteredTurn(turn, openedAt: Self.opened)
        #expect(try Filter.parse("turn:>3 is:interrupted at:>1:00 ORDER has:text").matches(subject))
        #expect(try !Filter.parse("is:open").matches(subject))
    }

    @Test(arguments: [
        ("finding:x", nil), ("!finding:x", nil), ("finding:x tag:other", false), ("finding:x or tag:branch-*", true),
        ("finding:x and has:tool", nil), ("host:*", nil), ("!(tag:other or has:tool)", nil), ("is:marked", false),
        ("is:marked or finding:x", nil), ("has:drops", false),
    ])
    func `what nobody has looked for is left open, unless the rest decides`(filter: String, verdict: Bool?) throws {
        let subject = FilteredSession(Self.session, at: Self.opened, isMarked: false, findings: nil)
        let filter = try Filter.parse(filter)
        #expect(filter.verdict(on: subject) == verdict)
        #expect(filter.matches(subject) == (verdict == true))
    }

    @Test(arguments: [
        ("ki", ["kind:"]), ("dir:", ["dir:up", "dir:down"]), ("x !dir:d", ["x !dir:down"]),
        ("(state:sp", ["(state:speaking"]),
        ("\"ki", []), ("", []), ("kind:audio ", []), ("nothing", []),
    ])
    func `what could follow is offered`(text: String, completions: [String]) {
        #expect(Filter.completions(of: text) == completions)
    }

    @Test func `only keys of the screen are offered`() {
        #expect(Filter.completions(of: "t", for: .sessions) == ["tag:", "tokens:", "turns:"])
    }
}

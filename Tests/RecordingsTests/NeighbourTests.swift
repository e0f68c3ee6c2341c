import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Testing

/// What the rules know of other sessions does not depend on which sessions were asked for.
@Suite struct NeighbourTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    /// One client, refused again and again.
    private static func refused(
        _ number: UInt64, after seconds: Double, tag: String? = "desk", code: UInt16 = 1011
    ) -> [WireEvent] {
        let connection = ConnectionID(rawValue: (1 << 40) + number)
        func event(_ sequence: Int64, _ later: Double, _ kind: WireEvent.Kind) -> WireEvent {
            WireEvent(
                connection: connection, sequence: sequence, at: .seconds(seconds + later, after: start), kind: kind)
        }
        let info = ConnectionInfo(
            tag: tag, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
            target: "/ws/x?key=REDACTED", upstream: "https://generativelanguage.googleapis.com",
            headers: [HeaderField("User-Agent", "sdk/1")], isTLS: true, removedExtensions: nil)
        let setup = Array(#"{"setup":{"model":"models/gemini-3.8-live"}}"#.utf8)
        let reason = "Internal error encountered."
        let close: [UInt8] = [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8)
        return [
            event(0, 0, .opened(info)),
            event(0, 0.01, .upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings()))),
            event(1, 0.02, .frame(.clientToServer, Frame(.text, setup))),
            event(2, 0.1, .frame(.serverToClient, Frame(.close, close))),
            event(2, 0.12, .closed(Closure(by: .server, code: CloseCode(rawValue: code), reason: reason))),
        ]
    }

    private static func session(_ number: UInt64) -> SessionID {
        SessionID(ConnectionID(rawValue: (1 << 40) + number))
    }

    private static var fiveRefused: [WireEvent] { (0..<5).flatMap { refused(UInt64($0), after: Double($0) * 0.8) } }

    @Test func `a call whose end nobody saw is a neighbour where nobody records any more`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(Self.refused(0, after: 0).dropLast() + Self.refused(1, after: 1))
        try recording.end(at: .seconds(5, after: Self.start))
        let door = recording.recordings(at: .seconds(9, after: Self.start))
        #expect(try door.diagnose(Self.session(1)).findings.map(\.rule) == ["server-internal-error"])
        let listed = try door.index.connections(
            of: nil, in: Self.start ... .seconds(9, after: Self.start), limit: 10)
        #expect(listed.map(\.mayBeOpen) == [false, false])
    }

    @Test func `five refused calls of one client are a storm, whoever asks`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(Self.fiveRefused)
        let now = Timestamp.seconds(10, after: Self.start)
        recording.lookLive(at: now)
        let recordings = recording.recordings(at: now)
        for number in UInt64(0)..<5 {
            let id = Self.session(number)
            let live = try #require(recording.live.findings[id])
            #expect(try recordings.diagnose(id).findings == live, "call \(number + 1)")
            // Three short connections are a storm, and the first two did not know of the third.
            let rules = Set(live.flatMap { [$0] + $0.explains }.map(\.rule))
            #expect(rules.contains("reconnect-storm") == (number >= 2), "call \(number + 1): \(rules)")
            #expect(rules.contains("server-internal-error"), "call \(number + 1): \(rules)")
        }
    }

    @Test func `another client's calls make no storm`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        let events = (0..<5).flatMap { Self.refused(UInt64($0), after: Double($0) * 0.8, tag: "desk-\($0)") }
        try recording.take(events)
        let now = Timestamp.seconds(10, after: Self.start)
        let last = try recording.recordings(at: now).diagnose(Self.session(4))
        #expect(!last.findings.contains { $0.rule == "reconnect-storm" })
    }

    @Test func `a proxy that starts in the middle of a storm says what the recording says`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take((0..<2).flatMap { Self.refused(UInt64($0), after: Double($0) * 0.8) })
        let restart = Timestamp.seconds(1.4, after: Self.start)
        try recording.beginAnew(at: restart)
        try recording.know(at: restart)
        try recording.take((2..<5).flatMap { Self.refused(UInt64($0), after: Double($0) * 0.8) })
        let now = Timestamp.seconds(10, after: Self.start)
        recording.lookLive(at: now)
        for number in UInt64(2)..<5 {
            let live = try #require(recording.live.findings[Self.session(number)])
            #expect(live.contains { $0.rule == "reconnect-storm" }, "call \(number + 1)")
            #expect(try recording.recordings(at: now).diagnose(Self.session(number)).findings == live)
        }
    }

    @Test func `what happens later is not known earlier`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(Self.fiveRefused)
        let recordings = recording.recordings(at: .seconds(10, after: Self.start))
        let state = try recordings.open(Self.session(4)).state
        let others = try recordings.others(than: Self.session(4)).with(state)
        let diagnosis = recordings.knowledge.diagnosis
        let early = diagnosis.findings(in: state, at: .seconds(0.5, after: Self.start), fleet: others)
        #expect(!early.contains { $0.rule == "reconnect-storm" })
        #expect(
            diagnosis.findings(in: state, at: state.lastAt, fleet: others).contains { $0.rule == "reconnect-storm" })
    }

    @Test func `a reader that catches up looks at the instant it has reached`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(Array(Self.refused(0, after: 0).prefix(3)))
        try recording.goOn()
        var following = try recording.recordings(at: .seconds(900, after: Self.start)).followOpen()
        let present = Timestamp.seconds(900, after: Self.start)
        _ = try following.next()
        following.look(at: present)
        #expect(following.diagnosed.lookedAt == Self.start)
        #expect(following.share(of: present) == 0)
        _ = try following.next()
        let share = try #require(following.share(of: present))
        let reached = try #require(following.diagnosed.reached)
        #expect(share > 0 && share == (reached - Self.start) / .seconds(900))
        while try following.next() != nil {}
        following.look(at: present)
        #expect(following.diagnosed.lookedAt == present)
        #expect(following.share(of: present) == nil)
    }
}

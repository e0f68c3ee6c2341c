import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct RoundTripTests {
    /// Law 3: the store gives back what it was given.
    @Test func `events read back equal the events appended`() {
        expectProperty(runs: 12) { random in
            let store = try TestStore()
            var recorder = try store.recorder()
            var source = RandomEvents(random: random)
            let events = source.events(200, of: [.first, .second, ConnectionID(rawValue: .max)])
            for batch in source.random.cut(events, into: 6) { try recorder.append(Array(batch).items) }
            for connection in Set(events.map(\.connection)) {
                let expected = events.filter { $0.connection == connection }
                try #require(try store.events(of: SessionID(connection)) == expected)
            }
        }
    }

    /// Law 3 over several connections: arrival order, not only the order of each connection.
    @Test func `the events of a session of many connections come in the order of arrival`() {
        expectProperty(runs: 6) { random in
            let store = try TestStore()
            var recorder = try store.recorder()
            var source = RandomEvents(random: random)
            let connections = (1...5).map { ConnectionID(rawValue: $0) }
            let events = source.events(900, of: connections)
            try recorder.append(events.items)
            try recorder.append(connections.map { .assignment($0, to: SessionID(connections[0]), tag: nil) })
            try #require(try store.events(of: SessionID(connections[0])) == events)
        }
    }

    @Test func `HTTP exchanges read back equal those appended, newest first`() {
        expectProperty(runs: 6) { random in
            let store = try TestStore()
            var recorder = try store.recorder()
            var source = RandomEvents(random: random)
            let exchanges = (0..<20).map { _ in
                HTTPExchange(
                    at: source.instant(), tag: source.optional { $0.text() }, method: source.text(),
                    target: source.text(), status: source.optional { $0.number() },
                    requestBytes: .random(in: 0 ... .max, using: &source.random),
                    responseBytes: .random(in: 0 ... .max, using: &source.random),
                    timeToHead: source.optional { $0.duration() }, duration: source.duration(),
                    failure: source.optional { $0.text() })
            }
            try recorder.append(exchanges.map(RecordItem.exchange))
            try #require(try store.index.exchanges() == exchanges.reversed())
            try #require(try store.index.exchanges(limit: 3) == Array(exchanges.reversed().prefix(3)))
        }
    }

    @Test func `a frame without payload and one with an empty payload stay different`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        var withheld = WireEvent.frame(1, [])
        withheld.kind = .frame(.clientToServer, Frame(opcode: .binary, byteCount: 9, payload: nil))
        let events = [withheld, .frame(2, [])]
        try recorder.append(events.items)
        #expect(try store.events(of: .first) == events)
    }

    @Test func `a frame that is still masked is stored without its payload`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let frame = Frame(
            opcode: .text, isMasked: true, maskingKey: MaskingKey(bigEndian: 7), byteCount: 3, payload: [1, 2, 3])
        try recorder.append([
            .event(WireEvent(connection: .first, sequence: 1, at: anchor, kind: .frame(.clientToServer, frame)))
        ])
        let expected = Frame(opcode: .text, isMasked: true, byteCount: 3, payload: nil)
        #expect(try store.events(of: .first).map(\.kind) == [.frame(.clientToServer, expected)])
    }

    @Test func `a summary reads back without its momentary rates`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        var summary = SessionSummary(
            id: .first, tag: "t", model: "m", activity: .tool, openedAt: anchor, closedAt: anchor + .seconds(1),
            connectionSince: anchor, goAwayDeadline: anchor + .seconds(9), connections: 2, frames: 3, bytesUp: 4,
            bytesDown: 5, bytesPerSecond: 6, framesPerSecond: 7, usedTokens: 8, limitTokens: 9, isLimitAssumed: true,
            contextLeft: .seconds(60) ... .seconds(120), sessionCap: .seconds(900),
            sessionDeadline: anchor + .seconds(900), billedTokens: 13, cost: 0.25, responseP95: .milliseconds(700),
            responseAnchor: .serverVAD, lastBargeIn: .milliseconds(240), turns: 10, interruptions: 11,
            closure: Closure(by: .transport, detail: "reset"),
            refusal: Refusal(status: 503, by: .server, reason: "busy"), droppedFrames: 12, contents: [.audio, .goAway],
            targets: CallTargets(hosts: ["a.test", "b.test"], paths: ["/x"]))
        try recorder.append([WireEvent.opened().item, .summary(summary)])
        (summary.bytesPerSecond, summary.framesPerSecond) = (nil, nil)
        let stored = try #require(try store.index.session(.first))
        #expect(stored.summary == summary)
        #expect(stored.isCached)
    }
}

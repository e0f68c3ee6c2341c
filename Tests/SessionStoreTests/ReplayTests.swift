import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// Law: replay at an instant equals what was seen live at that instant.
@Suite struct ReplayTests {
    /// A talk of `turns` turns over two connections that a handle joins, its events in the order of the tap.
    private static func call(turns: Int, seed: UInt64) -> [WireEvent] {
        var random = SeededGenerator(seed: seed)
        var events: [WireEvent] = []
        var seconds = 0.0
        func happen(_ connection: ConnectionID, _ sequence: Int64, _ kind: WireEvent.Kind) {
            // Some events share their instant.
            if !random.isOne(in: 3) { seconds += Double.random(in: 0.001...0.4, using: &random) }
            events.append(
                WireEvent(connection: connection, sequence: sequence, at: .seconds(seconds, after: anchor), kind: kind))
        }
        let audio = String(repeating: "AAAB", count: 160)
        for (part, connection) in [ConnectionID.first, .second].enumerated() {
            var sequence: Int64 = 0
            func cross(_ json: String, _ direction: Direction) {
                sequence += 1
                happen(connection, sequence, .frame(direction, Frame(.text, Array(json.utf8))))
            }
            guard case .opened(let info) = WireEvent.opened(tag: "law").kind else { return [] }
            happen(connection, 0, .opened(info))
            let handle = part == 0 ? "{}" : #"{"handle":"h1"}"#
            cross(#"{"setup":{"model":"models/gemini-3.8-live","sessionResumption":\#(handle)}}"#, .clientToServer)
            cross(#"{"setupComplete":{}}"#, .serverToClient)
            cross(#"{"sessionResumptionUpdate":{"newHandle":"h1","resumable":true}}"#, .serverToClient)
            for turn in 1...turns {
                for _ in 0..<4 {
                    cross(
                        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(audio)"}}}"#,
                        .clientToServer)
                }
                cross(#"{"serverContent":{"inputTranscription":{"text":"word \#(turn)"}}}"#, .serverToClient)
                for _ in 0..<3 {
                    cross(
                        #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"\#(audio)"}}]}}}"#,
                        .serverToClient)
                }
                if random.isOne(in: 3) { cross(#"{"serverContent":{"interrupted":true}}"#, .serverToClient) }
                cross(
                    #"{"serverContent":{"turnComplete":true},"usageMetadata":{"totalTokenCount":\#(turn * 30)}}"#,
                    .serverToClient)
            }
            happen(connection, sequence, .closed(Closure(by: .server, code: CloseCode(rawValue: 1000))))
        }
        return events
    }

    private static func recorded(_ events: [WireEvent]) throws -> TestStore {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append(events.items + [.assignment(.second, to: .first, tag: nil)])
        return store
    }

    /// What a dashboard that had been watching would have had at `instant`.
    private static func live(_ events: [WireEvent], at instant: Timestamp) -> Folding {
        var folding = Folding(Fleet())
        for event in events.prefix(while: { $0.at <= instant }) { folding.apply(event) }
        return folding
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `replay at an instant equals live at that instant`(seed: UInt64) throws {
        let events = Self.call(turns: 12, seed: seed)
        let store = try Self.recorded(events)
        var random = SeededGenerator(seed: seed)
        // So few that most of them are thinned out, and folding on goes over pages.
        var replay = Replay(.first, in: store.database, limit: 5, distance: 3)
        try replay.read()
        #expect(replay.index == events.count)
        for _ in 0..<60 {
            let event = events[Int.random(in: events.indices, using: &random)]
            let instant = event.at + .nanoseconds(Int64.random(in: -2...2, using: &random))
            try replay.seek(to: instant)
            let live = Self.live(events, at: instant)
            #expect(replay.state == live.fleet[.first])
            #expect(replay.folding.fleet.sessions == live.fleet.sessions)
            let now = instant + .milliseconds(40)
            #expect(replay.folding.fleet.summaries(at: now) == live.fleet.summaries(at: now))
        }
    }

    @Test func `before the first event there is nothing, at the end everything`() throws {
        let events = Self.call(turns: 2, seed: 9)
        let store = try Self.recorded(events)
        var replay = Replay(.first, in: store.database)
        try replay.read()
        #expect(replay.outline.start == events.first?.at)
        #expect(replay.outline.end == events.last?.at)
        #expect(replay.outline.turns.count == 4)
        try replay.seek(to: anchor - .seconds(1))
        #expect(replay.index == 0)
        #expect(replay.state == nil)
        try replay.seek(to: anchor + .seconds(10_000))
        #expect(replay.index == events.count)
        #expect(replay.state?.isOpen == false)
    }

    @Test func `stepping frame by frame passes every frame, there and back`() throws {
        let events = Self.call(turns: 3, seed: 4)
        let store = try Self.recorded(events)
        var replay = Replay(.first, in: store.database, limit: 4, distance: 5)
        try replay.read()
        try replay.seek(to: anchor - .seconds(1))
        let frames = events.filter { if case .frame = $0.kind { true } else { false } }
        var there: [WireEvent?] = []
        for _ in frames {
            try replay.step(byFrames: 1)
            there.append(replay.last)
        }
        #expect(there == frames)
        for frame in frames.dropLast().reversed() {
            try replay.step(byFrames: -1)
            #expect(replay.last == frame)
            #expect(
                replay.state
                    == Self.live(Array(events.prefix(replay.index)), at: anchor + .seconds(10_000)).fleet[.first])
        }
        try replay.step(byFrames: -3)
        #expect(replay.index == 0)
        try replay.step(byFrames: 1_000)
        #expect(replay.index == events.count)
    }

    @Test func `checkpoints stay few and cover the session evenly`() {
        var checkpoints = Checkpoints(limit: 8, distance: 2)
        for index in 1...1_000 where checkpoints.isDue(at: index) {
            checkpoints.append(
                Checkpoint(index: index, at: anchor, last: .opened(), position: .init(), folding: Folding(Fleet())))
        }
        #expect(checkpoints.all.count <= 8)
        #expect(checkpoints.all.count >= 4)
        let gaps = zip(checkpoints.all.dropFirst(), checkpoints.all).map { $0.index - $1.index }
        #expect(Set(gaps).count == 1, "\(gaps)")
    }
}

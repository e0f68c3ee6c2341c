import LiveProtocol
import SessionModel
import Testing

/// When a session is looked at while it is folded.
@Suite struct LookTimesTests {
    /// Notes what it sees.
    private struct Notes: SessionWatch {
        struct Look: Hashable {
            var session: SessionID
            var at: Timestamp
            var turns: Int
        }

        var looks: [Look] = []
        var forgotten: [SessionID] = []

        mutating func look(at session: SessionState, _ instant: Timestamp) {
            looks.append(Look(session: session.id, at: instant, turns: session.turns.recent.count))
        }

        mutating func forget(_ session: SessionID) { forgotten.append(session) }
    }

    private static func folding() -> Folding { Folding(Fleet(), watches: [Notes()]) }

    private static func fold(_ calls: [Call], _ folding: inout Folding) -> Notes? {
        let events = calls.flatMap(\.wire).sorted { ($0.at, $0.connection) < ($1.at, $1.connection) }
        for event in events { folding.apply(event) }
        return folding.watches.first as? Notes
    }

    private static func seconds(_ notes: Notes?) -> [Double] {
        (notes?.looks ?? []).map { Double($0.at.nanoseconds) / 1e9 }
    }

    @Test func `once a second while something happens, and after a turn with all of its instant`() {
        var call = Call()
        call.begin()
        for _ in 0..<10 { call.speak(milliseconds: 100, after: 0.25) }
        call.completeTurn(after: 0.1)
        call.client(#"{"realtimeInput":{"text":"And?"}}"#, after: 0.1)
        var folding = Self.folding()
        let notes = Self.fold([call], &folding)
        #expect(Self.seconds(notes) == [0, 1, 2, 2.6])
        #expect(notes?.looks.map(\.turns) == [0, 0, 0, 1])
    }

    @Test func `rarely in a silence, and never when it is over`() {
        var call = Call()
        call.begin()
        call.client(#"{"realtimeInput":{"text":"And?"}}"#, after: 0.5)
        call.speak(milliseconds: 100, after: 7_200)
        call.close(after: 1)
        var next = Call(2, start: 9_000)
        next.begin()
        var folding = Self.folding()
        let notes = Self.fold([call, next], &folding)
        let looks = Self.seconds(notes)
        #expect(looks.prefix(4) == [0, 1, 2, 3])
        #expect(looks.filter { $0 > 16 && $0 < 7_200 }.map { $0 - 0.5 } == [20, 30, 45, 60, 90, 120, 180, 240, 300])
        #expect(looks.filter { $0 > 7_300 }.isEmpty, "\(looks)")
    }

    @Test func `turns that end faster than that are looked at together`() {
        var call = Call()
        call.begin()
        for _ in 0..<100 { call.completeTurn(after: 0.005) }
        call.client(#"{"realtimeInput":{"text":"And?"}}"#, after: 0.3)
        var folding = Self.folding()
        let notes = Self.fold([call], &folding)
        #expect(notes.map { $0.looks.count < 8 } == true)
    }

    @Test func `a copy of the fold goes its own way, and what is joined is forgotten`() {
        var first = Call()
        first.begin()
        first.server(#"{"sessionResumptionUpdate":{"newHandle":"h1","resumable":true}}"#)
        first.close(after: 2)
        var second = Call(2, start: 4)
        second.begin(resuming: "h1")
        second.completeTurn(after: 3)
        var folding = Self.folding()
        let before = Self.fold([first], &folding)
        var copy = folding
        let after = Self.fold([second], &copy)
        #expect((folding.watches.first as? Notes)?.looks == before?.looks)
        #expect(after?.forgotten == [SessionID(second.id)])
        #expect(after?.looks.last?.session == SessionID(first.id))
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct StoredEventsTests {
    /// More rows than fit into a page, and rows larger than a page.
    @Test(arguments: [(2000, 10), (6, 700_000), (257, 5), (256, 5)])
    func `long sessions and large frames are read completely`(count: Int, size: Int) throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let events = (1...Int64(count)).map { WireEvent.frame($0, [UInt8](repeating: UInt8($0 & 0xFF), count: size)) }
        try recorder.append([WireEvent.opened()].items + events.items)
        #expect(try store.events(of: .first) == [.opened()] + events)
    }

    @Test func `an event follows the frame whose number it carries`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let paused = WireEvent(connection: .first, sequence: 1, at: anchor, kind: .paused(.serverToClient))
        let events = [.opened(), .frame(1), paused, .frame(2), .closed(2)]
        try recorder.append(events.items)
        #expect(try store.events(of: .first) == events)
    }

    @Test func `reading goes on when more was recorded`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        var events = Recording(store.database).events(of: .first)
        #expect(try events.next() == nil)
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        #expect(try [events.next(), events.next(), events.next()] == [.opened(), .frame(1), nil])
        try recorder.append([WireEvent.frame(2).item])
        #expect(try [events.next(), events.next()] == [.frame(2), nil])
    }

    @Test func `a connection that joins the session later is followed too`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        var events = Recording(store.database).events(of: .first)
        try recorder.append([WireEvent.opened(), .opened(.second)].items)
        #expect(try [events.next(), events.next()] == [.opened(), nil])
        try recorder.append([.assignment(.second, to: .first, tag: nil), WireEvent.frame(1, of: .second).item])
        #expect(try [events.next(), events.next(), events.next()] == [.opened(.second), .frame(1, of: .second), nil])
    }

    @Test func `everything from now on leaves out what was before`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        var events = try Recording(store.database).eventsFromNow()
        #expect(try events.next() == nil)
        let later: [WireEvent] = [.frame(2), .opened(.second), .frame(1, of: .second), .closed(2)]
        try recorder.append(later.items)
        var found: [WireEvent] = []
        while let event = try events.next() { found.append(event) }
        #expect(found == later)
    }

    /// Law: interrupting the reading anywhere, while anything is written, loses and doubles nothing.
    @Test func `a reader that runs beside the recorder sees the same order`() {
        expectProperty(runs: 6) { random in
            let store = try TestStore()
            var recorder = try store.recorder()
            var source = RandomEvents(random: random)
            let all = source.events(700, of: [.first, .second])
            try recorder.append([.assignment(.first, to: .first, tag: nil)])
            var everything = try Recording(store.database).eventsFromNow()
            var found: [WireEvent] = []
            for batch in source.random.cut(all, into: 12) {
                try recorder.append(Array(batch).items)
                for _ in 0..<Int.random(in: 0...120, using: &source.random) {
                    if let event = try everything.next() { found.append(event) }
                }
            }
            while let event = try everything.next() { found.append(event) }
            try #require(found == all)
        }
    }

    @Test func `an interval leaves out what lies before and after`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append((1...9).map { WireEvent.frame($0).item })
        var events = Recording(store.database).events(
            of: .first, in: Timestamp.seconds(3, after: anchor)...Timestamp.seconds(5, after: anchor))
        #expect(
            try [events.next(), events.next(), events.next(), events.next()] == [.frame(3), .frame(4), .frame(5), nil])
    }

    @Test(arguments: [
        "UPDATE events SET kind = 'unheard'", "UPDATE events SET json = '{'", "UPDATE frames SET direction = 3",
    ])
    func `a damaged row is an error that names it`(damage: String) throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        try store.execute(damage)
        let error = #expect(throws: DatabaseError.self) { try store.events(of: .first) }
        #expect(error?.kind == .corrupt)
        #expect(error?.what.contains("Row ") == true)
    }
}

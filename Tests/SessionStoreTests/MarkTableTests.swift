import LiveProtocol
import Testing

@testable import SessionStore

@Suite struct MarkTableTests {
    private let store: TestStore
    private let marks: MarkTable

    init() throws {
        store = try TestStore()
        marks = MarkTable(store.database)
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.first), .frame(1), .opened(.second)].items)
    }

    @Test func `marks and comments come back by session and instant`() throws {
        let kept = [
            Mark(session: .first), Mark(session: .first, at: .seconds(9, after: anchor), text: "laughs “so”"),
            Mark(session: .second, text: "the slow one"),
        ]
        for mark in kept.reversed() { try marks.set(mark) }
        #expect(
            try marks.all()
                == kept.sorted { $0.session.firstConnection.columnValue < $1.session.firstConnection.columnValue })
    }

    @Test(arguments: [nil, Timestamp.seconds(2, after: anchor)])
    func `a place has one mark, the last`(at instant: Timestamp?) throws {
        try marks.set(Mark(session: .first, at: instant))
        try marks.set(Mark(session: .first, at: instant, text: "here"))
        #expect(try marks.all() == [Mark(session: .first, at: instant, text: "here")])
        try marks.remove(at: instant, of: .first)
        #expect(try marks.all().isEmpty)
    }

    @Test func `the mark of a session is not that of a turn`() throws {
        try marks.set(Mark(session: .first))
        try marks.remove(at: .seconds(2, after: anchor), of: .first)
        #expect(try marks.all() == [Mark(session: .first)])
    }

    @Test func `marks go with their session`() throws {
        try marks.set(Mark(session: .first, at: anchor))
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try store.column("SELECT count(*) FROM marks") == [0])
    }

    @Test(arguments: [nil, anchor])
    func `a mark on a session that does not exist is refused`(at instant: Timestamp?) throws {
        let nobody = SessionID(ConnectionID(rawValue: 7))
        #expect(throws: DatabaseError.self) { try marks.set(Mark(session: nobody, at: instant)) }
        #expect(try marks.all().isEmpty)
    }
}

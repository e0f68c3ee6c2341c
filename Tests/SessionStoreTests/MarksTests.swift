import LiveProtocol
import Testing

@testable import SessionStore

@Suite struct MarksTests {
    private let store: TestStore
    private let marks: Marks

    init() throws {
        store = try TestStore()
        marks = Marks(store.database)
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.first), .frame(1), .opened(.second)].items)
    }

    @Test func `marks and comments come back in the order of their instants`() throws {
        let later = Mark(id: 0, session: .first, at: .seconds(9, after: anchor), text: "laughs “so”")
        let earlier = Mark(id: 0, session: .first, at: .seconds(2, after: anchor), connection: .first, sequence: 1)
        let added = try [marks.add(later), marks.add(earlier)]
        #expect(try marks.marks(of: .first) == added.reversed())
        #expect(try marks.marks(of: .second).isEmpty)
        #expect(try marks.sessions() == [.first])
        #expect(Set(added.map(\.id)).count == 2)
    }

    @Test func `a second mark at the same place takes the first away, but not a comment`() throws {
        let place = Mark(id: 0, session: .first, at: anchor, connection: .first, sequence: 1)
        #expect(try marks.toggle(place) != nil)
        #expect(try marks.toggle(place) == nil)
        #expect(try marks.marks(of: .first).isEmpty)
        var comment = place
        comment.text = "here"
        try marks.add(comment)
        #expect(try marks.toggle(place) != nil)
        #expect(try marks.marks(of: .first).count == 2)
    }

    @Test func `a comment can be changed, a mark removed`() throws {
        let mark = try marks.add(Mark(id: 0, session: .first, at: anchor))
        try marks.setText("slow", of: mark.id)
        #expect(try marks.marks(of: .first).map(\.text) == ["slow"])
        try marks.remove(mark.id)
        #expect(try marks.sessions().isEmpty)
    }

    @Test func `marks go with their session`() throws {
        try marks.add(Mark(id: 0, session: .first, at: anchor))
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try store.column("SELECT count(*) FROM marks") == [0])
    }

    @Test func `a mark on a session that does not exist is refused`() throws {
        let nobody = SessionID(ConnectionID(rawValue: 7))
        #expect(throws: DatabaseError.self) { try marks.add(Mark(id: 0, session: nobody, at: anchor)) }
    }
}

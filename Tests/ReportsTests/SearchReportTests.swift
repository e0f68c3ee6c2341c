import Filters
import LiveProtocol
import TestSupport
import Testing

@testable import Reports

@Suite struct SearchReportTests {
    private static let session = SessionID(ConnectionID(rawValue: 1_000_000_000_000))

    private func report(_ text: String, _ search: String, offset: Duration? = .milliseconds(61_500)) throws
        -> SearchReport
    {
        let hit = SearchReport.Hit(
            session: Self.session, connection: Self.session.firstConnection, sequence: 7, offset: offset,
            at: offset.map { WrittenCall.start + $0 }, kind: "user", text: text)
        return SearchReport([hit], of: try TextTest(searching: search))
    }

    private func excerpt(_ text: String, _ search: String) throws -> String {
        let line = try #require(report(text, search).lines.first)
        return String(line.dropFirst("\(Self.session)  01:01.500  user     ".count))
    }

    @Test func `a place is told with its session, time and kind`() throws {
        #expect(
            try report("Where is my order?", "ORDER").lines == [
                "\(Self.session)  01:01.500  user     Where is my order?"
            ])
        #expect(try report("x", "x", offset: nil).lines == ["\(Self.session)  –  user     x"])
    }

    @Test func `a long text is cut around what was found`() throws {
        let text = String(repeating: "a", count: 200) + " Oslo " + String(repeating: "b", count: 200)
        let found = try excerpt(text, "oslo")
        #expect(found == "…" + String(repeating: "a", count: 29) + " Oslo " + String(repeating: "b", count: 65) + "…")
    }

    @Test(arguments: [
        ("ÉCOLE de Zürich", "école"), ("ÉCOLE de Zürich", "ZÜRICH"), ("e\u{301}cole", "École"), ("日本語", "本"), ("a", ""),
    ])
    func `words are found whatever their case`(text: String, search: String) throws {
        #expect(try excerpt(text, search) == text)
    }

    @Test func `the place is found behind other writing`() throws {
        let text = String(repeating: "ж", count: 60) + "Где Заказ?"
        #expect(try excerpt(text, "заказ") == "…" + String(repeating: "ж", count: 26) + "Где Заказ?")
    }

    @Test func `of a pattern the beginning is shown, and lines become one`() throws {
        #expect(try excerpt("one\n two\t three", "/t.o/") == "one two three")
        #expect(try excerpt("x\u{1B}[31m", "x") == "x␛[31m")
        #expect(try excerpt(String(repeating: "z", count: 101), "/z+/") == String(repeating: "z", count: 100) + "…")
    }

    @Test func `a place is written as documented, unknown as null`() throws {
        #expect(
            try report("a \"b\"\n", "b").jsonLines == [
                #"{"schema":"livetop.hit/1","session":"\#(Self.session)","connection":"\#(Self.session)","seq":7,"t":61.5,"wall":"\#((WrittenCall.start + .milliseconds(61_500)).rfc3339)","kind":"user","text":"a \"b\"\n"}"#
            ])
        let unknown = try #require(report("a", "a", offset: nil).jsonLines.first)
        #expect(unknown.contains(#""t":null,"wall":null"#))
        #expect(SearchReport([], of: .words("a")).isEmpty)
    }
}

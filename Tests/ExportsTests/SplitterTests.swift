import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// Files taken apart while they come in: the same pieces, wherever they are cut.
@Suite struct SplitterTests {
    private func lines(_ text: String, portion: Int, limit: Int = LineSplitter.limit) throws -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        let take: ([UInt8]) -> Void = { lines.append(String(decoding: $0, as: UTF8.self)) }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: portion) {
            try splitter.take(Array(bytes[start..<min(start + portion, bytes.count)]), take)
        }
        try splitter.finish(take)
        #expect(splitter.count == lines.count)
        return lines
    }

    @Test(arguments: 1...7)
    func `lines end with a line feed, with or without a carriage return`(portion: Int) throws {
        #expect(try lines("a\r\nbc\n\ndé\r\r\nlast", portion: portion) == ["a", "bc", "", "dé\r", "last"])
        #expect(try lines("a\n", portion: portion) == ["a"])
        #expect(try lines("", portion: portion) == [])
    }

    @Test func `a line that is too long is refused with its number`() throws {
        #expect(try lines("12345678\n12345678", portion: 3, limit: 8).count == 2)
        let error = #expect(throws: ImportError.self) { try lines("1\n123456789", portion: 3, limit: 8) }
        #expect(error?.line == 2)
    }

    // MARK: JSON

    private typealias Piece = (role: JSONSplitter.Role, text: String)

    private static let archive = JSONSplitter.Shape(members: [
        "log": .init(
            .document,
            members: [
                "entries": .init(
                    element: .init(.entry, members: ["m": .init(element: .init(.message)), "x": .init(.skipped)]))
            ])
    ])

    private func pieces(
        _ text: String, _ shape: JSONSplitter.Shape, portion: Int, isRepeated: Bool = false
    ) throws -> [String] {
        var splitter = JSONSplitter(shape, isRepeated: isRepeated)
        var found: [String] = []
        let emit: (JSONSplitter.Role, [UInt8]) -> Void = { role, piece in
            found.append("\(role) \(String(decoding: piece, as: UTF8.self))")
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: portion) {
            try splitter.take(Array(bytes[start..<min(start + portion, bytes.count)]), emit)
        }
        try splitter.finish(emit)
        return found
    }

    @Test(arguments: [1, 2, 3, 5, 1_000])
    func `messages come one by one, and what is left of their entries`(portion: Int) throws {
        let text = #"""
            { "log" : {"version":"1.2","entries":[ {"a":1,"m":[{"t":"}]\"é"},[2] , 3],"x":[{"y":"]"}],"b":{"c":[]}},
              {"m":[]} ], "creator":{"name":"T"}}, "rest":null }
            """#
        #expect(
            try pieces(text, Self.archive, portion: portion) == [
                #"message {"t":"}]\"é"}"#, "message [2]", "message 3", #"entry {"a":1,"b":{"c":[]}}"#, "entry {}",
                #"document {"version":"1.2","creator":{"name":"T"}}"#,
            ])
    }

    @Test(arguments: [1, 4, 100])
    func `values one behind the other need nothing between them`(portion: Int) throws {
        let values = try pieces(
            "{\"a\":1}{\"b\":\n2} [3]\n4 true\n", .init(.message), portion: portion, isRepeated: true)
        #expect(values == [#"message {"a":1}"#, "message {\"b\":\n2}", "message [3]", "message 4", "message true"])
    }

    @Test(arguments: [
        "{", "[", "{\"log\":", "{\"log\":{\"entries\":[{\"m\":[1,", "{\"log\":}", "{\"log\" 1}", "{log:1}", "[1]2",
        "\"a",
        "{\"log\":{\"entries\":[}}", "{\"log\":{\"entries\":[{]}}", "", "{,}",
    ])
    func `brackets that do not fit are told`(text: String) {
        for portion in [1, 100] {
            #expect(throws: ImportError.self, "\(text)") { try pieces(text, Self.archive, portion: portion) }
        }
    }

    @Test func `every cut gives the same pieces`() {
        let text =
            #"{"log":{"entries":[{"m":[{"s":"\\\"]}"},{"n":[[],{}]}],"x":"\\"},{"q":"é\u00e9"}],"z":[1,2.5e3,null]}}"#
        expectProperty(runs: 50) { random in
            let whole = try pieces(text, Self.archive, portion: text.utf8.count)
            try #require(whole.count == 5)
            try #require(
                try pieces(text, Self.archive, portion: Int.random(in: 1...60, using: &random)) == whole)
        }
    }

    // MARK: Messages

    private func messages(_ text: String, _ shape: ForeignShape?, portion: Int = 7) throws -> [String] {
        var splitter = shape.map(MessagePieces.init) ?? .attached
        var found: [String] = []
        let body: (Int, [UInt8]) -> Void = { found.append("\($0) \(String(decoding: $1, as: UTF8.self))") }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: portion) {
            try splitter.take(Array(bytes[start..<min(start + portion, bytes.count)]), body)
        }
        try splitter.finish(body)
        return found
    }

    @Test func `messages are counted, empty lines too`() throws {
        #expect(try messages("{}\n\n [] \n", .lines) == ["1 {}", "3  [] "])
        #expect(try messages("[{},\n[1]]", .array) == ["1 {}", "2 [1]"])
        #expect(try messages(#"{"n":1,"frames":[{"a":2}],"frame":[3]}"#, .wrapped("frames")) == [#"1 {"a":2}"#])
        #expect(try messages("{}\n{\n}\n", .values) == ["1 {}", "2 {\n}"])
    }

    @Test func `a file beside an archive is told by its first character`() throws {
        #expect(try messages("\n [{},{}]", nil) == ["1 {}", "2 {}"])
        #expect(try messages("{}\n{}", nil) == ["1 {}", "2 {}"])
        #expect(try messages(" \n ", nil) == [])
        #expect(MessagePieces(.lines).noun == "line")
        #expect(MessagePieces(.array).noun == "message")
    }
}

import LiveProtocol
import Testing

@Suite struct JSONParserTests {
    private func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    private func error(_ text: String) -> JSONError? {
        do {
            _ = try value(text)
            return nil
        } catch {
            return error as? JSONError
        }
    }

    @Test func `a document becomes a tree in the order of the text`() throws {
        let text = #" { "b" : [ 1 , -2.5e1, true, false, null ], "a" : { } , "" : "x" } "#
        #expect(
            try value(text)
                == .object([
                    ("b", .array([1, -25.0, true, false, .null])),
                    ("a", .object([] as [(String, JSONValue)])),
                    ("", "x"),
                ])
        )
    }

    @Test(arguments: [
        ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("1.0", .number(1)), ("1E+2", .number(100)), ("1e999", .null),
    ])
    func `numbers keep what 64 bits can hold`(text: String, expected: JSONValue) throws {
        #expect(try value(text) == expected)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00fcber""#, "über"), (#""\ud83d\ude00""#, "😀"),
        (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""ü😀""#, "ü😀"),
    ])
    func `escapes are resolved and lone surrogates replaced`(text: String, expected: String) throws {
        #expect(try value(text).string == expected)
    }

    @Test(arguments: [
        ("", 0), ("   ", 3), ("{", 1), ("[1,]", 3), ("[1 2]", 3), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), ("{1:2}", 1),
        ("01", 2), ("-", 1), ("1.", 2), ("1e", 2), (".5", 0), ("+1", 0), ("tru", 0), ("nul", 0), ("NaN", 0),
        ("\"abc", 0), ("\"\u{1}\"", 1), (#""\x""#, 1), (#""\u12g4""#, 1), ("1 2", 2), ("]", 0), ("[}", 1), ("{]", 1),
        ("'a'", 0), ("[1", 2),
    ])
    func `what is not JSON is refused with its place`(text: String, offset: Int) {
        #expect(error(text)?.byteOffset == offset)
    }

    @Test func `a string that is not UTF-8 is refused`() {
        let bytes = Array("{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        #expect(throws: JSONError("a string is not UTF-8", at: 6)) { try JSONDocument(bytes) }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 31, 33, 100])
    func `a string ends where its quote is, wherever that falls`(length: Int) throws {
        let text = String(repeating: "x", count: length)
        #expect(try value("[\"\(text)\",\"\(text)\\n\"]") == .array([.string(text), .string(text + "\n")]))
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `a hundred thousand levels are an error, not a crash`(opening: String) {
        #expect(error(String(repeating: opening, count: 100_000))?.reason.contains("512 levels") == true)
    }

    @Test func `the deepest allowed nesting is read, copied and written`() throws {
        let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try value(text).text == text)
    }

    @Test func `a megabyte of tiny values is refused before it becomes a hundred`() {
        let text = "[" + String(repeating: "0,", count: 1 << 20) + "0]"
        #expect(error(text)?.reason.contains("values") == true)
    }

    @Test func `a place in the document knows its bytes`() throws {
        let text = #"{"args":{"city": "Köln"},"n":12}"#
        let document = try JSONDocument(Array(text.utf8))
        let arguments = try #require(document.root["args"])
        #expect(String(decoding: arguments.source, as: UTF8.self) == #"{"city": "Köln"}"#)
        #expect(arguments["city"]?.byteRange.count == 5)
    }

    @Test func `null members are absent from fields and present among members`() throws {
        let root = try JSONDocument(Array(#"{"a":null,"b":1}"#.utf8)).root
        #expect(root.fields.map(\.key.string) == ["b"])
        #expect(root.members.map(\.key.string) == ["a", "b"])
        #expect(root["a"] == nil)
    }

    @Test(arguments: ["realtimeInput", "realtime_input", #"realtime\u005finput"#])
    func `a key matches in either spelling`(name: String) throws {
        let root = try JSONDocument(Array("{\"\(name)\":1}".utf8)).root
        #expect(root["realtimeInput"] != nil)
    }

    @Test(arguments: ["realtimeinput", "RealtimeInput", "realtime__input", "realtimeInput_", "realtime_Input", "real"])
    func `a key that is only similar does not match`(name: String) throws {
        let root = try JSONDocument(Array("{\"\(name)\":1}".utf8)).root
        #expect(root["realtimeInput"] == nil)
    }

    @Test(arguments: [
        ("\"9.5s\"", Duration.milliseconds(9_500)), ("\"10s\"", .seconds(10)), ("\"0.000000001s\"", .nanoseconds(1)),
        ("\"-2s\"", .seconds(-2)), ("\"1e30s\"", nil), ("\"ten\"", nil), ("\"nans\"", nil), ("10", nil),
    ])
    func `durations are read as proto3 writes them`(text: String, expected: Duration?) throws {
        #expect(try JSONDocument(Array(text.utf8)).root.duration == expected)
    }

    @Test(arguments: [
        ("12", 12), ("\"12\"", 12), ("1.0", 1), ("\"-9223372036854775808\"", Int64.min), ("1.5", nil), ("1e30", nil),
        ("\"x\"", nil), ("true", nil),
    ])
    func `64-bit integers are read as numbers and as strings`(text: String, expected: Int64?) throws {
        #expect(try JSONDocument(Array(text.utf8)).root.int64 == expected)
    }
}

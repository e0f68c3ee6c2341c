import LiveProtocol
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test func `members keep their order and nil becomes null`() {
        let value = JSONValue.object([
            ("tag", .string("x")), ("limit", .integer(nil as Int64?)), ("none", .string(nil)), ("open", .bool(true)),
            ("rate", .number(0.5)), ("at", .time(Timestamp(nanoseconds: 0))), ("list", .array([1, 2])),
        ])
        #expect(
            value.text
                == #"{"tag":"x","limit":null,"none":null,"open":true,"rate":0.5,"at":"1970-01-01T00:00:00.000Z","list":[1,2]}"#
        )
    }

    @Test func `strings are escaped so that the text stays one line`() {
        #expect(JSONValue.string("a\"\\\n\r\t\u{1}\u{7F}ü").text == #""a\"\\\n\r\t\u0001\u007fü""#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `numbers without a JSON form are unknown`(number: Double) {
        #expect(JSONValue.number(number).text == "null")
    }

    /// Law 3 for JSON trees.
    @Test func `what is written is read back`() {
        expectProperty(runs: 300) { random in
            let value = random.json()
            try #require(try JSONValue(parsing: value.utf8) == value)
        }
    }
}

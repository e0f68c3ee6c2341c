import LiveProtocol
import Testing

@Suite struct JSONEscapingTests {
    @Test func `JSON holds nothing that drives a terminal, and means the same`() throws {
        let text = "\u{1B}\u{7F}\u{9B}é\u{202E}\u{2028}\u{200C}日\u{0}"
        let json = JSONValue.string(text).text
        #expect(json == "\"\\u001b\\u007f\\u009bé\\u202e\\u2028\u{200C}日\\u0000\"")
        #expect(try JSONDocument(Array(json.utf8)).root.string == text)
        let wire = Array("{\"a\":\"\u{7F}\u{9B}é\u{202E}\"}".utf8)
        let escaped = JSONEscaping.harmless(wire)
        #expect(String(decoding: escaped, as: UTF8.self) == "{\"a\":\"\\u007f\\u009bé\\u202e\"}")
        #expect(try JSONDocument(escaped).root["a"]?.string == JSONDocument(wire).root["a"]?.string)
    }
}

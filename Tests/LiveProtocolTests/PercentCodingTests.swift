import LiveProtocol
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("a%41b", "aAb"), ("%c3%A4", "ä"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%+4", "%+4"), ("100%25", "100%"),
        ("", ""),
    ])
    func `an escape is two hexadecimal digits, and what is none stays`(text: String, decoded: String) {
        #expect(PercentCoding.bytes(of: text) == Array(decoded.utf8))
    }

    @Test func `bytes need not be text`() { #expect(PercentCoding.bytes(of: "%ff%00") == [0xFF, 0]) }
}

import TestSupport
import Testing

@testable import LiveProtocol

@Suite struct ByteSearchTests {
    @Test func `the first quote is where a plain search finds it`() {
        expectProperty(runs: 500) { random in
            // Neighbours of the quote in value try the borrow of the subtraction.
            let alphabet: [UInt8] = [0x21, 0x22, 0x23, 0xA2, 0x00, 0xFF, 0x22 ^ 0x80]
            let isRare = Bool.random(using: &random)
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ -> UInt8 in
                isRare && !random.isOne(in: 60) ? 0x23 : alphabet.randomElement(using: &random) ?? 0
            }
            let start = Int.random(in: 0...bytes.count, using: &random)
            let expected = bytes[start...].firstIndex(of: 0x22) ?? bytes.count
            try #require(ByteSearch.firstQuote(in: bytes.span, from: start) == expected)
        }
    }
}

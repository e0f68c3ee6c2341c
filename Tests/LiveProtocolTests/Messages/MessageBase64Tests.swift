import Foundation
import LiveProtocol
import TestSupport
import Testing

@Suite struct MessageBase64Tests {
    @Test func `every length and spelling is decoded as Foundation encodes it`() {
        expectProperty(runs: 300) { random in
            let bytes = random.bytes(Int.random(in: 0...50, using: &random))
            let standard = Data(bytes).base64EncodedString()
            try #require(Base64.encode(bytes) == standard)
            let urlSafe = standard.replacing("+", with: "-").replacing("/", with: "_")
            for text in [standard, urlSafe, standard.replacing("=", with: ""), urlSafe.replacing("=", with: "")] {
                let slice = ("xx" + text).utf8.dropFirst(2)
                try #require(Base64.decode(Array(slice)[...]) == bytes)
                try #require(Base64.decodedCount(of: Array(slice)[...]) == bytes.count)
            }
        }
    }

    @Test(arguments: ["A", "AAAAA", "AA*A", "AA A", "A===", "====", "AAA\n"])
    func `what is not base64 is refused`(text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
    }

    @Test func `counting and decoding broken text never trap`() {
        expectProperty(runs: 500) { random in
            let bytes = random.bytes(Int.random(in: 0...20, using: &random))
            let count = Base64.decodedCount(of: bytes[...])
            if let decoded = Base64.decode(bytes[...]) { try #require(decoded.count == count) }
        }
    }
}

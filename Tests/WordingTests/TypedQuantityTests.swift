import Testing
import Wording

@Suite struct TypedQuantityTests {
    @Test(arguments: [("90s", 90), ("15m", 900), ("2h", 7_200), ("7d", 604_800)])
    func `an age is read as it is typed, and written as it could be`(text: String, seconds: Int64) {
        #expect(Age(text)?.length == .seconds(seconds))
        #expect(Age(text).flatMap { Age($0.text)?.length } == .seconds(seconds))
    }

    @Test(arguments: ["", "7", "d", "0d", "-1h", "1.5h", "1w", "9223372036854775807d"])
    func `what is no age is refused`(text: String) { #expect(Age(text) == nil) }

    @Test(arguments: [
        ("800k", 800_000), ("64m", 64_000_000), ("5G", 5_000_000_000), ("1t", 1_000_000_000_000), ("12", 12),
        ("12B", 12),
    ])
    func `a size is read as it is typed`(text: String, bytes: Int64) { #expect(ByteSize(text)?.byteCount == bytes) }

    @Test(arguments: ["", "k", "0", "-5m", "1.5g", "9223372036854775807k", "5x"])
    func `what is no size is refused`(text: String) { #expect(ByteSize(text) == nil) }
}

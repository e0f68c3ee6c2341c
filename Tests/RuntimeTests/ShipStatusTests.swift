import Testing

@testable import Runtime

/// What is said of shipping to people who do not ask for it.
@Suite struct ShipStatusTests {
    @Test func `what is in the way is one clean sentence, and nothing while all goes well`() {
        var status = ShipStatus()
        #expect(status.trouble == nil)
        status.problem = .retry("Code: 241. \u{1B}]52;c;x\u{7}\nall is well", "wait")
        let words = status.trouble ?? ""
        #expect(words.hasPrefix("central store: Code: 241. ") && words.hasSuffix("; wait"))
        #expect(words.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}

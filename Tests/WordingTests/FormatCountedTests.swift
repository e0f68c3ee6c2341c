import Testing
import Wording

@Suite struct FormatCountedTests {
    @Test(arguments: [(0, "0 sessions"), (1, "1 session"), (2, "2 sessions"), (12_044, "12,044 sessions")])
    func `one is no plural`(number: Int, expected: String) {
        #expect(Format.counted(number, "session") == expected)
    }

    @Test func `a plural that is not the noun with an s is named`() {
        #expect(Format.counted(1, "batch", "batches") == "1 batch")
        #expect(Format.counted(3 as Int64, "batch", "batches") == "3 batches")
        #expect(Format.counted(1, "frame was", "frames were") == "1 frame was")
        #expect(Format.counted(UInt64.max, "frame") == "9.22E frames")
    }
}

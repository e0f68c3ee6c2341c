import Foundation
import TestSupport
import Testing

@testable import SessionStore

@Suite struct DiskGuardTests {
    @Test func `payloads stop when space is low and come back when there is enough`() {
        var space = DiskGuard()
        let steps: [(free: Int64?, isLow: Bool)] = [
            (5_000_000_000, false), (1_000_000_000, false), (999_999_999, true), (1_100_000_000, true), (nil, true),
            (1_249_999_999, true), (1_250_000_000, false), (1_100_000_000, false), (nil, false), (0, true),
        ]
        for step in steps {
            space.apply(freeBytes: step.free)
            #expect(space.isLow == step.isLow, "\(String(describing: step.free))")
        }
    }

    @Test func `free space is known for a folder and unknown for none`() throws {
        let folder = try TemporaryFolder()
        #expect(try #require(DataFolder.freeBytes(at: folder.url)) > 0)
        #expect(DataFolder.freeBytes(at: folder.url.appendingPathComponent("none")) == nil)
    }
}

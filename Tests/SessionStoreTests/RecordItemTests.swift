import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct RecordItemTests {
    @Test func `a batch is cut into parts that together are the batch`() {
        expectProperty { random in
            var source = RandomEvents(random: random)
            let items = source.events(.random(in: 0...60, using: &source.random), of: [.first]).items
            let limit = Int.random(in: 1...5000, using: &source.random)
            let parts = items.parts(ofAbout: limit)
            try #require(parts.flatMap(Array.init) == items)
            try #require(parts.allSatisfy { !$0.isEmpty && $0.dropLast().reduce(0) { $0 + $1.byteCount } < limit })
        }
    }
}

import Testing

@testable import LiveProtocol

@Suite struct RingTests {
    @Test func `a full ring drops the oldest and says which`() {
        var ring = Ring<Int>(capacity: 3)
        #expect((1...3).map { ring.append($0) } == [nil, nil, nil])
        #expect(ring.append(4) == 1)
        #expect(ring.append(5) == 2)
        #expect(Array(ring) == [3, 4, 5])
        #expect(ring.last == 5 && ring.first == 3)
    }

    @Test func `rings are equal by what they hold`() {
        var long = Ring<Int>(capacity: 2)
        for number in 1...5 { long.append(number) }
        var short = Ring<Int>(capacity: 2)
        for number in 4...5 { short.append(number) }
        #expect(long == short)
        #expect(long.hashValue == short.hashValue)
    }

    @Test func `the newest match is the one that changes`() {
        var ring = Ring<Int>(capacity: 4)
        for number in [1, 2, 3, 4, 5] { ring.append(number) }
        #expect(ring.updateLast(where: { $0 < 4 }) { $0 = 30 })
        #expect(Array(ring) == [2, 30, 4, 5])
        #expect(!ring.updateLast(where: { $0 > 99 }) { $0 = 0 })
    }

    /// An array that grows by itself would have room for 256.
    @Test func `a ring takes no more memory than it needs`() {
        var ring = Ring<[Int]>(capacity: 200)
        for number in 1...500 { ring.append([number]) }
        #expect(ring.count == 200 && ring.first == [301])
        #expect(ring.elements.capacity < 220)
    }

    @Test func `a ring without room has room for one`() {
        var ring = Ring<Int>(capacity: 0)
        ring.append(1)
        ring.append(2)
        #expect(Array(ring) == [2])
    }
}

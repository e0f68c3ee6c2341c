import Proxy
import Testing

@Suite struct BoundedQueueTests {
    private let limits = BoundedQueue<Int>.Limits(count: 4, byteCount: 100, reservedCount: 2)

    @Test func `what was offered comes out in order, all at once`() {
        let queue = BoundedQueue<Int>(limits: limits)
        for number in 1...3 { #expect(queue.offer(number, byteCount: 1)) }
        #expect(queue.nextBatch(within: .zero) == [1, 2, 3])
        #expect(queue.nextBatch(within: .zero) == [])
    }

    @Test func `too many elements and too many bytes are refused and counted`() {
        let queue = BoundedQueue<Int>(limits: limits)
        #expect(queue.offer(1, byteCount: 90))
        #expect(!queue.offer(2, byteCount: 11))
        #expect(queue.offer(3, byteCount: 10))
        #expect(queue.offer(4, byteCount: 0) && queue.offer(5, byteCount: 0))
        #expect(!queue.offer(6, byteCount: 0))
        #expect(queue.counters.taken == 4 && queue.counters.refused == 2)
        #expect(queue.nextBatch(within: .zero) == [1, 3, 4, 5])
        #expect(queue.offer(7, byteCount: 100))
    }

    @Test func `what is offered together is taken or refused one by one`() {
        let queue = BoundedQueue<Int>(limits: limits)
        let taken = queue.offerTogether { take in (1...6).map { take($0, $0 == 2 ? 100 : 1) } }
        #expect(taken == [true, false, true, true, true, false])
        #expect(queue.nextBatch(within: .zero) == [1, 3, 4, 5])
    }

    @Test func `essential elements may use the reserve and no more`() {
        let queue = BoundedQueue<Int>(limits: limits)
        for number in 1...4 { queue.offer(number, byteCount: 25) }
        #expect(queue.offer(5, byteCount: 50, isEssential: true) && queue.offer(6, byteCount: 50, isEssential: true))
        #expect(!queue.offer(7, byteCount: 1, isEssential: true))
    }

    @Test func `offering never waits while nobody takes`() {
        let queue = BoundedQueue<Int>(limits: limits)
        for number in 0..<1_000_000 { queue.offer(number, byteCount: 1) }
        #expect(queue.counters.waitingCount == 4)
        #expect(queue.counters.refused == 999_996)
    }

    @Test func `a closed queue gives what waits and then nothing`() {
        let queue = BoundedQueue<Int>(limits: limits)
        queue.offer(1, byteCount: 1)
        queue.close()
        #expect(!queue.offer(2, byteCount: 1))
        #expect(queue.nextBatch(within: .seconds(60)) == [1])
        #expect(queue.nextBatch(within: .seconds(60)) == nil)
    }

    @Test func `everything taken by many producers reaches the consumer, each producer's in order`() async throws {
        let queue = BoundedQueue<Int>(limits: .init(count: 1000, byteCount: 1 << 30))
        let producers = (0..<4).map { producer in
            inBackground {
                var taken: [Int] = []
                for number in 0..<20_000 where queue.offer(producer << 32 | number, byteCount: 1) {
                    taken.append(producer << 32 | number)
                }
                return taken
            }
        }
        let received = inBackground {
            var all: [Int] = []
            while let batch = queue.nextBatch(within: .seconds(1)) { all += batch }
            return all
        }
        let taken = try await onThread { try producers.map { try $0.wait() } }
        queue.close()
        let all = try await onThread { try received.wait() }
        for (producer, numbers) in taken.enumerated() { #expect(all.filter { $0 >> 32 == producer } == numbers) }
    }

    @Test func `a sleeping consumer wakes for one element`() async throws {
        let queue = BoundedQueue<Int>(limits: limits)
        let batch = inBackground { queue.nextBatch(within: .seconds(60)) }
        queue.offer(1, byteCount: 1)
        #expect(try await onThread { try batch.wait() } == [1])
    }

    @Test(.timeLimit(.minutes(1))) func `what is enough for a batch is taken at once, and the rest gathered`()
        async throws
    {
        let queue = BoundedQueue<Int>(limits: limits, gathering: .seconds(86_400), portion: 20)
        let batch = inBackground { queue.nextBatch(within: .seconds(86_400)) }
        queue.offer(1, byteCount: 5)
        queue.offer(2, byteCount: 15)
        #expect(try await onThread { try batch.wait() } == [1, 2])
    }
}

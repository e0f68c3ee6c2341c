/// A queue between many producers and one consuming thread that never grows past its limits.
///
/// `offer` neither blocks nor allocates without bound: what does not fit is refused and counted, and the producer
/// decides what that means. The consumer takes everything at once. Waking it costs a system call and a context switch,
/// so producers wake it only when it sleeps on an empty queue, or when what waits is enough for a batch; after the first
/// item it gathers for `gathering` before it takes the batch. Under load that is one wake-up per few hundred items.
///
/// `@unchecked Sendable`: everything mutable is in `state`, which is only touched while `lock` is held.
public final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    /// How much fits. Memory in use can reach twice `byteCount`: one batch with the consumer, one waiting.
    public struct Limits: Hashable, Sendable {
        public var count: Int
        public var byteCount: Int
        /// Room in `count` beyond the limit that only essential elements may take.
        public var reservedCount: Int

        public init(count: Int, byteCount: Int, reservedCount: Int = 0) {
            self.count = count
            self.byteCount = byteCount
            self.reservedCount = reservedCount
        }
    }

    /// Totals since the start, and what waits now.
    public struct Counters: Hashable, Sendable {
        public var taken: Int64 = 0
        public var refused: Int64 = 0
        public var waitingCount = 0
        public var waitingByteCount = 0
    }

    public let limits: Limits
    private let gathering: Duration
    /// The condition is true when the consumer has reason to look.
    private let lock = MonotonicConditionLock(value: false)
    private var state: State

    /// - Parameters:
    ///   - gathering: how long the consumer waits after the first element of a batch for more to come.
    ///   - portion: bytes that it waits for no longer; nil for half of the room.
    public init(limits: Limits, gathering: Duration = .milliseconds(5), portion: Int? = nil) {
        self.limits = limits
        self.gathering = gathering
        state = State(limits: limits, portion: min(portion ?? .max, limits.byteCount / 2))
    }

    /// Takes `element` if there is room for it and its `byteCount`. Essential elements ignore the byte limit and may
    /// use the reserve: they are small, and what they say must not be lost.
    @discardableResult
    public func offer(_ element: Element, byteCount: Int, isEssential: Bool = false) -> Bool {
        offerAll { $0.take(element, byteCount: byteCount, isEssential: isEssential) }
    }

    /// Offers several elements, with their byte counts, with the queue locked once. `body` must be quick and must not
    /// call back; `take` says whether there was room.
    public func offerTogether<Result>(_ body: (_ take: (Element, Int) -> Bool) -> Result) -> Result {
        offerAll { state in
            body { element, byteCount in state.take(element, byteCount: byteCount, isEssential: false) }
        }
    }

    /// Offers several elements with the queue locked once. `body` must be quick and must not call back.
    func offerAll<Result>(_ body: (inout State) -> Result) -> Result {
        lock.lock()
        let result = body(&state)
        if state.isConsumerDue {
            state.wakeCount = nil
            lock.unlock(withValue: true)
        } else {
            lock.unlock()
        }
        return result
    }

    /// Everything that waits, in order; empty after `timeout` without an element; nil once the queue is closed and
    /// drained. Blocks the calling thread: for one dedicated thread only.
    public func nextBatch(within timeout: Duration) -> [Element]? {
        if sleep(untilCount: 1, atMost: timeout) {
            _ = sleep(untilCount: max(1, limits.count / 2), atMost: gathering)
        }
        lock.lock()
        defer { lock.unlock(withValue: false) }
        return state.takeAll()
    }

    /// Refuses everything from now on; what waits can still be taken.
    public func close() {
        lock.lock()
        state.isClosed = true
        lock.unlock(withValue: true)
    }

    public var counters: Counters {
        lock.lock()
        defer { lock.unlock() }
        return state.counters
    }

    /// False when `limit` passed first.
    private func sleep(untilCount count: Int, atMost limit: Duration) -> Bool {
        lock.lock()
        state.wakeCount = count
        let isDue = state.isConsumerDue || state.isClosed
        lock.unlock(withValue: isDue)
        guard !isDue else { return true }
        guard lock.lock(whenValue: true, within: limit) else { return false }
        lock.unlock()
        return true
    }
}

extension BoundedQueue {
    /// What the lock protects.
    struct State {
        let limits: Limits
        /// Bytes that are enough for a batch.
        let portion: Int
        var elements: [Element] = []
        var counters = Counters()
        /// The number of waiting elements at which a producer wakes the consumer; nil while it is awake.
        var wakeCount: Int?
        var isClosed = false

        init(limits: Limits, portion: Int) {
            self.limits = limits
            self.portion = portion
        }

        /// Whether an element of this size would be taken.
        func hasRoom(byteCount: Int, isEssential: Bool) -> Bool {
            guard !isClosed else { return false }
            guard !isEssential else { return elements.count < limits.count + limits.reservedCount }
            return elements.count < limits.count && counters.waitingByteCount + byteCount <= limits.byteCount
        }

        mutating func take(_ element: Element, byteCount: Int, isEssential: Bool) -> Bool {
            guard hasRoom(byteCount: byteCount, isEssential: isEssential) else {
                counters.refused += 1
                return false
            }
            append(element, byteCount: byteCount)
            return true
        }

        /// For one element besides another that there is room for.
        mutating func append(_ element: Element, byteCount: Int) {
            elements.append(element)
            counters.taken += 1
            counters.waitingCount = elements.count
            counters.waitingByteCount += byteCount
        }

        /// Nil when closed and drained.
        mutating func takeAll() -> [Element]? {
            wakeCount = nil
            guard !elements.isEmpty || !isClosed else { return nil }
            // The next batch will be about as large: growing step by step would copy each element several times.
            var batch: [Element] = []
            batch.reserveCapacity(elements.count)
            swap(&batch, &elements)
            counters.waitingCount = 0
            counters.waitingByteCount = 0
            return batch
        }

        /// Bytes count as well: the consumer must not sleep while a few large elements fill the queue.
        var isConsumerDue: Bool {
            guard let wakeCount, !elements.isEmpty else { return false }
            return elements.count >= wakeCount || counters.waitingByteCount >= portion
        }
    }
}

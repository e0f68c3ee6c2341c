import Telemetry

/// What waits of one signal, and the request that is under way: one at a time, frozen from its first attempt on.
struct OTLPLane<Item: Sendable> {
    let signal: OTLPSignal
    /// From when on what has been gathered is sent.
    private var due: ContinuousClock.Instant
    private var waiting: [Item] = []
    private(set) var request: Request?
    private let delay: Duration

    struct Request {
        var body: [UInt8]
        var count: Int
        var plan = RetryPlan()
        var due: ContinuousClock.Instant
    }

    /// Items that wait; more are dropped.
    static var limit: Int { 4_096 }
    /// Items of one request.
    static var batchSize: Int { 512 }

    init(_ signal: OTLPSignal, gathering delay: Duration, from now: ContinuousClock.Instant) {
        self.signal = signal
        self.delay = delay
        due = now + delay
    }

    /// Items that are not acknowledged.
    var count: Int { waiting.count + (request?.count ?? 0) }

    /// - Returns: false where there is no room.
    mutating func append(_ item: Item) -> Bool {
        guard waiting.count < Self.limit else { return false }
        waiting.append(item)
        return true
    }

    /// Makes the next request where it is time for one.
    ///
    /// - Parameter isLast: nothing more comes: what there is goes now.
    mutating func load(at now: ContinuousClock.Instant, isLast: Bool, _ encode: ([Item]) -> (body: [UInt8], count: Int))
    {
        if isLast { request?.due = now }
        guard request == nil, now >= due || waiting.count >= Self.batchSize || isLast else { return }
        due = now + delay
        guard !waiting.isEmpty else { return }
        let items = Array(waiting.prefix(Self.batchSize))
        waiting.removeFirst(items.count)
        let encoded = encode(items)
        request = Request(body: encoded.body, count: encoded.count, due: now)
    }

    /// The request is over, one way or the other; its number of items.
    @discardableResult
    mutating func finish() -> Int {
        defer { request = nil }
        return request?.count ?? 0
    }

    /// Tries again later; false where it has been tried for long enough.
    mutating func retry(at now: ContinuousClock.Instant, after wanted: Duration?, chance: Double) -> Bool {
        guard let wait = request?.plan.next(after: wanted, chance: chance) else { return false }
        request?.due = now + wait
        return true
    }

    /// Gives up all that is there; how much that was.
    mutating func abandon() -> Int {
        defer { (waiting, request) = ([], nil) }
        return count
    }
}

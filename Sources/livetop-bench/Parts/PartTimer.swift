/// Times one step of the path from wire to disk, in this process, hot.
enum PartTimer {
    /// CPU nanoseconds of one call of `body`: the fastest of nine batches of about 20 ms each, because whatever
    /// disturbs a batch adds to it.
    static func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
        var count = 1
        var spent: UInt64 = 0
        while spent < 10_000_000 {
            count *= 2
            spent = try cpu(of: count, body)
        }
        let batch = count * 2
        let times = try (0..<9).map { _ in Double(try cpu(of: batch, body)) / Double(batch) }
        return times.min() ?? 0
    }

    private static func cpu(of count: Int, _ body: () throws -> Void) rethrows -> UInt64 {
        let start = MonotonicClock.ownCPU
        for _ in 0..<count { try body() }
        return MonotonicClock.ownCPU - start
    }

    /// Keeps the optimizer from finding out that nobody wants the result.
    @inline(never)
    static func keep<Value>(_ value: borrowing Value) {}
}

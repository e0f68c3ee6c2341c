package import LiveProtocol

/// Bytes per second of the last half minute of undisturbed streaming, second by second, for `wrong-sample-rate`
/// (`docs/metrics.md#pace`). A second is measured from one message to another, so that long messages do not blur it.
package struct RateWindow: Codable, Hashable, Sendable {
    private struct Slot: Codable, Hashable, Sendable {
        var bytes: Int64
        var length: Duration
    }

    private var slots = Ring<Slot>(capacity: 30)
    private var start: Timestamp?
    private var bytes: Int64 = 0

    /// Clients fill their buffers when they begin.
    private static let prebuffer = Duration.seconds(1)
    private static let shortest = Duration.seconds(8)

    package init() {}

    /// A stream begins with a message that arrives at `instant`.
    package mutating func begin(at instant: Timestamp) {
        start = instant + Self.prebuffer
        bytes = 0
    }

    /// What comes next does not continue what came.
    package mutating func interrupt() { start = nil }

    package mutating func append(_ byteCount: Int, at instant: Timestamp) {
        guard let start, instant >= start else { return }
        if bytes == 0 {
            // The first message after the prebuffer marks where counting starts; its own bytes belong to the time before.
            self.start = instant
            bytes = 1
            return
        }
        bytes = bytes.addingClamped(Int64(byteCount))
        guard instant - start >= .seconds(1) else { return }
        slots.append(Slot(bytes: bytes - 1, length: instant - start))
        self.start = instant
        bytes = 1
    }

    package var bytesPerSecond: Double? {
        let length = slots.reduce(Duration.zero) { $0 + $1.length }
        guard length >= Self.shortest else { return nil }
        return Double(slots.reduce(Int64(0)) { $0.addingClamped($1.bytes) }) / length.seconds
    }

    package var variation: Double? {
        guard let mean = bytesPerSecond, mean > 0 else { return nil }
        let squares = slots.reduce(0.0) { sum, slot in
            let difference = Double(slot.bytes) / slot.length.seconds - mean
            return sum + difference * difference
        }
        return (squares / Double(slots.count)).squareRoot() / mean
    }
}

package import LiveProtocol

/// When which part of the input audio came: positions on the audio clock of the session ↔ instants.
package struct ArrivalMap: Codable, Hashable, Sendable {
    /// Audio received so far, in nanoseconds: the position of what comes next.
    package private(set) var end: Int64 = 0
    private var chunks = Ring<Arrival>(capacity: 512)

    private struct Arrival: Codable, Hashable, Sendable {
        var start: Int64
        var end: Int64
        var at: Timestamp
    }

    package init() {}

    package mutating func append(_ length: Int64, at instant: Timestamp) {
        let start = end
        end = end.addingClamped(max(length, 0))
        chunks.append(Arrival(start: start, end: end, at: instant))
    }

    /// When the sample at `position` was captured, by the assumption that a chunk is sent as soon as its last sample is
    /// there. Nil when it is older than the last 512 chunks, or has not come.
    ///
    /// - Parameter isStart: something begins there: between two chunks that is with the later one, and otherwise with the
    ///   earlier one, however long the pause between them.
    package func instant(of position: Int64, isStart: Bool = false) -> Timestamp? {
        var (low, high) = (chunks.startIndex, chunks.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].end < position || isStart && chunks[middle].end == position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < chunks.endIndex, chunks[low].start <= position else { return nil }
        return chunks[low].at - .nanoseconds(chunks[low].end.subtractingClamped(position))
    }
}

import LiveProtocol

/// The latest instants, one per anchor, at which the user may have begun or ended: `Latency` is counted from them.
struct UserMarks: Codable, Hashable, Sendable {
    private struct Mark: Codable, Hashable, Sendable {
        var anchor: Anchor
        var at: Timestamp
        var confidence: Confidence
    }

    private var marks: [Mark] = []

    subscript(anchor: Anchor) -> Timestamp? { marks.first { $0.anchor == anchor }?.at }

    mutating func set(_ anchor: Anchor, _ instant: Timestamp, confidence: Confidence = .high) {
        remove(anchor)
        marks.append(Mark(anchor: anchor, at: instant, confidence: confidence))
    }

    mutating func remove(_ anchor: Anchor) { marks.removeAll { $0.anchor == anchor } }

    /// Takes over what the other has later, of each anchor.
    mutating func merge(_ other: UserMarks) {
        for mark in other.marks where self[mark.anchor].map({ $0 < mark.at }) ?? true {
            set(mark.anchor, mark.at, confidence: mark.confidence)
        }
    }

    /// Latencies from the marks that `isStart` accepts to `end`, the best anchor first.
    func latencies(to end: Timestamp, where isStart: (Timestamp) -> Bool = { _ in true }) -> [Latency] {
        Anchor.allCases.compactMap { anchor in
            guard let mark = marks.first(where: { $0.anchor == anchor }), mark.at <= end, isStart(mark.at) else {
                return nil
            }
            return Latency(
                anchor: anchor, startedAt: mark.at, duration: end - mark.at, confidence: mark.confidence)
        }
    }
}

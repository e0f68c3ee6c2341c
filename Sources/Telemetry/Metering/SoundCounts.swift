internal import LiveProtocol

/// What is counted of every message with sound: additions in fixed places, like `TrafficCounts`.
struct SoundCounts: Hashable, Sendable {
    /// What is counted of one direction.
    private struct Lane: Hashable {
        var seconds = 0.0
        var chunks = BucketCounts(bounds: MetricFamily.chunkDuration.bounds)
        var gaps = BucketCounts(bounds: MetricFamily.chunkGap.bounds)
    }

    private var up = Lane()
    private var down = Lane()

    /// - Parameter gap: since the message with sound before it; nil for the first of a stretch.
    mutating func hear(_ direction: Direction, lasting length: Duration?, after gap: Duration?) {
        switch direction {
        case .clientToServer: Self.hear(&up, length, gap)
        case .serverToClient: Self.hear(&down, length, gap)
        }
    }

    private static func hear(_ lane: inout Lane, _ length: Duration?, _ gap: Duration?) {
        if let gap { lane.gaps.record(gap.seconds) }
        guard let length else { return }
        lane.chunks.record(length.seconds)
        lane.seconds += length.seconds
    }

    func write(into samples: inout MetricSamples) {
        for (direction, lane) in [(Direction.clientToServer, up), (.serverToClient, down)] {
            samples.set(.audio, direction.label, to: lane.seconds)
            samples.set(.chunkDuration, direction.label, to: lane.chunks)
            samples.set(.chunkGap, direction.label, to: lane.gaps)
        }
    }
}

import LiveProtocol

/// How fast the context grows: tokens per second from one usage message to the next, smoothed, and how much that varies.
struct ContextGrowth: Codable, Hashable, Sendable {
    /// Tokens per second; nil before the second usage message.
    private(set) var rate: Double?
    private var deviation = 0.0
    private var last: Size?

    private struct Size: Codable, Hashable, Sendable {
        var tokens: Int64
        var at: Timestamp
    }

    /// Half of what is known counts as much as the last minute.
    private static let memory = 60.0

    mutating func note(_ tokens: Int64, at instant: Timestamp) {
        guard let last else {
            self.last = Size(tokens: tokens, at: instant)
            return
        }
        let seconds = (instant - last.at).seconds
        // Snapshots within a turn come close together and say nothing about the pace of the talk.
        guard seconds >= 1 else { return }
        self.last = Size(tokens: tokens, at: instant)
        guard tokens >= last.tokens else { return }
        take(Double(tokens.subtractingClamped(last.tokens)) / seconds, weight: seconds / (seconds + Self.memory))
    }

    private mutating func take(_ sample: Double, weight: Double) {
        guard let rate else {
            (self.rate, deviation) = (sample, sample / 2)
            return
        }
        deviation += weight * (abs(sample - rate) - deviation)
        self.rate = rate + weight * (sample - rate)
    }

    /// How long `tokens` more take, at the fastest and at the slowest; nil while nothing grows.
    func time(for tokens: Int64) -> ClosedRange<Duration>? {
        guard let rate, rate > 0 else { return nil }
        let left = Double(max(tokens, 0))
        let fastest = Self.duration(left / (rate + deviation))
        // A talk that pauses does not last for ever: four times the mean is as far as the range goes.
        let slowest = Self.duration(left / max(rate - deviation, rate / 4))
        return fastest...max(fastest, slowest)
    }

    private static func duration(_ seconds: Double) -> Duration { .nanoseconds(Int64(clamping: seconds * 1e9)) }
}

public import Listening
public import LiveProtocol

/// How the user's audio comes: its pace against the wall clock, what is missing, how regular it is
/// (`docs/metrics.md#pace`).
public struct InputPace: Codable, Hashable, Sendable {
    /// Audio messages, and those whose length is not a whole number of samples.
    public private(set) var chunkCount: Int64 = 0
    public private(set) var oddChunkCount: Int64 = 0
    /// The latest of those.
    public private(set) var lastOddAt: Timestamp?
    public private(set) var lastChunk: Duration?
    public private(set) var lastAt: Timestamp?
    /// How far the audio is behind the wall clock since the stream began; negative when it is ahead.
    public private(set) var lag: Duration?
    /// The most audio that was sent before its time, as a queue would hold that drains in real time.
    public private(set) var maxAhead: Duration = .zero
    /// Times that 400 ms of audio or more came at once after more than 500 ms of nothing.
    public private(set) var burstCount = 0
    public private(set) var gaps = AudioGaps()
    /// Pauses that a burst made good: the network or the client was late, nothing is lost.
    public private(set) var stallCount = 0

    private var rate = RateWindow()
    private var ahead: Duration = .zero
    /// Running median of the time between messages.
    private var median = RunningMedian()
    private var stream: Stream?
    private var pending: PendingGap?
    private var burst: Burst?

    /// Since when audio has come without a pause, and how much.
    private struct Stream: Codable, Hashable, Sendable {
        /// Capture of its first sample.
        var start: Timestamp
        var audio: Duration
    }

    private struct PendingGap: Codable, Hashable, Sendable {
        var at: Timestamp
        var lagBefore: Duration
        var missing: Duration
    }

    private struct Burst: Codable, Hashable, Sendable {
        var at: Timestamp
        var audio: Duration
    }

    /// A client that sends nothing for so long has paused, and should say so (`docs/protocol.md#setup-and-its-defaults`).
    static let pause = Duration.seconds(1)
    private static let settling = Duration.seconds(5)
    private static let shortestGap = Duration.milliseconds(150)
    private static let makeUp = Duration.seconds(1)

    mutating func append(
        _ chunk: AudioChunk, _ format: AudioFormat, at instant: Timestamp, _ metrics: inout MetricLog
    ) {
        let duration = format.duration(ofBytes: chunk.byteCount)
        chunkCount += 1
        if !chunk.byteCount.isMultiple(of: max(format.bytesPerSample, 1)) {
            oddChunkCount += 1
            lastOddAt = instant
        }
        metrics.record(.chunk, duration.milliseconds, at: instant)
        let spacing = lastAt.map { instant - $0 }
        fill(duration, after: spacing)
        if let spacing, spacing < Self.pause, stream != nil {
            proceed(duration, byteCount: chunk.byteCount, spacing, at: instant, &metrics)
        } else {
            begin(duration, at: instant)
        }
        noteBurst(duration, after: spacing, at: instant)
        lastAt = instant
        lastChunk = duration
    }

    /// The client says that its audio pauses, or the connection closed.
    mutating func end() {
        stream = nil
        pending = nil
        lag = nil
        rate.interrupt()
    }

    private mutating func begin(_ duration: Duration, at instant: Timestamp) {
        end()
        stream = Stream(start: instant - duration, audio: duration)
        lag = .zero
        rate.begin(at: instant)
    }

    private mutating func proceed(
        _ duration: Duration, byteCount: Int, _ spacing: Duration, at instant: Timestamp, _ metrics: inout MetricLog
    ) {
        guard var stream else { return }
        let before = lag ?? .zero
        stream.audio += duration
        self.stream = stream
        let lag = instant - stream.start - stream.audio
        self.lag = lag
        let missing = spacing - duration
        metrics.record(.jitter, abs(missing.milliseconds), at: instant)
        decide(lag, at: instant)
        if pending == nil, missing > Self.shortestGap, spacing > median.value * 3,
            instant - stream.start >= Self.settling
        {
            pending = PendingGap(at: instant, lagBefore: before, missing: missing)
            rate.interrupt()
        } else if pending == nil {
            rate.append(byteCount, at: instant)
        }
        median.append(spacing)
    }

    /// Whether a burst makes good what a pause left out.
    private mutating func decide(_ lag: Duration, at instant: Timestamp) {
        guard let gap = pending else { return }
        let lost = lag - gap.lagBefore
        if lost < gap.missing / 2 {
            stallCount += 1
        } else if instant - gap.at >= Self.makeUp {
            gaps.add(lost)
        } else {
            return
        }
        pending = nil
        rate.begin(at: instant)
    }

    private mutating func fill(_ duration: Duration, after spacing: Duration?) {
        ahead = max(ahead - (spacing ?? .zero), .zero)
        maxAhead = max(maxAhead, ahead)
        ahead += duration
    }

    private mutating func noteBurst(_ duration: Duration, after spacing: Duration?, at instant: Timestamp) {
        if let spacing, spacing > .milliseconds(500) { burst = Burst(at: instant, audio: .zero) }
        guard var burst else { return }
        guard instant - burst.at <= .milliseconds(50) else {
            self.burst = nil
            return
        }
        burst.audio += duration
        self.burst = burst
        guard burst.audio >= .milliseconds(400) else { return }
        burstCount += 1
        self.burst = nil
    }

    /// Audio that was sent before its time and would not have been spoken by `now`.
    public func ahead(at now: Timestamp) -> Duration {
        guard let lastAt, let lastChunk else { return .zero }
        // The chunk itself was captured before it was sent.
        return max(ahead - lastChunk - max(now - lastAt, .zero), .zero)
    }

    /// Bytes that came per second of the wall clock while audio streamed without a pause, over the last half minute;
    /// nil below eight seconds.
    public var bytesPerSecond: Double? { rate.bytesPerSecond }

    /// Coefficient of variation of that from second to second: below 0.1 for a stream at a wrong rate, above 0.3 for
    /// one that comes in bursts.
    public var rateVariation: Double? { rate.variation }

    /// Median of the time from one audio message to the next.
    public var spacing: Duration { median.value }

    /// What the audio clock gains on the wall clock, as a share of the time that passes; nil below thirty seconds
    /// without a pause.
    public var drift: Double? {
        guard let stream, let lag, pending == nil else { return nil }
        let wall = (stream.audio + lag).seconds
        return wall >= 30 ? -lag.seconds / wall : nil
    }
}

/// A median in one number: it moves by a sixteenth of itself towards each new value.
struct RunningMedian: Codable, Hashable, Sendable {
    /// In nanoseconds: a division of `Duration` costs more than all else that is done with a message's pace.
    private var nanoseconds: Int64 = 0
    private var isEmpty = true

    var value: Duration { .nanoseconds(nanoseconds) }

    mutating func append(_ length: Duration) {
        let length = length.nanoseconds
        if isEmpty {
            nanoseconds = length
            isEmpty = false
        } else {
            let step = max(nanoseconds / 16, 100_000)
            nanoseconds = max(nanoseconds.addingClamped(length > nanoseconds ? step : -step), 0)
        }
    }
}

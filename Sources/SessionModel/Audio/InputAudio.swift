public import LiveProtocol

/// The user's audio as it reached livetop: its pace, its level, and the speech in it.
public struct InputAudio: Hashable, Sendable {
    /// What the client says its audio is; nil before the first of it, and for anything but linear PCM.
    public private(set) var format: AudioFormat?
    /// Images sent beside the audio.
    public private(set) var video = VideoInput()

    private var arrivals = ArrivalMap()
    private var cutter: FrameCutter?
    private var finder = SpeechFinder()

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        switch event.kind {
        case .client(.audio(let chunk)): hear(chunk, at: event.at, &metrics)
        case .client(.audioStreamEnd), .wire(.closed): fallSilent(at: event.at, &metrics)
        default: break
        }
    }

    private mutating func hear(_ chunk: AudioChunk, at instant: Timestamp, _ metrics: inout MetricLog) {
        guard let format = chunk.format else { return }
        if format != self.format || cutter == nil { begin(format, at: instant, &metrics) }
        let start = arrivals.end
        arrivals.append(format.duration(ofBytes: chunk.byteCount).nanoseconds, at: instant)
        guard var cutter, !chunk.base64.isEmpty else { return }
        let frameLength = format.duration(ofBytes: cutter.frameByteCount).nanoseconds
        let pending = format.duration(ofBytes: cutter.pendingByteCount).nanoseconds
        finder.align(start - pending, frameLength: frameLength)
        var reader = PCMReader(chunk.base64)
        self.cutter = nil
        while cutter.next(from: &reader) { take(cutter.frame, at: instant, &metrics) }
        self.cutter = cutter
    }

    private mutating func begin(_ format: AudioFormat, at instant: Timestamp, _ metrics: inout MetricLog) {
        self.format = format
        cutter = FrameCutter(format)
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, at instant: Timestamp, _ metrics: inout MetricLog) {
        let frame = FrameMeasure(bytes)
        if finder.append(frame, arrivals) { record(at: instant, &metrics) }
    }

    private mutating func fallSilent(at instant: Timestamp, _ metrics: inout MetricLog) {
        if finder.flush(arrivals) { record(at: instant, &metrics) }
    }

    private func record(at instant: Timestamp, _ metrics: inout MetricLog) {
        if let snr = finder.recent.last?.snr { metrics.record(.snr, snr, at: instant) }
    }

    /// Speech that has ended, the latest 100.
    public var speech: Ring<SpeechSegment> { finder.recent }

    /// Speech that goes on. It appears once three of five frames of 20 ms were loud, with its onset in the past.
    public var currentSpeech: SpeechSegment? { finder.current }

    /// When the input sample at `offset` from the beginning of the session's input audio arrived at livetop. Nil when
    /// it is older than what is remembered, or has not come.
    public func arrival(of offset: Duration) -> Timestamp? { arrivals.instant(of: offset.nanoseconds) }
}

extension InputAudio {
    // MARK: Pace

    /// Samples per second that the client declares, or that its type has by default.
    public var declaredRate: Int? { format?.rate }
    /// Samples that came per second of the wall clock while audio streamed without a pause; nil below eight seconds.
    public var effectiveRate: Double? { nil }
    /// How far the audio is behind the wall clock since the stream began; negative when it is ahead.
    public var lag: Duration? { nil }
    /// What the audio clock gains on the wall clock, as a share of the time that passes: 0.001 is 1 ms a second.
    public var drift: Double? { nil }
    /// Audio that is missing from a stream that went on.
    public var gaps: AudioGaps { AudioGaps() }
    /// Times that the client fell silent on the wire after speech and did not say so with `audioStreamEnd`.
    public var missingStreamEnds: Int { 0 }

    // MARK: Signal, of the last 30 seconds

    /// Level of the speech, in decibels below full scale.
    public var levelDBFS: Double? { nil }
    public var noiseFloorDBFS: Double? { nil }
    /// Speech above noise, in decibels.
    public var snrDB: Double? { nil }
    /// Share of the samples that are at full scale, in seconds that hold speech.
    public var clippingRatio: Double? { nil }
    /// Mean of the samples, as a share of full scale.
    public var dcOffset: Double? { nil }
    /// Share of the samples that are exactly zero.
    public var digitalSilenceRatio: Double? { nil }
    /// Longest run of samples that are exactly zero, in the whole session.
    public var longestSilence: Duration { .zero }
    /// What the bytes turn out to be, whatever the type says; nil while undecided.
    public var layout: AudioLayout? { nil }
    /// Hertz above which the speech has no energy (-50 dB); nil before ten seconds of speech.
    public var bandEdge: Double? { nil }

    // MARK: Against the model's audio

    /// The client sends nothing, or zeros, while the model speaks; nil before three turns.
    public var isHalfDuplex: Bool? { nil }
    /// Correlation of the input's envelope with that of the model's audio, of the latest speech over the model:
    /// from 0.6 on it is the model's own voice.
    public var echoScore: Double? { nil }
}

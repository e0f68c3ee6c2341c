public import Listening
public import LiveProtocol

/// The user's audio as it reached livetop: its pace, its level, and the speech in it
/// (`docs/metrics.md#how-sound-is-measured`).
public struct InputAudio: Codable, Hashable, Sendable {
    /// What the client says its audio is; nil before the first of it, and for anything but linear PCM.
    public private(set) var format: AudioFormat?
    /// Times that this changed.
    public private(set) var formatChanges = 0
    /// MIME type of the latest audio that is not linear PCM: it is counted, not measured.
    public private(set) var otherType: String?
    public private(set) var otherCount: Int64 = 0
    /// Images sent beside the audio.
    public private(set) var video = VideoInput()
    public private(set) var pace = InputPace()
    public private(set) var pauses = StreamPauses()
    public private(set) var duplex = DuplexWatch()
    public private(set) var container = ContainerSniff()

    /// How loud it was, by when it was captured.
    public private(set) var loudness = LoudnessHistory()
    private var arrivals = ArrivalMap()
    private var cutter: FrameCutter?
    private var finder = SpeechFinder()
    private var signal = SignalWindow()
    private var layoutTest = LayoutTest()
    private var spectrum = Spectrum()
    private var humWatch = HumWatch()
    private var echo = EchoFinder()
    private var echoJudgedAt: Timestamp?
    /// Bytes of audio that went through the frames.
    private var position: Int64 = 0

    public init() {}

    /// - Parameters:
    ///   - output: loudness of the model's audio, after the event.
    ///   - playback: as it was before the event.
    mutating func apply(
        _ event: LiveEvent, output: Envelope, playback: PlaybackClock, _ metrics: inout MetricLog
    ) {
        noteSilence(at: event.at, &metrics)
        duplex.follow(isSounding: playback.isSounding(at: event.at), at: event.at)
        echo.proceed(output, to: event.at)
        switch event.kind {
        case .client(let fact): apply(fact, event, output, playback, &metrics)
        case .server(.interrupted): echo.interrupt(playback, at: event.at)
        case .server(.audio) where !playback.isFlushingTurn: echo.forgetTail()
        case .wire(.closed):
            fallSilent(at: event.at, &metrics)
            duplex.end()
            pace.end()
            layoutTest.end()
        default: break
        }
    }

    private mutating func apply(
        _ fact: ClientFact, _ event: LiveEvent, _ output: Envelope, _ playback: PlaybackClock,
        _ metrics: inout MetricLog
    ) {
        switch fact {
        case .audio(let chunk):
            hear(chunk, playback, at: event.at, &metrics)
            judgeEcho(output, playback, at: event.at)
        case .video(let frame): video.append(frame, at: event.at)
        case .setup(let setup): pauses.begin(isManual: setup.activityDetection?.isDisabled == true)
        case .activityEnd:
            pauses.announce()
            // The client says that the user has finished, however soon after the last word.
            fallSilent(at: event.at, &metrics)
        case .audioStreamEnd:
            pauses.announce()
            fallSilent(at: event.at, &metrics)
            pace.end()
        default: break
        }
    }

    private mutating func hear(
        _ chunk: AudioChunk, _ playback: PlaybackClock, at instant: Timestamp, _ metrics: inout MetricLog
    ) {
        guard let format = chunk.format else {
            otherType = chunk.otherType?.shortened
            otherCount += 1
            return
        }
        if format != self.format || cutter == nil { begin(format) }
        pauses.resume(at: instant)
        let start = arrivals.end
        let duration = format.duration(ofBytes: chunk.byteCount)
        arrivals.append(duration.nanoseconds, at: instant)
        pace.append(chunk, format, at: instant, &metrics)
        duplex.append(duration, at: instant, isSounding: playback.isSounding(at: instant))
        if !chunk.byteCount.isMultiple(of: format.bytesPerSample) { layoutTest.noteOddChunk() }
        guard !chunk.base64.isEmpty else { return }
        container.look(chunk.base64, at: instant)
        listen(to: chunk, format, from: start, playback, at: instant, &metrics)
    }

    private mutating func begin(_ format: AudioFormat) {
        if self.format != nil, format != self.format { formatChanges += 1 }
        self.format = format
        cutter = FrameCutter(format)
    }

    private mutating func listen(
        to chunk: AudioChunk, _ format: AudioFormat, from start: Int64, _ playback: PlaybackClock,
        at instant: Timestamp, _ metrics: inout MetricLog
    ) {
        guard var cutter else { return }
        let frameLength = format.duration(ofBytes: cutter.frameByteCount)
        let pending = format.duration(ofBytes: cutter.pendingByteCount)
        finder.align(start.subtractingClamped(pending.nanoseconds), frameLength: frameLength.nanoseconds)
        let isEchoPossible = playback.soundsUntil.map { instant - $0 <= .seconds(1) } ?? false
        // A chunk is sent as soon as its last sample is captured.
        var captured = instant - .nanoseconds(arrivals.end.subtractingClamped(start)) - pending
        var reader = PCMReader(chunk.base64)
        self.cutter = nil
        while cutter.next(from: &reader) {
            let frame = FrameMeasure(cutter.frame)
            let level = Decibels.level(frame.power)
            take(frame, level, at: instant, &metrics)
            examine(cutter.frame, frame, level, format)
            if isEchoPossible { echo.append(level, at: captured) }
            loudness.note(level, at: captured)
            captured = captured + frameLength
        }
        self.cutter = cutter
    }

    private mutating func take(
        _ frame: FrameMeasure, _ level: Double, at instant: Timestamp, _ metrics: inout MetricLog
    ) {
        if finder.append(frame, level: level, arrivals) { record(at: instant, &metrics) }
        signal.append(frame, level: level, isSpeech: finder.isSpeaking)
        duplex.append(level: level)
    }

    private mutating func examine(
        _ bytes: ArraySlice<UInt8>, _ frame: FrameMeasure, _ level: Double, _ format: AudioFormat
    ) {
        let mayRest = spectrum.isSettled
        if let window = layoutTest.append(bytes, frame, level: level, position: position, mayRest: mayRest) {
            spectrum.append(window, format)
        }
        if format.channels == 1 { humWatch.append(bytes, frame, isSpeech: finder.isSpeaking) }
        position = position.addingClamped(Int64(bytes.count))
    }

    /// Speech over the model is judged twice a second, and once more when it ends.
    private mutating func judgeEcho(_ output: Envelope, _ playback: PlaybackClock, at now: Timestamp) {
        guard let speech = finder.current ?? finder.recent.last, let until = playback.soundsUntil,
            speech.onset < until, speech.end.map({ now - $0 <= .seconds(1) }) ?? true
        else { return }
        if let echoJudgedAt, now - echoJudgedAt < .milliseconds(500) { return }
        echoJudgedAt = now
        if let isEcho = echo.judge(speech, output, playback: playback, at: now) { finder.setEcho(isEcho) }
    }

    private mutating func noteSilence(at now: Timestamp, _ metrics: inout MetricLog) {
        guard let last = pace.lastAt, now - last >= InputPace.pause else { return }
        let isAfterSpeech =
            finder.isSpeaking || finder.recent.last?.end.map { last - $0 < .milliseconds(600) } ?? false
        guard pauses.noteSilence(since: last, at: now, isAfterSpeech: isAfterSpeech) else { return }
        fallSilent(at: now, &metrics)
    }

    private mutating func fallSilent(at instant: Timestamp, _ metrics: inout MetricLog) {
        // The rest of a frame is not the beginning of what comes after the pause.
        cutter = format.flatMap { FrameCutter($0) }
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

    /// What other trackers need of it.
    var heard: HeardSpeech { HeardSpeech(finder.recent, finder.current, arrivals) }

    /// All audio of the session.
    public var duration: Duration { .nanoseconds(arrivals.end) }
}

extension InputAudio {
    // MARK: Pace

    /// Samples per second that the client declares, or that its type has by default.
    public var declaredRate: Int? { format?.rate }

    /// Samples that came per second of the wall clock while audio streamed without a pause; nil below eight seconds.
    public var effectiveRate: Double? {
        guard let format, let bytes = pace.bytesPerSecond else { return nil }
        return bytes / Double(max(format.bytesPerSample * format.channels, 1))
    }

    /// How far the audio is behind the wall clock since the stream began; negative when it is ahead.
    public var lag: Duration? { pace.lag }

    /// What the audio clock gains on the wall clock, as a share of the time that passes: 0.001 is 1 ms a second.
    public var drift: Double? { pace.drift }

    /// Audio that is missing from a stream that went on.
    public var gaps: AudioGaps { pace.gaps }

    /// Runs of 10 to 500 ms of exact zeros inside speech: audio that somebody could not deliver and filled in.
    public var holes: AudioGaps { signal.holes }

    /// Times that the client fell silent on the wire after speech and did not say so with `audioStreamEnd`.
    public var missingStreamEnds: Int { pauses.unannounced }

    // MARK: Signal, of the last 30 seconds

    /// Level of the speech, in decibels below full scale.
    public var levelDBFS: Double? { finder.speechPower.map(Decibels.level) }

    public var noiseFloorDBFS: Double? { finder.noisePower.map(Decibels.level) }

    /// Speech above noise, in decibels.
    public var snrDB: Double? {
        guard let speech = finder.speechPower, let noise = finder.noisePower, noise > 0 else { return nil }
        return SignalToNoise.corrected(Decibels.of(speech / noise))
    }

    /// Audio that stands out from the noise by 6 dB.
    public var activeSpeech: Duration {
        guard let noise = finder.noisePower else { return .zero }
        return FrameCutter.frameLength * finder.levels.activeCount(above: noise)
    }

    /// Speech, with what the noise hides of it (estimated): the louder the noise, the less of the same speech is
    /// `activeSpeech`.
    public var speechInNoise: Duration {
        guard let snr = snrDB else { return .zero }
        return activeSpeech / SignalToNoise.audibleShare(at: snr)
    }

    /// Share of the samples that are at full scale, in seconds that hold speech.
    public var clippingRatio: Double? { signal.clippingRatio }

    /// Runs of three and more samples at full scale per second.
    public var clippedRunsPerSecond: Double? { signal.clippedRunsPerSecond }

    /// Seconds in which there were such runs.
    public var clippedSeconds: Int { signal.clippedSeconds }

    /// Mean of the samples of the last ten seconds, as a share of full scale.
    public var dcOffset: Double? { signal.offset }

    /// Share of the samples that are exactly zero.
    public var digitalSilenceRatio: Double? { signal.zeroRatio }

    /// Longest run of samples that are exactly zero, in the whole session.
    public var longestSilence: Duration { signal.longestZeros }

    /// Audio since the last 20 ms above -55 dBFS: a microphone that is muted, or the wrong one.
    public var quiet: Duration { signal.quiet }

    /// What the bytes turn out to be, whatever the type says; nil while undecided.
    public var layout: AudioLayout? { layoutTest.result }

    /// Lag-1 autocorrelation of the loudest frames, 0.87 to 0.92 for speech that is read correctly; above 0.97 at a
    /// steady level it is music.
    public var smoothness: Double? { layoutTest.smoothness }

    /// Hertz above which the speech has no energy (-50 dB); nil before ten seconds of speech.
    public var bandEdge: Double? { spectrum.bandEdge }

    /// Hum of the mains between words; nil before three looks at half a second without speech.
    public var hum: MainsHum? { humWatch.hum }

    /// How the loudest samples of the last window with speech are spread; nil before four seconds of it.
    public var flatTops: FlatTops? { layoutTest.flatTops }

    // MARK: Against the model's audio

    /// The client sends nothing, or zeros, while the model speaks; nil before three turns.
    public var isHalfDuplex: Bool? { duplex.isHalfDuplex }

    /// Correlation of the input's envelope with that of the model's audio, of the latest speech over the model:
    /// from 0.6 on it is the model's own voice.
    public var echoScore: Double? { echo.score }

    /// The same of the audio that was not to be played after the latest interruption: from 0.6 on it was.
    public var unflushedEchoScore: Double? { echo.tailScore }

    /// How long after the model the microphone hears it; nil while it never did.
    public var echoDelay: Duration? { echo.delay }
}

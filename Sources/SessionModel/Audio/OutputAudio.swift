import Listening
public import LiveProtocol

/// The model's audio as a signal.
public struct OutputAudio: Codable, Hashable, Sendable {
    /// What the service says its audio is; nil before the first of it, and for anything but linear PCM.
    public private(set) var format: AudioFormat?
    /// Where in the model's audio since the last turn boundary the first audible sample stands (20 ms frames above
    /// -50 dBFS); nil while all of it was silence.
    public private(set) var leadingSilence: Duration?
    /// The loudest 20 ms of the turn whose audio came last, in decibels below full scale; nil where nothing could be
    /// measured.
    public private(set) var loudest: Double?
    /// Longest run of exact zeros inside a turn, of the turn whose audio came last.
    public private(set) var longestSilence: Duration = .zero

    /// Loudness along the playback clock: a minute of what is still to be played, and half a minute back.
    private(set) var envelope = Envelope(capacity: 8_192)
    /// How loud it was, by when it was to be heard.
    public private(set) var loudness = LoudnessHistory()
    private var cutter: FrameCutter?
    /// Audio of the turn that was looked at.
    private var position: Duration = .zero
    private var silence: Duration = .zero
    private var monotony = Monotony()
    private var isTurnOver = true

    static let audible = -50.0

    public init() {}

    /// - Parameter playback: as it was before the event.
    mutating func apply(_ event: LiveEvent, playback: PlaybackClock) {
        switch event.kind {
        case .server(.audio(let chunk)): hear(chunk, playback, at: event.at)
        case .server(.turnComplete), .wire(.closed): isTurnOver = true
        default: break
        }
    }

    private mutating func hear(_ chunk: AudioChunk, _ playback: PlaybackClock, at instant: Timestamp) {
        if isTurnOver { begin() }
        guard let format = chunk.format else { return }
        if format != self.format {
            self.format = format
            cutter = FrameCutter(format)
        }
        guard var cutter, !chunk.base64.isEmpty else {
            position += format.duration(ofBytes: chunk.byteCount)
            return
        }
        // What comes after an interruption is not played: it is measured and has no place on the clock.
        let start = playback.isFlushingTurn ? nil : max(playback.soundsUntil ?? instant, instant)
        let pending = format.duration(ofBytes: cutter.pendingByteCount)
        var offset = Duration.zero - pending
        var reader = PCMReader(chunk.base64)
        self.cutter = nil
        while cutter.next(from: &reader) {
            let level = Decibels.level(FrameMeasure.power(cutter.frame))
            measure(level)
            monotony.append(cutter.frame, level: level)
            if let start {
                envelope.set(level, at: start + offset, now: instant)
                loudness.note(level, at: start + offset)
            }
            offset += FrameCutter.frameLength
        }
        self.cutter = cutter
    }

    private mutating func begin() {
        isTurnOver = false
        leadingSilence = nil
        loudest = nil
        (position, silence, longestSilence) = (.zero, .zero, .zero)
        monotony = Monotony()
        cutter?.clear()
    }

    private mutating func measure(_ level: Double) {
        if leadingSilence == nil, level > Self.audible { leadingSilence = position }
        loudest = max(loudest ?? level, level)
        position += FrameCutter.frameLength
        silence = level <= Decibels.silence ? silence + FrameCutter.frameLength : .zero
        longestSilence = max(longestSilence, silence)
    }

    /// Longest stretch of that turn whose loudness hardly changed (1.5 dB): a tone or noise rather than speech.
    public var longestMonotony: Duration { monotony.longest }

    /// Spectral flatness of that stretch, 0…1: below 0.02 it is a tone, above 0.6 noise; nil below half a second.
    public var monotonyFlatness: Double? { monotony.flatness }
}

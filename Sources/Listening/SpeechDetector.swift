import LiveProtocol

/// Finds speech by its energy (`docs/metrics.md#speech-and-echo`), on the clock of the samples.
///
/// Speech begins where three of five frames stand out from the noise and are above -50 dBFS, and ends with the last
/// such frame before 300 ms without one. That alone has a median onset error of 53 ms at 10 dB with the speech of
/// espeak. So frames are judged in two bands, that rumble may not hide a voice, the onset is moved back over the
/// soft beginning of the first sound, and the end on over the soft rest of the last one. That leaves 13 ms, and 8 of the
/// end. Once a voice is known that stands far above an unsteady background, more has to stand out than the background
/// does by itself: other people's talk would keep the speech open.
struct SpeechDetector: Codable, Hashable, Sendable {
    enum Event: Hashable, Sendable {
        /// The number of the frame in which it began.
        case began(Int64)
        /// The number of the frame after its last.
        case ended(Int64)
    }

    /// Frames heard so far: the number of the next one.
    private(set) var frameCount: Int64 = 0
    private(set) var isSpeaking = false
    private var full = NoiseBand()
    private var high = NoiseBand()
    /// One bit for each of the last five frames, the newest lowest.
    private var hotFrames: UInt8 = 0
    /// The frame after the last hot one.
    private var hotEnd: Int64 = 0
    private var history = Ring<FrameLevels>(capacity: Self.openingFrames)
    /// The loudest of the current segment, in each band.
    private var loudest: FrameLevels?
    /// The same of the segments before it, of which each forgets 3 dB.
    private var voice: FrameLevels?

    private static let threshold: Float = -50
    private static let hangover: Int64 = 15
    /// How far an onset is moved back at most.
    private static let preroll = 15
    private static let openingFrames = 150
    /// How far an end is moved on at most.
    private static let postroll = 8

    /// In decibels below full scale; -75 at the lowest.
    var floor: Double { Double(full.floor) }

    /// How far the sound without speech goes above its lowest level, in decibels, in the steadier band: up to 9 for
    /// fans, hiss and crowds, 11 and more where single voices or music stand out.
    var swing: Double { Double(min(full.swing, high.swing)) }

    mutating func append(_ levels: FrameLevels) -> Event? {
        full.append(levels.full)
        high.append(levels.high)
        history.append(levels)
        frameCount += 1
        let isHot = isHot(levels)
        if isSpeaking {
            if isHot { hotEnd = frameCount }
            loudest = levels.louder(loudest)
            return frameCount - hotEnd >= Self.hangover ? end() : nil
        }
        if !isHot {
            full.learn(levels.full)
            high.learn(levels.high)
        }
        hotFrames = (hotFrames << 1 | (isHot ? 1 : 0)) & 0b11111
        return hotFrames.nonzeroBitCount >= 3 ? begin() : nil
    }

    /// Whatever was said is over: the audio stopped. No onset is moved back over it.
    mutating func flush() -> Event? {
        hotFrames = 0
        defer { hotEnd = frameCount }
        return isSpeaking ? end() : nil
    }

    private mutating func begin() -> Event {
        isSpeaking = true
        let age = 8 - hotFrames.leadingZeroBitCount
        hotFrames = 0
        let first = history.count - age
        let previousEnd = history.count - Int(min(frameCount - hotEnd, Int64(history.count)))
        let onset = max(min(softened(first), beginningOfOpening(first)), previousEnd)
        hotEnd = frameCount
        return .began(frameCount - Int64(history.count - onset))
    }

    private mutating func end() -> Event {
        isSpeaking = false
        voice = loudest?.louder(voice.map { FrameLevels(full: $0.full - 3, high: $0.high - 3) }) ?? voice
        loudest = nil
        return .ended(hotEnd + softEnding)
    }

    /// Frames after the last hot one that still rise above the noise, across single ones that do not.
    private var softEnding: Int64 {
        let silent = Int(min(frameCount - hotEnd, Self.hangover))
        let first = history.count - silent
        var last = 0
        for offset in 0..<min(silent, Self.postroll) where first + offset >= 0 {
            guard isAudible(history[first + offset]) else { break }
            last = offset + 1
        }
        return Int64(last)
    }

    // MARK: Judging a frame

    private func isHot(_ levels: FrameLevels) -> Bool {
        let known = voice?.louder(loudest) ?? loudest
        return levels.full > Self.threshold
            && (full.isHot(levels.full, voice: known?.full) || high.isHot(levels.high, voice: known?.high))
    }

    private func isAudible(_ levels: FrameLevels) -> Bool {
        levels.full > Self.threshold && (full.isAudible(levels.full) || high.isAudible(levels.high))
    }

    /// Moves the onset back over frames that rise above the noise at all, across single ones that do not.
    private func softened(_ first: Int) -> Int {
        var onset = first
        for index in stride(from: first - 1, through: max(first - Self.preroll, 0), by: -1) {
            if isAudible(history[index]) { onset = index } else if onset - index > 1 { break }
        }
        return onset
    }

    /// Audio that begins in the middle of a word shows its noise floor only at the first pause: the first three seconds
    /// are judged again by what the floor has turned out to be.
    private func beginningOfOpening(_ first: Int) -> Int {
        guard frameCount <= Self.openingFrames else { return first }
        var (onset, hot) = (first, 0)
        for index in stride(from: first - 1, through: 0, by: -1) {
            hot = isHot(history[index]) ? hot + 1 : 0
            if hot >= 3 { onset = index } else if onset - index >= Int(Self.hangover) { break }
        }
        return onset
    }
}

/// Decibels below full scale of one frame.
struct FrameLevels: Codable, Hashable, Sendable {
    var full: Float
    /// With the low end taken out, where rumble and hum are.
    var high: Float

    /// The louder of two in each band.
    func louder(_ other: FrameLevels?) -> FrameLevels {
        guard let other else { return self }
        return FrameLevels(full: max(full, other.full), high: max(high, other.high))
    }
}

/// The noise in one band, and what stands out from it.
private struct NoiseBand: Codable, Hashable, Sendable {
    private var smoothed: Float?
    /// Lowest smoothed level of each 300 ms, the newest last.
    private var lowest = Ring<Float>(capacity: 10)
    private var current = Float.infinity
    private var frames = 0
    /// Of `lowest`.
    private var minimum = Float.infinity
    /// Of the frames without speech.
    private var mean: Float?
    private var variance: Float = 4

    private static let blockFrames = 15

    /// The lowest smoothed level of the last three seconds.
    var floor: Float { max(min(minimum, current), -75) }

    mutating func append(_ level: Float) {
        let next = smoothed.map { 0.7 * $0 + 0.3 * level } ?? level
        smoothed = next
        current = min(current, next)
        frames += 1
        guard frames == Self.blockFrames else { return }
        lowest.append(current)
        minimum = lowest.min() ?? .infinity
        (current, frames) = (.infinity, 0)
    }

    /// From the floor to what the frames without speech hardly exceed.
    var swing: Float { mean.map { $0 - floor + 4 * variance.squareRoot() } ?? 0 }

    /// Takes in a frame without speech.
    mutating func learn(_ level: Float) {
        guard let mean else {
            mean = level
            return
        }
        let difference = level - mean
        self.mean = mean + 0.05 * difference
        variance += 0.05 * (difference * difference - variance)
    }

    /// Nine decibels above the floor, as in the catalogue; less where the noise is steady, and up to fifteen where it is
    /// not and a voice is known whose loudest frames are far above it.
    func isHot(_ level: Float, voice: Float?) -> Bool {
        guard mean != nil else { return level > floor + 9 }
        let most = voice.map { min(max($0 - floor - 17, 9), 15) } ?? 9
        return level > floor + min(max(swing, 5), most)
    }

    /// Above what the noise alone does.
    func isAudible(_ level: Float) -> Bool {
        guard let mean else { return isHot(level, voice: nil) }
        return level > mean + max(2, 2 * variance.squareRoot())
    }
}

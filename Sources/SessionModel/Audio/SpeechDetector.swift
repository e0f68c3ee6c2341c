/// Finds speech by its energy (`failure-catalog.md` §14.3), on the clock of the samples.
///
/// Speech begins with the first of five frames of which three are 9 dB above the noise floor and above -50 dBFS, and
/// ends with the last such frame before 300 ms without one. The floor is the lowest smoothed level of three seconds.
struct SpeechDetector: Hashable, Sendable {
    enum Event: Hashable, Sendable {
        /// The number of the frame in which it began.
        case began(Int64)
        /// The number of the frame after its last.
        case ended(Int64)
    }

    /// Frames heard so far: the number of the next one.
    private(set) var frameCount: Int64 = 0
    private(set) var isSpeaking = false
    private var floors = NoiseFloor()
    /// One bit for each of the last five frames, the newest lowest.
    private var hotFrames: UInt8 = 0
    /// The frame after the last hot one.
    private var hotEnd: Int64 = 0
    /// Levels of the first three seconds, until the floor can be relied on.
    private var opening: [Float] = []

    private static let margin = 9.0
    private static let threshold = -50.0
    private static let hangover: Int64 = 15
    private static let floorFrames = 150

    /// In decibels below full scale; -75 at the lowest.
    var floor: Double { floors.level }

    mutating func append(_ level: Double) -> Event? {
        floors.append(level)
        frameCount += 1
        if frameCount <= Self.floorFrames { opening.append(Float(level)) } else { opening = [] }
        let isHot = isHot(level)
        if isHot { hotEnd = frameCount }
        guard isSpeaking else { return isHot ? begin(after: 1) : begin(after: 0) }
        return frameCount - hotEnd >= Self.hangover ? end() : nil
    }

    /// Whatever was said is over: the audio stopped.
    mutating func flush() -> Event? {
        hotFrames = 0
        return isSpeaking ? end() : nil
    }

    private func isHot(_ level: Double) -> Bool { level > floor + Self.margin && level > Self.threshold }

    private mutating func begin(after newest: UInt8) -> Event? {
        hotFrames = (hotFrames << 1 | newest) & 0b11111
        guard hotFrames.nonzeroBitCount >= 3 else { return nil }
        isSpeaking = true
        let first = frameCount - Int64(8 - hotFrames.leadingZeroBitCount)
        hotFrames = 0
        return .began(min(first, firstOfOpening ?? first))
    }

    /// Audio that begins in the middle of a word shows its noise floor only at the first pause: what was said before is
    /// then judged again.
    private var firstOfOpening: Int64? {
        var first: Int?
        for index in opening.indices.reversed() {
            if isHot(Double(opening[index])) {
                let ahead = opening[index..<min(index + 5, opening.count)]
                if ahead.count(where: { isHot(Double($0)) }) >= 3 { first = index }
            } else if let first, first - index >= Self.hangover {
                break
            }
        }
        return first.map(Int64.init)
    }

    private mutating func end() -> Event {
        isSpeaking = false
        return .ended(hotEnd)
    }
}

/// The lowest smoothed level of the last three seconds.
private struct NoiseFloor: Hashable, Sendable {
    private var smoothed: Double?
    /// Lowest level of each tenth of the time, the newest last.
    private var lowest = Ring<Double>(capacity: 10)
    private var current = Double.infinity
    private var frames = 0
    /// Of `lowest`.
    private var minimum = Double.infinity

    private static let bottom = -75.0
    private static let blockFrames = 15

    var level: Double { max(min(minimum, current), Self.bottom) }

    mutating func append(_ level: Double) {
        let next = smoothed.map { 0.7 * $0 + 0.3 * level } ?? level
        smoothed = next
        current = min(current, next)
        frames += 1
        guard frames == Self.blockFrames else { return }
        lowest.append(current)
        minimum = lowest.min() ?? .infinity
        (current, frames) = (.infinity, 0)
    }
}

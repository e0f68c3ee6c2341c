package import LiveProtocol

/// Makes segments of what `SpeechDetector` finds: their instants, their level, and how far they can be relied on.
package struct SpeechFinder: Codable, Hashable, Sendable {
    package private(set) var recent = Ring<SpeechSegment>(capacity: 100)
    package private(set) var current: SpeechSegment?
    package private(set) var levels = LevelWindow()
    private var detector = SpeechDetector()
    /// Position on the audio clock of the frame with the number `anchorFrame`.
    private var anchor: Int64 = 0
    private var anchorFrame: Int64 = 0
    private var frameLength: Int64 = 20_000_000
    /// Power of the frames of the current segment that hold speech, and how many they are.
    private var power = 0.0
    private var powerFrames = 0
    /// Noise before the latest segment, as the detector saw it.
    private var onsetFloor: Double?
    /// How unsteady it was.
    private var swing = 0.0
    /// Power of the latest frames, as many as lie between an end and when it is known.
    private var latest = Ring<Double>(capacity: 15)
    /// The latest segment did not become quiet: what follows at once, and is no louder, is more of the same sound.
    private var unended: SpeechSegment?

    package init() {}

    package var isSpeaking: Bool { detector.isSpeaking }

    /// The next frame begins at `position` of the audio clock.
    package mutating func align(_ position: Int64, frameLength: Int64) {
        anchor = position
        anchorFrame = detector.frameCount
        self.frameLength = frameLength
    }

    /// Takes in a frame; true when a segment ended with it.
    package mutating func append(_ frame: FrameMeasure, level: Double, _ arrivals: ArrivalMap) -> Bool {
        levels.append(level)
        latest.append(frame.power)
        let high = Decibels.level(frame.highPower)
        let event = detector.append(FrameLevels(full: Float(level), high: Float(high)))
        if detector.isSpeaking { weigh(frame.power, level) }
        return handle(event, arrivals)
    }

    /// The audio stopped: what was being said is complete. True when that ended a segment.
    package mutating func flush(_ arrivals: ArrivalMap) -> Bool {
        handle(detector.flush(), arrivals, isStopped: true)
    }

    /// The model's voice was recognised in the newest segment, or it was not.
    package mutating func setEcho(_ isEcho: Bool) {
        if current != nil {
            current?.isEcho = isEcho
        } else {
            _ = recent.updateLast(where: { _ in true }) { $0.isEcho = isEcho }
        }
    }

    private mutating func handle(
        _ event: SpeechDetector.Event?, _ arrivals: ArrivalMap, isStopped: Bool = false
    ) -> Bool {
        switch event {
        case .began(let frame):
            onsetFloor = detector.floor
            swing = detector.swing
            guard let onset = instant(of: frame, arrivals, isStart: true) else { return false }
            current = SpeechSegment(onset: onset)
            judge()
        case .ended(let frame):
            judge()
            defer { (current, power, powerFrames) = (nil, 0, 0) }
            guard var segment = current, let end = instant(of: frame, arrivals) else { return false }
            segment.end = max(end, segment.onset)
            let isSameSound = continuesUnended(segment)
            if isSameSound || !isStopped && isStillLoud(behind: segment) {
                (segment.onsetConfidence, segment.endConfidence) = (.low, .low)
                unended = isStopped ? nil : segment
            } else {
                unended = nil
            }
            recent.append(segment)
            return true
        case nil:
            if current != nil, powerFrames.isMultiple(of: 10) { judge() }
        }
        return false
    }

    /// It did not become quiet: the sound went on until it was taken for noise, as music does.
    private func isStillLoud(behind segment: SpeechSegment) -> Bool {
        guard latest.count == latest.capacity, let level = segment.level else { return false }
        return Decibels.level(latest.reduce(0, +) / Double(latest.count)) > level - Self.fall
    }

    private func continuesUnended(_ segment: SpeechSegment) -> Bool {
        guard let unended, let end = unended.end, let before = unended.level, let level = segment.level else {
            return false
        }
        return segment.onset - end < .milliseconds(300) && level < before + Self.rise
    }

    /// Decibels by which whoever speaks up stands above a sound that goes on.
    private static let rise = 8.0

    /// Decibels by which the level falls at the end of speech at least; speech that is relied on stands out by more.
    private static let fall = 4.0

    private func instant(of frame: Int64, _ arrivals: ArrivalMap, isStart: Bool = false) -> Timestamp? {
        arrivals.instant(of: max(anchor + (frame - anchorFrame) * frameLength, 0), isStart: isStart)
    }

    private mutating func weigh(_ framePower: Double, _ level: Double) {
        guard level > detector.floor + 6 else { return }
        power += framePower
        powerFrames += 1
    }

    private mutating func judge() {
        guard powerFrames > 0 else { return }
        let mean = power / Double(powerFrames)
        current?.level = Decibels.level(mean)
        guard let floor = noisePower else { return }
        let snr = SignalToNoise.corrected(Decibels.of(max(mean - floor, 1e-12) / floor))
        current?.snr = snr
        let isReliable =
            current.map { !continuesUnended($0) } ?? true
            && snr >= (isSteady ? SignalToNoise.reliable : max(SignalToNoise.reliableInUnrest, swing + 10))
        current?.onsetConfidence = isReliable ? .high : .low
        current?.endConfidence = isReliable ? .high : .low
    }

    /// What is behind the speech is neither other people's talk nor music: it does not swing much, and has not been taken
    /// for speech by itself.
    private var isSteady: Bool {
        guard swing <= SignalToNoise.steadySwing, let current, let level = current.level else { return false }
        var others = 0
        for segment in recent.reversed() {
            guard let end = segment.end, current.onset - end < .seconds(20) else { break }
            if let other = segment.level, other < level - 8, segment.isEcho != true { others += 1 }
        }
        return others < 2
    }

    // MARK: Levels of the last 30 seconds

    /// Where the sound between words is digital silence, it is the noise floor.
    package var noisePower: Double? {
        guard let floor = levels.floorPower else { return nil }
        guard let onsetFloor, onsetFloor < Decibels.of(floor) - 10 else { return floor }
        return Decibels.power(onsetFloor)
    }

    package var speechPower: Double? { noisePower.flatMap { levels.speechPower(above: $0) } }
}

/// Corrects the signal-to-noise ratio for what its estimate (`docs/metrics.md#level-and-noise`) reads too high when the
/// noise is near the voice.
package enum SignalToNoise {
    /// Below it neither an onset nor an end is relied on. The estimate scatters by 2.5 dB: most speech at 10 dB passes,
    /// none at 5.
    static let reliable = 6.5
    /// The same where the background is no steady noise: what stands out of it keeps segments open, or begins them.
    static let reliableInUnrest = 25.0
    /// Decibels that steady noise swings at most.
    static let steadySwing = 12.0

    /// Estimates and what was true: medians of twelve utterances in nine languages, four kinds of noise.
    private static let points = [(8.0, 0.0), (10.6, 5), (14, 10), (18.2, 15), (22.7, 20), (32.3, 30), (42.2, 40)]

    /// How much of speech stands out from noise by 6 dB, by the corrected ratio: means of three sentences in four kinds
    /// of noise at 0 to 30 dB.
    private static let shares = [
        (-3.0, 0.1), (0.0, 0.25), (5.0, 0.43), (10.0, 0.67), (15.0, 0.82), (20.0, 0.91), (30.0, 1.0),
    ]

    /// 0.1 to 1.
    package static func audibleShare(at ratio: Double) -> Double {
        for (low, high) in zip(shares, shares.dropFirst()) where ratio < high.0 {
            return max(low.1 + (ratio - low.0) / (high.0 - low.0) * (high.1 - low.1), 0.1)
        }
        return 1
    }

    package static func corrected(_ estimate: Double) -> Double {
        for (low, high) in zip(points, points.dropFirst()) where estimate < high.0 {
            return low.1 + (estimate - low.0) / (high.0 - low.0) * (high.1 - low.1)
        }
        return estimate - 2.2
    }
}

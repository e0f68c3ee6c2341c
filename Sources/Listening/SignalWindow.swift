import LiveProtocol

/// Clipping, offset and digital silence of the last 30 seconds of audio, in blocks of a second
/// (`docs/metrics.md#level-and-noise`).
package struct SignalWindow: Codable, Hashable, Sendable {
    private var blocks = Ring<Block>(capacity: 30)
    private var block = Block()
    /// Exact zeros up to now, and the longest run of them in the session.
    private var zeroRun: Duration = .zero
    package private(set) var longestZeros: Duration = .zero
    /// Runs of 10 to 500 ms of exact zeros inside speech: audio that somebody filled in.
    package private(set) var holes = AudioGaps()
    /// Audio since the last frame above -55 dBFS.
    package private(set) var quiet: Duration = .zero

    private struct Block: Codable, Hashable, Sendable {
        var frames = 0
        var samples: Int64 = 0
        var sum: Int64 = 0
        var zeros: Int64 = 0
        var clipped: Int64 = 0
        var clippedRuns: Int64 = 0
        var hasSpeech = false
    }

    private static let frameLength = FrameCutter.frameLength
    private static let holeLengths = Duration.milliseconds(10) ... .milliseconds(500)

    package init() {}

    package mutating func append(_ frame: FrameMeasure, level: Double, isSpeech: Bool) {
        block.frames += 1
        block.samples += Int64(frame.sampleCount)
        block.sum += frame.sum
        block.zeros += Int64(frame.zeroCount)
        block.clipped += Int64(frame.clippedCount)
        block.clippedRuns += Int64(frame.clippedRuns)
        block.hasSpeech = block.hasSpeech || isSpeech
        quiet = level > -55 ? .zero : quiet + Self.frameLength
        noteZeros(frame, isSpeech: isSpeech)
        guard block.frames == 50 else { return }
        blocks.append(block)
        block = Block()
    }

    private mutating func noteZeros(_ frame: FrameMeasure, isSpeech: Bool) {
        if frame.isDigitalSilence {
            zeroRun += Self.frameLength
        } else {
            endZeros(after: Self.length(frame.leadingZeros, of: frame), isSpeech: isSpeech)
            zeroRun = Self.length(frame.trailingZeros, of: frame)
            let inner = Self.length(frame.innerZeros, of: frame)
            if isSpeech, Self.holeLengths.contains(inner) { holes.add(inner) }
        }
        longestZeros = max(longestZeros, zeroRun)
    }

    private mutating func endZeros(after more: Duration, isSpeech: Bool) {
        let run = zeroRun + more
        longestZeros = max(longestZeros, run)
        if isSpeech, Self.holeLengths.contains(run) { holes.add(run) }
    }

    private static func length(_ samples: Int, of frame: FrameMeasure) -> Duration {
        // Almost always: and a division of durations costs as much as the rest.
        if samples == 0 { return .zero }
        return frameLength * samples / max(frame.sampleCount, 1)
    }

    private var all: [Block] { Array(blocks) + [block] }

    package var clippingRatio: Double? {
        let spoken = all.filter(\.hasSpeech)
        return Self.ratio(spoken.map(\.clipped), spoken.map(\.samples))
    }

    /// Runs of three clipped samples and more, per second of the seconds that hold speech.
    package var clippedRunsPerSecond: Double? {
        let spoken = all.filter(\.hasSpeech)
        return Self.ratio(spoken.map(\.clippedRuns), spoken.map { Int64($0.frames) }).map { $0 * 50 }
    }

    /// Seconds in which samples were at full scale.
    package var clippedSeconds: Int { all.count { $0.clippedRuns > 0 } }

    /// Of the last ten seconds.
    package var offset: Double? {
        let recent = all.suffix(11)
        return Self.ratio(recent.map(\.sum), recent.map(\.samples)).map { $0 / 32_768 }
    }

    package var zeroRatio: Double? { Self.ratio(all.map(\.zeros), all.map(\.samples)) }

    private static func ratio(_ parts: [Int64], _ wholes: [Int64]) -> Double? {
        let whole = wholes.reduce(0, +)
        return whole > 0 ? Double(parts.reduce(0, +)) / Double(whole) : nil
    }
}

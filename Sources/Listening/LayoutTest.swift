import LiveProtocol

/// Finds out what the bytes of the audio are by decoding them in other ways (`docs/metrics.md#layout`). Speech that
/// is read correctly is smooth; read in a wrong way it is nearly white.
///
/// Every four seconds the loudest frames are judged; a result counts once two windows in a row agree. What is as it
/// should be is looked at again every sixteen seconds.
package struct LayoutTest: Codable, Hashable, Sendable {
    package private(set) var result: AudioLayout?
    /// Lag-1 autocorrelation of the loud frames of the last window, read as declared.
    package private(set) var smoothness: Double?
    /// Of the last window with speech.
    package private(set) var flatTops: FlatTops?
    private var window = LoudFrames()
    private var latest: AudioLayout?
    /// A message had an odd number of bytes: samples may be cut in two from there on.
    private var hasOddChunks = false

    /// Frames that are left out before the next window.
    private var restingFrames = 0
    /// Frames in a row with nothing above one step, and those of them with anything at all: samples between -1 and 1
    /// that were not scaled.
    private var faintFrames = 0
    private var markedFrames = 0

    static let windowFrames = 200
    private static let enoughFrames = 75
    private static let rest = 3 * windowFrames
    /// Five seconds, a tenth of a second of which is not exactly silent: of floats only the peaks are rounded to one.
    private static let unscaledFrames = (all: 250, marked: 5)

    package init() {}

    package mutating func noteOddChunk() { hasOddChunks = true }

    /// The connection closed. A window that has begun is not judged with what another connection sends, and a session
    /// that is over holds no sound.
    package mutating func end() { window = LoudFrames() }

    /// - Parameters:
    ///   - position: of the frame in the stream, in bytes.
    ///   - mayRest: nobody else needs every window.
    /// - Returns: the loud frames of a window that is complete, for whoever wants to look at them too.
    package mutating func append(
        _ bytes: ArraySlice<UInt8>, _ frame: FrameMeasure, level: Double, position: Int64, mayRest: Bool
    ) -> LoudFrames? {
        noteFaint(frame)
        guard restingFrames == 0 else {
            restingFrames -= 1
            return nil
        }
        window.append(bytes, level: level, position: position)
        guard window.count == Self.windowFrames else { return nil }
        defer { window = LoudFrames() }
        judge()
        if mayRest, result == .s16le, latest == .s16le, !hasOddChunks { restingFrames = Self.rest }
        return window
    }

    private mutating func noteFaint(_ frame: FrameMeasure) {
        guard frame.peak <= 1 else {
            (faintFrames, markedFrames) = (0, 0)
            return
        }
        faintFrames += 1
        markedFrames += frame.isDigitalSilence ? 0 : 1
        if faintFrames >= Self.unscaledFrames.all, markedFrames >= Self.unscaledFrames.marked {
            result = .unscaledFloat
        }
    }

    private mutating func judge() {
        guard window.audibleCount >= Self.enoughFrames else { return }
        let readings = LayoutReadings(window)
        smoothness = readings.base
        flatTops = FlatTops(window)
        let layout = readings.layout(hasOddChunks: hasOddChunks)
        if layout == latest, layout != nil { result = layout }
        latest = layout
    }
}

/// The loudest frames of a window, as they lie in memory.
package struct LoudFrames: Codable, Hashable, Sendable {
    /// Frames heard.
    private(set) var count = 0
    /// Frames above -60 dBFS.
    private(set) var audibleCount = 0
    private var loudest = Loudest<LoudFrame>()
    /// Those that are loudest when they are read as µ-law, whose pauses look louder than its words. Only of frames that
    /// are as loud as hardly any voice is.
    private var companded = Loudest<MulawFrame>()

    mutating func append(_ bytes: ArraySlice<UInt8>, level: Double, position: Int64) {
        count += 1
        guard level > -60 else { return }
        audibleCount += 1
        loudest.offer(level) { LoudFrame(bytes: Array(bytes), level: level, position: position) }
        guard level > -12 else { return }
        let mulaw = MulawFrame(bytes)
        companded.offer(mulaw.level) { mulaw }
    }

    var frames: [LoudFrame] { loudest.frames }
    var mulawFrames: [MulawFrame] { companded.frames }

    /// Mean level of the frames.
    var level: Double {
        let power = frames.reduce(0) { $0 + Decibels.power($1.level) }
        return Decibels.level(power / Double(max(frames.count, 1)))
    }
}

protocol LeveledFrame {
    /// In decibels, by the reading that chose it.
    var level: Double { get }
}

struct LoudFrame: LeveledFrame, Codable, Hashable, Sendable {
    var bytes: [UInt8]
    var level: Double
    var position: Int64
}

/// Keeps the 40 loudest frames that it is offered.
private struct Loudest<Frame: LeveledFrame & Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    private(set) var frames: [Frame] = []
    private var quietest = 0

    private static var capacity: Int { 40 }

    mutating func offer(_ level: Double, _ frame: () -> Frame) {
        if frames.count < Self.capacity {
            frames.append(frame())
            if level < frames[quietest].level { quietest = frames.count - 1 }
        } else if level > frames[quietest].level {
            frames[quietest] = frame()
            quietest = frames.indices.min { frames[$0].level < frames[$1].level } ?? 0
        }
    }
}

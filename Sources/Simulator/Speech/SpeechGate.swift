import LiveProtocol

/// Finds speech in 16-bit PCM by its energy, on the clock of the samples and not of the wall.
///
/// A stand-in for the service's automatic voice activity detection: speech begins after 60 ms above the threshold and
/// ends after `silence` below it.
struct SpeechGate: Sendable {
    enum Event: Equatable, Sendable {
        case speechStarted
        /// Length from the first loud window to the last.
        case speechEnded(Duration)
    }

    private let silence: Duration
    private var sampleRate = 16_000
    /// Samples that do not fill a window yet; a low byte without its high byte.
    private var pending: [Int16] = []
    private var oddByte: UInt8?
    private var loud = 0
    private var quiet = 0
    /// Windows since speech began; nil while nobody speaks.
    private var speaking: Int?

    private static let window = Duration.milliseconds(20)
    private static let onsetWindows = 3
    /// Root mean square of about -36 dBFS.
    private static let threshold = 500.0

    init(silence: Duration) { self.silence = silence }

    var isSpeaking: Bool { speaking != nil }

    mutating func append(_ pcm: [UInt8], sampleRate rate: Int) -> [Event] {
        sampleRate = max(8_000, min(rate, 48_000))
        take(pcm)
        let size = sampleRate / 50
        var events: [Event] = []
        var start = 0
        while pending.count - start >= size {
            if let event = judge(pending[start..<start + size]) { events.append(event) }
            start += size
        }
        pending.removeFirst(start)
        return events
    }

    /// The microphone stopped: what was being said is complete.
    mutating func flush() -> [Event] {
        guard let windows = speaking else { return [] }
        return [end(after: windows - quiet)]
    }

    private mutating func take(_ pcm: [UInt8]) {
        for byte in pcm {
            if let low = oddByte {
                pending.append(Int16(bitPattern: UInt16(byte) << 8 | UInt16(low)))
                oddByte = nil
            } else {
                oddByte = byte
            }
        }
    }

    private mutating func judge(_ window: ArraySlice<Int16>) -> Event? {
        let energy = window.reduce(0.0) { $0 + Double($1) * Double($1) }
        let isLoud = energy > Self.threshold * Self.threshold * Double(window.count)
        loud = isLoud ? loud + 1 : 0
        quiet = isLoud ? 0 : quiet + 1
        guard let windows = speaking else {
            guard loud >= Self.onsetWindows else { return nil }
            speaking = loud
            return .speechStarted
        }
        speaking = windows + 1
        return Self.window * quiet >= silence ? end(after: windows + 1 - quiet) : nil
    }

    private mutating func end(after windows: Int) -> Event {
        speaking = nil
        loud = 0
        return .speechEnded(Self.window * max(windows, 0))
    }
}

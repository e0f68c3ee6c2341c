import Foundation
import LiveProtocol
public import Simulator

/// A conversation by voice, put together turn by turn: on one side a microphone that is open all the time, on the
/// other a model that answers. Nothing in it is wrong until somebody spoils it.
///
/// ```swift
/// var call = Dialogue()
/// call.exchange()
/// call.say(.seconds(1.4))
/// call.answer(.seconds(3), after: .seconds(4))
/// let script = call.script()
/// ```
public struct Dialogue: Sendable {
    public var microphone: Microphone
    public private(set) var timeline = Timeline()
    /// Since the connection opened.
    public private(set) var now: Duration
    /// When the model can be heard by a client that plays at once.
    public private(set) var speaking: [Range<Duration>] = []
    /// When the user speaks.
    public private(set) var speech: [Range<Duration>] = []
    /// Audio captured then is not sent.
    public var withheld: [Range<Duration>] = []
    /// Audio captured then is sent as zeros.
    public var muted: [Range<Duration>] = []
    /// Audio captured then arrives at once at the end of it.
    public var stalls: [Range<Duration>] = []
    /// The model's audio as the microphone picks it up, in decibels; nil with headphones.
    public var echo: Double?
    public var transcribes = true

    private var modelVoice: Voice
    private var answers = 0
    private var answered = Duration.zero

    /// When the microphone opens.
    public static let microphoneAt = Duration.milliseconds(400)

    public init(_ setup: ClientLine = .setup(SetupLine(resumption: .fresh)), microphone: Microphone = Microphone()) {
        self.microphone = microphone
        modelVoice = Voice(seed: 99, sampleRate: 24_000)
        now = Self.microphoneAt
        timeline.client(setup, at: .zero)
        timeline.server(.setupComplete, at: .milliseconds(140))
        pause(.milliseconds(1_200))
    }

    // MARK: The user

    public mutating func say(_ length: Duration) {
        microphone.speak(length)
        speech.append(now..<now + length)
        now += length
    }

    public mutating func pause(_ length: Duration) {
        microphone.pause(length)
        now += max(length, .zero)
    }

    /// A line of the client beside its audio.
    public mutating func client(_ line: ClientLine, after delay: Duration = .zero) {
        timeline.client(line, at: now + delay)
    }

    public mutating func server(_ line: ServerLine, after delay: Duration = .zero) {
        timeline.server(line, at: now + delay)
    }

    // MARK: The model

    /// Speaks, and completes the turn when all of it could be heard. The microphone waits until then.
    public mutating func answer(
        _ length: Duration = .seconds(2.5), after delay: Duration = .milliseconds(600), speed: Double = 1.5,
        words: String = "It should take about ten minutes, I think."
    ) {
        if transcribes { server(.inputTranscription("How long will it take?"), after: min(.milliseconds(250), delay)) }
        speak(length, after: delay, speed: speed)
        if transcribes { server(.outputTranscription(words), after: delay + .milliseconds(30)) }
        server(.generationComplete, after: delay + length / speed)
        server(.turnCompleteWith(usage(length)), after: delay + length + .milliseconds(10))
        pause(delay + length + .milliseconds(50))
    }

    /// Model audio alone.
    /// - Parameter gain: in decibels; 0 is about -20 dBFS.
    public mutating func speak(
        _ length: Duration, after delay: Duration = .zero, speed: Double = 1.5, gain: Double = 0
    ) {
        var at = now + delay
        speaking.append(at..<at + length)
        if let echo { pickUp(length, from: at, gain: echo) }
        let factor = Float(pow(10, gain / 20))
        for piece in length.pieces(of: .milliseconds(100)) {
            let samples = modelVoice.samples(piece)
            timeline.server(
                .samples(gain == 0 ? samples : samples.map { Int16(max(-32_768, min(32_767, Float($0) * factor))) }),
                at: at)
            at += piece / speed
        }
        answered += length
    }

    /// Answers, is cut short by the user `cutIn` after it began, and falls silent `latency` later.
    public mutating func interruptedAnswer(
        cutIn: Duration = .seconds(1.2), objection: Duration = .seconds(1), latency: Duration = .milliseconds(300)
    ) {
        if transcribes { server(.inputTranscription("How long will it take?"), after: .milliseconds(250)) }
        let delay = Duration.milliseconds(600)
        let length = (cutIn + latency) * 1.5
        speak(length, after: delay)
        if transcribes { server(.outputTranscription("Let me put it this way"), after: delay + .milliseconds(30)) }
        pause(delay + cutIn)
        server(.interrupted, after: latency)
        server(.turnCompleteWith(usage(length)), after: latency + .milliseconds(80))
        speaking[speaking.count - 1] = speaking[speaking.count - 1].lowerBound..<now + latency
        say(objection)
    }

    /// A question and its answer, and a moment to think.
    public mutating func exchange(
        _ question: Duration = .seconds(1.4), answer: Duration = .seconds(2.5),
        after delay: Duration = .milliseconds(600)
    ) {
        say(question)
        self.answer(answer, after: delay)
        pause(.milliseconds(900))
    }

    /// Tokens as the service counts them: the whole context in each turn.
    public mutating func usage(_ length: Duration) -> UsageLine {
        answers += 1
        let heard = speech.reduce(Duration.zero) { $0 + ($1.upperBound - $1.lowerBound) }
        let before = max(answered - length, .zero)
        return UsageLine(
            promptText: 110, promptAudio: Int((heard + before).seconds * 25), responseAudio: Int(length.seconds * 25))
    }

    private mutating func pickUp(_ length: Duration, from instant: Duration, gain: Double) {
        echoes.append((instant, length, gain, modelVoice))
    }

    /// What is to be mixed into the microphone once it is long enough.
    private var echoes: [(at: Duration, length: Duration, gain: Double, voice: Voice)] = []

    // MARK: The script

    /// - Parameters:
    ///   - chunk: real time in one message of audio.
    ///   - end: closes with 1000 when the microphone ends; nil ends with the last line.
    public func script(
        _ encoding: MicrophoneEncoding = .usual, chunk: Duration = .milliseconds(40), closes: Bool = true
    ) -> Script {
        var timeline = timeline
        send(encoding, chunk, &timeline)
        if closes { timeline.client(.close(1000), at: now + .milliseconds(100)) }
        return timeline.script
    }

    private func send(_ encoding: MicrophoneEncoding, _ chunk: Duration, _ timeline: inout Timeline) {
        let bytes = encoding.encode(picked())
        let units = Double(encoding.bytesPerSecond) * chunk.seconds / Double(encoding.alignment)
        let size = max(Int(units.rounded()), 1) * encoding.alignment
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(start + size, bytes.count)
            let from = Self.microphoneAt + .seconds(Double(start) / Double(encoding.bytesPerSecond))
            let to = Self.microphoneAt + .seconds(Double(end) / Double(encoding.bytesPerSecond))
            guard !withheld.contains(where: { $0.contains(from) }) else { continue }
            let arrival = stalls.first { $0.contains(to) }?.upperBound ?? to
            timeline.client(.bytes(Array(bytes[start..<end]), type: encoding.mimeType), at: arrival)
        }
    }

    private func picked() -> [Int16] {
        var microphone = microphone
        for var echo in echoes { microphone.mix(echo.voice.echo(echo.length, gain: echo.gain), at: place(echo.at)) }
        var samples = microphone.integers
        for range in muted {
            for index in max(place(range.lowerBound), 0)..<max(place(range.upperBound), 0)
            where samples.indices.contains(index) { samples[index] = 0 }
        }
        return samples
    }

    private func place(_ instant: Duration) -> Int {
        Int(((instant - Self.microphoneAt).seconds * Double(Microphone.rate)).rounded())
    }
}

extension Voice {
    /// What a microphone in the same room hears of it 120 ms later, at 16 kHz.
    fileprivate mutating func echo(_ length: Duration, gain: Double) -> [Float] {
        let loud = samples(length)
        let factor = Float(pow(10, gain / 20))
        let heard = (0..<loud.count * 2 / 3).map { index in Float(loud[index * 3 / 2]) * factor }
        return [Float](repeating: 0, count: 1_920) + heard
    }
}

import Corpus
import Foundation
import LiveProtocol
import SessionModel
import Simulator
import TestSupport

/// A call in which everything that livetop measures is known by construction.
///
/// The caller's microphone is open all the time and hears a background noise. The twelve sentences of the corpus come
/// in pairs: the first is answered at length, the second cuts that answer short and is answered in full.
///
/// ```
/// caller  ~~ first ~~~~~~~~~~~ second ~~~~~~~~~~~~~~~~~~
/// model             |answer···x              |answer|
///                             └ interrupted
/// ```
struct TruthCall {
    let noise: Noise
    /// Active level of the speech above the level of the noise, in dB.
    let snr: Double
    let chunk: Duration
    /// What reaches livetop: 300 to 3,400 Hz, as a telephone line lets through.
    let isTelephone: Bool
    /// The most by which a message of sound comes late.
    let jitter: Duration
    private(set) var sentences: [Sentence] = []
    private(set) var answers: [Answer] = []
    private var timeline = Timeline()
    private var random: SeededGenerator

    /// All instants are seconds since the connection opened.
    struct Sentence: Hashable {
        var onset: Double
        var end: Double
    }

    struct Answer: Hashable {
        var firstAudio: Double
        /// Audio delivered.
        var length: Double
        var interruption: Interruption?
        var usage: UsageLine
    }

    struct Interruption: Hashable {
        var at: Double
        /// Delivered and not yet played at `at`, by a client that plays at once.
        var backlog: Double
        /// Model audio that still came, after this long.
        var lastAudioAfter: Double?
    }

    /// When the microphone opens, and how long it hears nothing but noise before the first sentence.
    static let microphoneAt = 0.5
    static let lead = 3.0
    private static let answerSpeed = 4.0
    private static let answerChunk = 0.1

    init(
        noise: Noise, snr: Double, chunk: Duration = .milliseconds(20), pairs: Range<Int> = 0..<6, seed: UInt64 = 1,
        isTelephone: Bool = false, jitter: Duration = .zero
    ) throws {
        self.isTelephone = isTelephone
        self.jitter = jitter
        self.noise = noise
        self.snr = snr
        self.chunk = chunk
        random = SeededGenerator(seed: seed)
        timeline.client(.setup(SetupLine(model: "gemini-3.8-live", transcribes: false)), at: .zero)
        timeline.server(.setupComplete, at: .milliseconds(120))
        let utterances = try SpeechCorpus.utterances()
        var samples = [Float](repeating: 0, count: Int(Self.lead * Self.rate))
        for pair in pairs { talk(utterances[2 * pair], utterances[2 * pair + 1], &samples) }
        let heard = try noise.samples(samples.count, level: Utterance.level - snr, seed: random.next())
        let sum = zip(samples, heard).map { $0 + $1 }
        let line = isTelephone ? Self.telephone(sum) : sum
        send(line.map { Int16(max(-32_768, min(32_767, $0.rounded()))) }, jitter)
        timeline.client(.close(1000), at: .seconds(Self.microphoneAt + Double(samples.count) / Self.rate + 0.1))
    }

    var script: Script { timeline.script }

    private static let rate = Double(Utterance.sampleRate)

    private mutating func talk(_ first: Utterance, _ second: Utterance, _ samples: inout [Float]) {
        let asked = say(first, &samples)
        let answerAt = asked.end + milliseconds(300...1_200)
        // The second sentence's first audible sample stands in the middle of the answer, which is not all there yet
        // in some pairs, and is in others.
        let cutIn = answerAt + milliseconds(1_000...2_200)
        pause(until: cutIn - second.onset, &samples)
        let objection = say(second, &samples)
        interrupt(answerAt: answerAt, at: objection.onset + milliseconds(200...500))
        let lastAt = objection.end + milliseconds(300...1_200)
        answer(at: lastAt, length: 2)
        pause(until: lastAt + 2.8, &samples)
    }

    private mutating func send(_ samples: [Int16], _ jitter: Duration) {
        guard jitter > .zero else {
            return timeline.client(.audio(.samples(samples, chunk: chunk)), at: .seconds(Self.microphoneAt))
        }
        let size = Int(chunk.seconds * Self.rate)
        for begin in stride(from: 0, to: samples.count, by: size) {
            let end = min(begin + size, samples.count)
            let late = Duration.milliseconds(Int.random(in: 0...Int(jitter.milliseconds), using: &random))
            timeline.client(
                .audio(.message(Array(samples[begin..<end]))),
                at: .seconds(Self.microphoneAt + Double(end) / Self.rate) + late)
        }
    }

    /// One pole at each edge, two at the upper.
    private static func telephone(_ samples: [Float]) -> [Float] {
        var (low, lower, high, previous): (Float, Float, Float, Float) = (0, 0, 0, 0)
        return samples.map { sample in
            low += 0.75 * (sample - low)
            lower += 0.75 * (low - lower)
            high = 0.89 * (high + lower - previous)
            previous = lower
            return high
        }
    }

    private mutating func say(_ utterance: Utterance, _ samples: inout [Float]) -> Sentence {
        let begin = Self.microphoneAt + Double(samples.count) / Self.rate
        samples += utterance.samples.map(Float.init)
        let sentence = Sentence(onset: begin + utterance.onset, end: begin + utterance.end)
        sentences.append(sentence)
        return sentence
    }

    private func pause(until instant: Double, _ samples: inout [Float]) {
        let count = Int((instant - Self.microphoneAt) * Self.rate)
        samples += [Float](repeating: 0, count: max(count - samples.count, 0))
    }

    /// Six seconds of answer, of which there is what was sent before `instant`. Once in two times another message
    /// slips out after it.
    private mutating func interrupt(answerAt: Double, at instant: Double) {
        let sent = min(60, Int(((instant - answerAt) * Self.answerSpeed / Self.answerChunk).rounded(.up)))
        let length = Double(sent) * Self.answerChunk
        let usage = nextUsage(seconds: length)
        timeline.server(.audio(.seconds(length), speed: Self.answerSpeed), at: .seconds(answerAt))
        timeline.server(.interrupted, at: .seconds(instant))
        let late = random.isOne(in: 2) ? milliseconds(20...90) : nil
        if let late { timeline.server(.audio(.seconds(Self.answerChunk)), at: .seconds(instant + late)) }
        timeline.server(.turnCompleteWith(usage), at: .seconds(instant + 0.1))
        let cut = Interruption(at: instant, backlog: max(0, length - (instant - answerAt)), lastAudioAfter: late)
        answers.append(Answer(firstAudio: answerAt, length: length, interruption: cut, usage: usage))
    }

    private mutating func answer(at instant: Double, length: Double) {
        let usage = nextUsage(seconds: length)
        timeline.server(.audio(.seconds(length), speed: Self.answerSpeed), at: .seconds(instant))
        timeline.server(.generationComplete, at: .seconds(instant + length / Self.answerSpeed))
        timeline.server(.turnCompleteWith(usage), at: .seconds(instant + length))
        answers.append(Answer(firstAudio: instant, length: length, usage: usage))
    }

    private mutating func nextUsage(seconds: Double) -> UsageLine {
        let turns = answers.count + 1
        return UsageLine(
            promptText: 96 + turns * 7, promptAudio: turns * 131, responseAudio: Int(seconds * 25), thoughts: turns * 3)
    }

    /// Whole milliseconds, so that every instant can be written down exactly.
    private mutating func milliseconds(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range, using: &random)) / 1_000
    }
}

extension TruthCall {
    static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
}

extension Script {
    /// The session as livetop knows it after the script.
    func folded() -> SessionState {
        let connection = ConnectionID(rawValue: 1 << 40)
        var decoder = LiveDecoder(connection: connection)
        var state = SessionState(id: SessionID(connection), openedAt: TruthCall.start)
        for event in wireEvents(connection: connection, from: TruthCall.start) {
            for fact in decoder.decode(event) { state.apply(fact) }
        }
        return state
    }
}

extension Timestamp {
    /// Seconds since the call's connection opened.
    var inCall: Double { (self - TruthCall.start).seconds }
}

import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// The findings of audio on sentences in ten languages (eSpeak NG), spoilt in known ways.
struct SpeechFindingsTests {
    private static let speech = Result { try SpeechCorpus.utterances().map(\.samples) }

    /// By number, because eSpeak may be missing while arguments are made.
    @Test(arguments: StagedFailure.audio().indices)
    func `spoilt speech is found, and not in its neighbour`(number: Int) throws {
        let failure = StagedFailure.audio(try Self.speech.get())[number]
        let rule = RuleID(rawValue: failure.rule)
        let variation = StagedVariation(number % 5)
        let fired = failure.fires(variation).folded().all
        #expect(fired.contains { $0.rule == rule }, "\(failure.label): \(fired.map(\.label))")
        let silent = failure.silent(variation).folded().all
        #expect(silent.filter { $0.rule == rule }.map(\.title) == [], "\(failure.label)")
        #expect(silent.filter { $0.severity == .error }.map(\.title) == [], "\(failure.label)")
    }

    @Test(arguments: StagedFailure.voices().indices)
    func `what goes wrong between two who speak is found`(number: Int) throws {
        let failure = StagedFailure.voices(try Self.speech.get())[number]
        let rule = RuleID(rawValue: failure.rule)
        let variation = StagedVariation(number % 5)
        let fired = failure.fires(variation).folded().all
        #expect(fired.contains { $0.rule == rule }, "\(failure.label): \(fired.map(\.label))")
        let silent = failure.silent(variation).folded().all
        #expect(silent.filter { $0.rule == rule }.map(\.title) == [], "\(failure.label)")
    }

    @Test(arguments: [Noise.white, .pink, .fan, .crowd], [0.0, 5, 10])
    func `noise is told of up to 10 dB, however little of the speech stands out`(noise: Noise, ratio: Double) throws {
        let room = try noise.samples(8 * 16_000, level: Utterance.level - ratio)
        let found = try Self.call(in: room).folded().all.filter { $0.rule == "input-noise-high" }
        #expect(found.count == 1)
    }

    @Test(arguments: [Noise.white, .pink, .fan], [-3.0, -9])
    func `a loud room in which nobody speaks is not taken for a speaker`(noise: Noise, level: Double) throws {
        let room = try noise.samples(8 * 16_000, level: Utterance.level + level)
        var call = Dialogue(StagedVariation(0).setup(), microphone: Microphone(room: room))
        call.pause(.seconds(30))
        let found = StagedVariation(0).session([.init(call.script())]).folded().all
        #expect(found.filter { $0.rule == "input-noise-high" }.map(\.title) == [])
    }

    @Test(arguments: [Noise.white, .pink, .fan, .crowd], [20.0, 30])
    func `noise is left alone from 20 dB on`(noise: Noise, ratio: Double) throws {
        let room = try noise.samples(8 * 16_000, level: Utterance.level - ratio)
        let found = try Self.call(in: room).folded().all.filter { $0.rule == "input-noise-high" }
        #expect(found.map(\.title) == [])
    }

    /// Three sentences and their answers in a room.
    private static func call(in room: [Float]) throws -> StagedSession {
        let variation = StagedVariation(0)
        var call = Dialogue(
            variation.setup(), microphone: Microphone(room: room, sentences: try speech.get()))
        for _ in 0..<3 { call.exchange(.seconds(2.4), answer: .seconds(1.5)) }
        return variation.session([.init(call.script())])
    }
}

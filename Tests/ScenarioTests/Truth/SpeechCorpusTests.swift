import Foundation
import TestSupport
import Testing

/// The sound that truths are measured with must itself be what it claims.
struct SpeechCorpusTests {
    @Test func `sentences are speech: at their level, unclipped, with no pause that ends a turn`() throws {
        let utterances = try SpeechCorpus.utterances()
        #expect(utterances.count == 12)
        for utterance in utterances {
            let samples = utterance.samples.map(Float.init)
            #expect(abs(SpeechLevel.active(samples) - Utterance.level) < 0.1, "\(utterance.voice)")
            #expect(!utterance.samples.contains { $0.magnitude > 32_000 }, "\(utterance.voice)")
            #expect((1.5...4).contains(utterance.end - utterance.onset), "\(utterance.voice)")
            #expect(longestPause(utterance) < 0.2, "\(utterance.voice)")
        }
    }

    /// Seconds without an audible sample, between the first and the last one.
    private func longestPause(_ utterance: Utterance) -> Double {
        var last = utterance.audibleSamples.lowerBound
        var longest = 0
        for index in utterance.audibleSamples where utterance.samples[index].magnitude >= Utterance.audible.magnitude {
            longest = max(longest, index - last)
            last = index
        }
        return Double(longest) / Double(Utterance.sampleRate)
    }

    @Test(arguments: Noise.allCases) func `noise has its level and repeats itself`(noise: Noise) throws {
        let samples = try noise.samples(8 * Utterance.sampleRate, level: -37)
        #expect(abs(SpeechLevel.mean(samples) + 37) < 0.1)
        let isRepeated = try samples == noise.samples(8 * Utterance.sampleRate, level: -37)
        #expect(isRepeated)
    }

    @Test func `resampling keeps a tone's frequency, level and place`() throws {
        let tone = (0..<22_050).map { Int16(10_000 * sin(2 * .pi * 440 * Double($0) / 22_050)) }
        let resampled = Resampler(from: 22_050, to: 16_000).resample(tone)
        #expect(resampled.count == 16_000)
        for index in 100..<15_900 {
            let expected = 10_000 * sin(2 * .pi * 440 * Double(index) / 16_000)
            guard abs(Double(resampled[index]) - expected) < 100 else {
                Issue.record("sample \(index) is \(resampled[index]) instead of \(expected)")
                return
            }
        }
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import Simulator

struct SpeechTests {
    @Test(arguments: [8_000, 16_000, 24_000, 48_000]) func `speech is heard as speech and silence is not`(rate: Int) {
        var activity = SpeechGate(silence: .milliseconds(500))
        var voice = Voice(seed: 3, sampleRate: rate)
        #expect(activity.append(Voice.silence(.seconds(2), sampleRate: rate), sampleRate: rate).isEmpty)
        #expect(activity.append(voice.speak(.seconds(2)), sampleRate: rate) == [.speechStarted])
        let events = activity.append(Voice.silence(.seconds(1), sampleRate: rate), sampleRate: rate)
        guard case .speechEnded(let length) = events.first else {
            Issue.record("speech did not end: \(events)")
            return
        }
        #expect(abs(length.seconds - 2) < 0.1)
        #expect(!activity.isSpeaking)
    }

    @Test func `no voice of any seed pauses long enough to end its own turn`() {
        expectProperty(runs: 20) { random in
            var activity = SpeechGate(silence: .milliseconds(100))
            var voice = Voice(seed: random.next(), sampleRate: 16_000)
            let events = activity.append(voice.speak(.seconds(5)), sampleRate: 16_000)
            try #require(events == [.speechStarted])
        }
    }

    @Test func `cutting the audio differently changes nothing, not even inside a sample`() {
        var voice = Voice(seed: 5, sampleRate: 16_000)
        let pcm = voice.speak(.seconds(1)) + Voice.silence(.seconds(1), sampleRate: 16_000)
        var whole = SpeechGate(silence: .milliseconds(300))
        let expected = whole.append(pcm, sampleRate: 16_000)
        #expect(expected.count == 2)
        expectProperty(runs: 50) { random in
            var pieces = SpeechGate(silence: .milliseconds(300))
            let events = random.cut(pcm, into: 40).flatMap { pieces.append(Array($0), sampleRate: 16_000) }
            try #require(events == expected)
        }
    }

    @Test func `a voice goes on where it stopped`() {
        var once = Voice(seed: 9, sampleRate: 24_000)
        var twice = Voice(seed: 9, sampleRate: 24_000)
        #expect(once.speak(.milliseconds(200)) == twice.speak(.milliseconds(80)) + twice.speak(.milliseconds(120)))
    }
}

import LiveProtocol
import Testing

@Suite struct MessageAudioFormatTests {
    @Test(arguments: [
        ("audio/pcm;rate=16000", AudioFormat(rate: 16_000)), ("audio/pcm; rate=24000", AudioFormat(rate: 24_000)),
        ("AUDIO/PCM;RATE=8000", AudioFormat(rate: 8_000)),
        ("audio/l16;rate=48000;channels=2", AudioFormat(rate: 48_000, channels: 2)),
        ("audio/pcm", AudioFormat(rate: 16_000, isRateDeclared: false)),
        ("audio/pcm;encoding=x", AudioFormat(rate: 16_000, isRateDeclared: false)), ("audio/ogg", nil), ("", nil),
        ("audio/pcm;rate=fast", nil), ("audio/pcm;rate=0", nil), ("audio/pcm;rate=99999999999999999999", nil),
    ])
    func `a MIME type is taken apart`(mimeType: String, expected: AudioFormat?) {
        #expect(AudioFormat(mimeType: mimeType, direction: .clientToServer) == expected)
    }

    @Test func `the service speaks at 24 kHz unless it says otherwise`() {
        #expect(AudioFormat(mimeType: "audio/pcm", direction: .serverToClient)?.rate == 24_000)
    }

    @Test func `bytes have a length in time`() {
        #expect(AudioFormat(rate: 16_000).duration(ofBytes: 1_280) == .milliseconds(40))
        #expect(AudioFormat(rate: 48_000, channels: 2).duration(ofBytes: 192_000) == .seconds(1))
        #expect(AudioFormat(rate: 0).duration(ofBytes: .max) > .zero)
    }
}

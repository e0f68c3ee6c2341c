import LiveProtocol
import Testing

@testable import Listening

/// What spectra and envelopes find in sound that is known by construction.
struct SpectrumTests {
    @Test func `a tone stands in its bin`() {
        // A period of eight samples: an eighth of the rate.
        let wave = (0..<320).map { [0, 0.7071, 1, 0.7071, 0, -0.7071, -1, -0.7071][$0 % 8] }
        let spectrum = Fourier(wave.count).power(of: wave)
        #expect(spectrum.indices.max { spectrum[$0] < spectrum[$1] } == 64)
        #expect(spectrum.count == 257)
    }

    @Test func `an envelope finds itself again, late, and nothing else`() throws {
        var (played, heard, other) = (Envelope(capacity: 512), Envelope(capacity: 512), Envelope(capacity: 512))
        for step in 0..<200 {
            let level = -60 + Double(step * step * 7 % 41)
            let now = Timestamp.seconds(Double(step) * 0.02)
            played.set(level, at: now, now: now)
            heard.set(level - 6, at: now + .milliseconds(200), now: now)
            other.set(-60 + Double(step * step * 13 % 37), at: now, now: now)
        }
        #expect(try #require(heard.likeness(to: played, in: 60..<190)).score > 0.95)
        #expect(try #require(other.likeness(to: played, in: 60..<190)).score < 0.6)
    }
}

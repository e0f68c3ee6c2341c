import Foundation
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

    /// Of a sum of two waves, as the definition has it: the transform may do it in any order.
    @Test(arguments: [160, 320, 480, 882]) func `a spectrum is that of the definition, from doubles and from bytes`(
        count: Int
    ) {
        let samples = (0..<count).map { index in
            Int16(truncatingIfNeeded: index &* index &* 7919 &+ index &* 31 &- 16_000)
        }
        let bytes = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let fourier = Fourier(count)
        let spectrum = fourier.power(of: samples.map(Double.init))
        var fromBytes: [Double] = []
        fourier.addPower(of: bytes[...], to: &fromBytes)
        #expect(fromBytes == spectrum)
        fourier.addPower(of: bytes[...], to: &fromBytes)
        #expect(fromBytes == spectrum.map { $0 + $0 })
        let (size, window) = (2 * (spectrum.count - 1), Fourier.hann(count))
        for bin in [0, 1, 7, 64, spectrum.count - 1] {
            var (real, imaginary) = (0.0, 0.0)
            for (index, sample) in samples.enumerated() {
                let angle = -2 * Double.pi * Double(bin * index % size) / Double(size)
                real += Double(sample) * window[index] * cos(angle)
                imaginary += Double(sample) * window[index] * sin(angle)
            }
            let power = real * real + imaginary * imaginary
            #expect(abs(spectrum[bin] - power) <= 1e-6 * max(power, 1))
        }
    }

    @Test func `sums of whole numbers are those of doubles`() {
        let samples = (0..<640).map { Int(Int16(truncatingIfNeeded: $0 &* $0 &* 7919 &- 16_000)) }
        var sums = NeighbourSums()
        for sample in samples { sums.append(Double(sample)) }
        let whole = NeighbourSums(
            sum: samples.reduce(0, +), square: samples.reduce(0) { $0 + $1 * $1 },
            product: zip(samples, samples.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }, count: samples.count)
        #expect(whole.squares == sums.squares && whole.products == sums.products && whole.meanSquare == sums.meanSquare)
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

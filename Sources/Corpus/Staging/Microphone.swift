import Foundation
import LiveProtocol
import Simulator

/// What a microphone picks up, sample by sample at 16 kHz: somebody speaking in a room that is never quite silent.
public struct Microphone: Sendable {
    public private(set) var samples: [Float] = []
    /// Of the speech, in decibels: 0 leaves it as it is, about -20 dBFS for the simulator's own voice.
    public var gain: Double
    /// The noise of the room, over and over.
    public var room: [Float]
    private var voice: Voice
    private var breath: Dice
    /// Recorded sentences to speak instead of the simulator's own voice, in turn.
    private let sentences: [[Int16]]
    private var spoken = 0

    public static let rate = 16_000

    /// - Parameter room: its noise at 16 kHz; white noise at `noise` dBFS where it is empty.
    public init(
        seed: UInt64 = 1, gain: Double = 0, noise: Double = -62, room: [Float] = [], sentences: [[Int16]] = []
    ) {
        self.gain = gain
        self.sentences = sentences
        self.room = room.isEmpty ? Self.noise(noise, seed: seed) : room
        voice = Voice(seed: seed, sampleRate: Self.rate)
        breath = Dice(seed: seed ^ 0xB4EA7)
    }

    public var length: Duration { .seconds(1) * samples.count / Self.rate }

    /// Speech of that length. A recorded sentence that is shorter is followed by the next one.
    public mutating func speak(_ length: Duration) {
        let count = Int((length.seconds * Double(Self.rate)).rounded())
        let factor = Float(pow(10, gain / 20))
        let speech = sentences.isEmpty ? breathy(voice.samples(length)) : recorded(count)
        append(speech.prefix(count), factor)
    }

    public mutating func pause(_ length: Duration) {
        let count = Int((max(length, .zero).seconds * Double(Self.rate)).rounded())
        append([Int16](repeating: 0, count: count)[...], 0)
    }

    /// Adds `sound` to what was picked up from sample `start` on.
    public mutating func mix(_ sound: [Float], at start: Int) {
        for (offset, sample) in sound.enumerated() where samples.indices.contains(start + offset) {
            samples[start + offset] += sample
        }
    }

    /// As 16-bit samples; what is louder than full scale is clipped.
    public var integers: [Int16] {
        var integers: [Int16] = []
        integers.reserveCapacity(samples.count)
        for sample in samples { integers.append(Int16(max(-32_768, min(32_767, sample.rounded())))) }
        return integers
    }

    /// The simulator's voice has no sound above a kilohertz; people have.
    private mutating func breathy(_ samples: [Int16]) -> [Int16] {
        var breathed: [Int16] = []
        breathed.reserveCapacity(samples.count)
        for sample in samples {
            let width = Int(sample.magnitude) / 8 + 60
            breathed.append(Int16(clamping: Int(sample) + Int(breath.next() % UInt64(2 * width + 1)) - width))
        }
        return breathed
    }

    private mutating func recorded(_ count: Int) -> [Int16] {
        var speech: [Int16] = []
        while speech.count < count {
            speech += sentences[spoken % sentences.count]
            spoken += 1
        }
        return speech
    }

    private mutating func append(_ sound: ArraySlice<Int16>, _ factor: Float) {
        var place = samples.count % room.count
        for sample in sound {
            samples.append(Float(sample) * factor + room[place])
            place = place + 1 == room.count ? 0 : place + 1
        }
    }

    /// Two seconds of white noise of that level.
    private static func noise(_ level: Double, seed: UInt64) -> [Float] {
        var dice = Dice(seed: seed ^ 0xA11CE)
        // Uniform noise of amplitude a has a power of a²/3.
        let amplitude = Float(32_768 * pow(10, level / 20) * 3.0.squareRoot())
        return (0..<32_000).map { _ in Float.random(in: -amplitude...amplitude, using: &dice) }
    }
}

import Foundation
import LiveProtocol
import Simulator

/// A sound that is mixed into the caller's audio at a time of the session: a cough, a word into the answer, noise.
package struct SoundMix: Hashable, Sendable {
    package var sound: WaveFile
    /// Since the first connection opened.
    package var at: Duration
    /// Decibels; 0 leaves it as loud as the file has it.
    package var gain: Double

    package init(_ sound: WaveFile, at: Duration, gain: Double = 0) {
        self.sound = sound
        self.at = at
        self.gain = gain
    }

    /// What became of it in a connection, or in all of a session.
    package struct Outcome: Hashable, Sendable {
        /// Seconds of it that found the caller's audio to be mixed into.
        package var mixed = 0.0
        /// Where the caller's audio ends, in seconds since the first connection opened; nil where there is none.
        package var end: Double?
        /// Audio that is no PCM of 16 bits, by its MIME type: nothing can be mixed into it.
        package var foreignType: String?

        package init() {}

        package mutating func add(_ other: Outcome) {
            mixed += other.mixed
            end = [end, other.end].compactMap(\.self).max()
            foreignType = foreignType ?? other.foreignType
        }
    }
}

extension ResendPlan {
    /// A pause in the caller's stream that is longer than this is one; shorter ones are a network's.
    private static let gap = 0.2

    /// Mixes a sound into what the caller streams. Pieces follow each other without a hole, as the service hears them.
    ///
    /// - Parameter opening: when the connection opened, since the first one did.
    package mutating func mix(_ mix: SoundMix, opening: Duration) -> SoundMix.Outcome {
        var (outcome, foreign) = (SoundMix.Outcome(), String?.none)
        let factor = pow(10, mix.gain / 20)
        for index in steps.indices {
            let sent = (opening + time(of: steps[index])).seconds
            let changed = CallerAudio.changed(steps[index].payload, foreign: &foreign) { bytes, format in
                let begin = outcome.end.map { sent - $0 > Self.gap ? sent : $0 } ?? sent
                let (rate, channels) = (format.rate, max(format.channels, 1))
                // In whole samples, so that none is lost to rounding.
                let offset = ((begin - mix.at.seconds) * Double(rate)).rounded()
                for place in 0..<bytes.count / (2 * channels) {
                    let time = (offset + Double(place)) / Double(rate)
                    guard time >= 0, time < mix.sound.length else { continue }
                    let value = mix.sound.value(at: time, for: rate) * factor
                    for channel in 0..<channels { bytes.add(value, at: 2 * (place * channels + channel)) }
                    outcome.mixed += 1 / Double(rate)
                }
                outcome.end = begin + Double(bytes.count / (2 * channels)) / Double(rate)
            }
            if let changed { steps[index].payload = changed }
        }
        outcome.foreignType = foreign
        return outcome
    }
}

/// The audio of a message of the client.
private enum CallerAudio {
    /// The message with other audio; nil where it has none.
    ///
    /// - Parameters:
    ///   - foreign: takes the MIME type of audio that is no PCM.
    ///   - change: gets samples of 16 bits, little end first, and how they are laid out.
    static func changed(
        _ payload: [UInt8], foreign: inout String?, _ change: (inout [UInt8], AudioFormat) -> Void
    ) -> [UInt8]? {
        guard let kinds = MessageClassifier.kinds(of: payload), kinds.contains(.realtimeAudio),
            let message = try? JSONValue(parsing: payload)  // It is JSON: the classifier has read it.
        else { return nil }
        return message.replacing(anyCase: "realtimeInput") { input in
            input.replacing(anyCase: "audio") { blob($0, &foreign, change) }
                .replacing(anyCase: "mediaChunks") { chunks in
                    .array((chunks.array ?? []).map { blob($0, &foreign, change) })
                }
        }.utf8
    }

    private static func blob(
        _ blob: JSONValue, _ foreign: inout String?, _ change: (inout [UInt8], AudioFormat) -> Void
    ) -> JSONValue {
        let type = blob[anyCase: "mimeType"]?.string ?? "audio/pcm"
        guard type.hasPrefix("audio/") else { return blob }
        guard let format = AudioFormat(mimeType: type, direction: .clientToServer), format.bytesPerSample == 2,
            let text = blob[anyCase: "data"]?.string,
            var bytes = Base64.decode(Array(text.utf8)[...])
        else {
            foreign = foreign ?? type
            return blob
        }
        change(&bytes, format)
        let changed = Base64.encode(bytes)
        return blob.replacing(anyCase: "data") { _ in .string(changed) }
    }
}

extension [UInt8] {
    /// Adds to the sample at `offset`, as loud as samples can be.
    fileprivate mutating func add(_ value: Double, at offset: Int) {
        let sample = Int16(bitPattern: UInt16(self[offset]) | UInt16(self[offset + 1]) << 8)
        let sum = UInt16(bitPattern: Int16(Swift.max(-32_768, Swift.min(32_767, (Double(sample) + value).rounded()))))
        self[offset] = UInt8(truncatingIfNeeded: sum)
        self[offset + 1] = UInt8(truncatingIfNeeded: sum >> 8)
    }
}

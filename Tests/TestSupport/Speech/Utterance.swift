import Foundation

/// One spoken sentence at 16 kHz whose every sample is known.
///
/// Rendered by eSpeak NG: formant-synthesised, but with the vowels, fricatives, plosives and pauses of real sentences
/// in several languages. The level is -27 dBFS over its active part (`SpeechLevel`).
public struct Utterance: Hashable, Sendable {
    /// The eSpeak voice, such as `de+f2`.
    public let voice: String
    public let samples: [Int16]
    /// First and last sample above `audible`.
    public let audibleSamples: ClosedRange<Int>

    public static let sampleRate = 16_000
    /// -27 dBFS.
    public static let level = -27.0
    /// A sample is audible from -40 dBFS on: 13 dB below the level of speech, and above the noise of a quiet room.
    public static let audible: Int16 = 328

    public var seconds: Double { Double(samples.count) / Double(Self.sampleRate) }
    public var onset: Double { Double(audibleSamples.lowerBound) / Double(Self.sampleRate) }
    public var end: Double { Double(audibleSamples.upperBound + 1) / Double(Self.sampleRate) }

    /// Fails where eSpeak NG is not installed.
    public init(voice: String, text: String) throws {
        let (rendered, rate) = try Self.render(voice: voice, text: text)
        let speech = Resampler(from: rate, to: Self.sampleRate).resample(rendered)
        let gain = Float(pow(10, (Self.level - SpeechLevel.active(speech)) / 20))
        samples = speech.map { Int16(max(-32_768, min(32_767, ($0 * gain).rounded()))) }
        guard let first = samples.firstIndex(where: Self.isAudible),
            let last = samples.lastIndex(where: Self.isAudible)
        else { throw SpeechError.silent(voice: voice) }
        audibleSamples = first...last
        self.voice = voice
    }

    private static func isAudible(_ sample: Int16) -> Bool { sample.magnitude >= audible.magnitude }

    /// eSpeak's own 22.05 kHz, as a WAV stream whose header does not know its length.
    private static func render(voice: String, text: String) throws -> (samples: [Int16], rate: Int) {
        let wav = try Speaker.run(["-v", voice, "--stdout", text])
        guard wav.count > 44, wav.starts(with: "RIFF".utf8) else { throw SpeechError.silent(voice: voice) }
        let rate = (0..<4).reduce(0) { $0 | Int(wav[24 + $1]) << (8 * $1) }
        let samples = stride(from: 44, to: wav.count - 1, by: 2).map { index in
            Int16(bitPattern: UInt16(wav[index]) | UInt16(wav[index + 1]) << 8)
        }
        return (samples, rate)
    }
}

public enum SpeechError: Error, CustomStringConvertible {
    case missing
    case silent(voice: String)

    public var description: String {
        switch self {
        case .missing: "espeak-ng is not installed; .ci/setup test installs it"
        case .silent(let voice): "espeak-ng said nothing with the voice \(voice)"
        }
    }
}

/// The program `espeak-ng`.
public enum Speaker {
    /// As in `eSpeak NG 1.51`. Other versions render other samples.
    public static func version() throws -> String {
        let text = String(decoding: try run(["--version"]), as: UTF8.self)
        let number = text.split(separator: " ").first { $0.first?.isNumber == true }
        return "eSpeak NG \(number ?? "of an unknown version")"
    }

    static func run(_ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["espeak-ng"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SpeechError.missing }
        return bytes
    }
}

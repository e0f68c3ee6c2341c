import ArgumentParser
import Cassettes
import Foundation
import Runtime

/// `FILE.wav@12.5s,-20dB`: a sound, when it begins, and how much louder or softer than the file it is.
struct MixArgument: ExpressibleByArgument {
    var file: String
    var at: Duration
    /// Decibels.
    var gain = 0.0

    init?(argument text: String) {
        guard let mark = text.lastIndex(of: "@"), mark > text.startIndex else { return nil }
        file = String(text[..<mark])
        let parts = text[text.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        guard let time = parts.first.flatMap(Self.time), parts.count <= 2 else { return nil }
        at = time
        guard parts.count == 2 else { return }
        let level = parts[1].lowercased()
        guard level.hasSuffix("db"), let gain = Double(level.dropLast(2)), (-120...40).contains(gain) else {
            return nil
        }
        self.gain = gain
    }

    private static func time(_ text: String) -> Duration? {
        let unit = text.reversed().prefix { $0.isLetter }.reversed()
        guard let number = Double(text.dropLast(unit.count)), number >= 0, number < 1e6 else { return nil }
        switch String(unit) {
        case "", "s": return .seconds(number)
        case "ms": return .milliseconds(number)
        case "m": return .seconds(number * 60)
        default: return nil
        }
    }

    /// - Throws: `UserError` for what is no WAV file of 16-bit PCM.
    func read() throws(UserError) -> (name: String, mix: SoundMix) {
        let what = "cannot mix \(file) into the call"
        guard let data = FileManager.default.contents(atPath: (file as NSString).expandingTildeInPath) else {
            throw UserError(
                .notFound, what: what, why: "there is no such file, or it is closed to you", remedy: "check its name")
        }
        do throws(WaveFile.Objection) {
            return (file, SoundMix(try WaveFile(Array(data)), at: at, gain: gain))
        } catch {
            let cure = "ffmpeg -i '\(file)' -c:a pcm_s16le out.wav makes one that can be mixed"
            switch error {
            case .noWave(let why):
                throw UserError(.badData, what: what, why: "it is no WAV file: \(why)", remedy: cure)
            case .encoding(let name):
                throw UserError(
                    .badData, what: what, why: "its samples are \(name); PCM of 16 bits is wanted", remedy: cure)
            }
        }
    }
}

import Listening
import LiveProtocol
import SessionModel
import TestSupport

/// A call of known truth beside what livetop makes of it. Errors of time are in milliseconds.
struct Measurement {
    let call: TruthCall
    let state: SessionState

    init(_ call: TruthCall) {
        self.call = call
        state = call.script.folded()
    }

    /// The call in every background noise, in messages of four lengths, at one signal-to-noise ratio.
    static func all(snr: Double) throws -> [Measurement] {
        let chunks = [20, 32, 40, 100].map(Duration.milliseconds)
        return try zip(Noise.steady, chunks).map { noise, chunk in
            Measurement(try TruthCall(noise: noise, snr: snr, chunk: chunk))
        }
    }

    /// What steady noise is not, at 20 dB: other people, music; a telephone line; messages that come late.
    static func rough() throws -> [(condition: String, call: Measurement)] {
        [
            ("six people nearby, 20 dB below", try TruthCall(noise: .talk, snr: 20)),
            ("music, 20 dB below", try TruthCall(noise: .music, snr: 20)),
            ("a telephone line, noise 20 dB below", try TruthCall(noise: .pink, snr: 20, isTelephone: true)),
            ("a telephone line, noise 10 dB below", try TruthCall(noise: .pink, snr: 10, isTelephone: true)),
            (
                "messages up to 30 ms late, noise 20 dB below",
                try TruthCall(noise: .fan, snr: 20, chunk: .milliseconds(40), jitter: .milliseconds(30))
            ),
        ].map { ($0.0, Measurement($0.1)) }
    }

    /// What was found of each sentence: the speech that begins next to it, within 0.6 s.
    var segments: [SpeechSegment?] {
        call.sentences.map { sentence in
            func distance(_ segment: SpeechSegment) -> Double { abs(segment.onset.inCall - sentence.onset) }
            let nearest = state.inputAudio.speech.min { distance($0) < distance($1) }
            return nearest.flatMap { distance($0) <= 0.6 ? $0 : nil }
        }
    }

    /// Turns beside the answers they are. One of them missing would shift all that follow, and every error show it.
    private var turns: [(turn: Turn, truth: TruthCall.Answer)] { Array(zip(state.turns.recent, call.answers)) }

    private var cuts: [(cut: SessionModel.Interruption, truth: TruthCall.Interruption)] {
        Array(zip(state.interruptions.recent, call.answers.compactMap(\.interruption)))
    }

    // MARK: From the wire

    var instants: Errors {
        var errors = Errors()
        for (turn, truth) in turns {
            errors.add(turn.firstAudioAt?.inCall, truth: truth.firstAudio, scale: 1_000)
        }
        for (cut, truth) in cuts { errors.add(cut.at.inCall, truth: truth.at, scale: 1_000) }
        return errors
    }

    var backlogs: Errors {
        cuts.errors { ($0.cut.backlog.seconds, $0.truth.backlog) }
    }

    var stops: Errors {
        cuts.errors { ($0.cut.stop.seconds, $0.truth.lastAudioAfter ?? 0) }
    }

    // MARK: From the sound

    var onsets: Errors {
        zip(segments, call.sentences).errors { ($0.0?.onset.inCall, $0.1.onset) }
    }

    var ends: Errors {
        zip(segments, call.sentences).errors { ($0.0?.end?.inCall, $0.1.end) }
    }

    /// Of what livetop relies on alone.
    var reliedOnsets: Errors {
        zip(segments, call.sentences).filter { $0.0?.onsetConfidence == .high }
            .errors { ($0.0?.onset.inCall, $0.1.onset) }
    }

    var reliedEnds: Errors {
        zip(segments, call.sentences).filter { $0.0?.endConfidence == .high }.errors { ($0.0?.end?.inCall, $0.1.end) }
    }

    /// As told, whatever it is counted from.
    var headlines: Errors {
        zip(turns, call.sentences).errors { pair in
            (pair.0.turn.response?.duration.seconds, pair.0.truth.firstAudio - pair.1.end)
        }
    }

    var bargeIns: Errors {
        let objections = call.sentences.indices.filter { $0 % 2 == 1 }.map { call.sentences[$0] }
        return zip(cuts, objections).errors { pair in
            (pair.0.cut.detections.local?.duration.seconds, pair.0.truth.at - pair.1.onset)
        }
    }

    /// In decibels.
    var ratios: Errors {
        segments.errors(scale: 1) { ($0?.snr, call.snr) }
    }

    /// Onsets and ends that livetop does not rely on.
    var lowOnsets: Int { segments.count { $0?.onsetConfidence != .high } }
    var lowEnds: Int { segments.count { $0?.endConfidence != .high } }
}

extension Sequence<Latency> {
    fileprivate var local: Latency? { first { $0.anchor == .localVAD } }
}

extension Sequence {
    /// - Parameter scale: what makes the unit of the errors of the unit of the values.
    fileprivate func errors(
        scale: Double = 1_000, _ values: (Element) -> (measured: Double?, truth: Double)
    ) -> Errors {
        var errors = Errors()
        for element in self {
            let (measured, truth) = values(element)
            errors.add(measured, truth: truth, scale: scale)
        }
        return errors
    }
}

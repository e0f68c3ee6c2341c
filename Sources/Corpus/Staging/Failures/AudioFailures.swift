import Simulator

/// Failures of the user's audio. They need a voice that measures like speech: the simulator's own, or sentences that
/// somebody recorded.
extension StagedFailure {
    /// - Parameter sentences: at 16 kHz, spoken one after the other; the simulator's own voice where there are none.
    public static func audio(_ sentences: [[Int16]] = []) -> [StagedFailure] {
        let stage = AudioStage(sentences)
        return stage.pace + stage.rates + stage.layouts + stage.containers + stage.signals + stage.gaps
    }
}

/// Calls by voice in which one thing is wrong with the audio.
struct AudioStage: Sendable {
    let sentences: [[Int16]]

    init(_ sentences: [[Int16]]) { self.sentences = sentences }

    /// Three questions and their answers, 17 seconds.
    func call(_ v: StagedVariation, gain: Double = 0, noise: Double = -64, exchanges: Int = 3) -> Dialogue {
        var call = Dialogue(v.setup(), microphone: microphone(v, gain: gain, noise: noise))
        for number in 0..<exchanges {
            call.exchange(
                v.seconds(2...2.6, salt: UInt64(number)), answer: v.seconds(1.4...1.8, salt: 20),
                after: v.seconds(0.45...0.9, salt: 50))
        }
        return call
    }

    func microphone(_ v: StagedVariation, gain: Double = 0, noise: Double = -64, room: [Float] = []) -> Microphone {
        // Whoever speaks first is another one in each variation.
        let turn = sentences.isEmpty ? [] : sentences.indices.map { sentences[($0 + v.index * 3) % sentences.count] }
        return Microphone(seed: v.seed, gain: gain, noise: noise, room: room, sentences: turn)
    }

    func session(
        _ call: Dialogue, _ v: StagedVariation, _ encoding: MicrophoneEncoding = .usual,
        chunk: Duration? = nil
    ) -> StagedSession {
        let usual = Duration.milliseconds(v.pick([20, 40, 32, 60, 40]))
        return v.session([.init(call.script(encoding, chunk: chunk ?? usual))])
    }

    func healthy(_ v: StagedVariation) -> StagedSession { session(call(v), v) }

    /// A failure of the encoding alone; the same call in the usual encoding is its neighbour.
    func encoded(
        _ rule: String, _ name: String, _ encoding: @escaping @Sendable (StagedVariation) -> MicrophoneEncoding
    ) -> StagedFailure {
        StagedFailure(rule, name) { v in
            session(call(v), v, encoding(v))
        } silent: { v in
            healthy(v)
        }
    }
}

extension AudioStage {
    var pace: [StagedFailure] {
        [
            StagedFailure("chunk-too-large", "a quarter of a second of audio in each message, and more") { v in
                session(call(v), v, chunk: .milliseconds(v.pick([250, 400, 500, 1_000, 1_500])))
            } silent: { v in
                session(call(v), v, chunk: .milliseconds(v.pick([20, 40, 60, 80, 100])))
            },
            StagedFailure("chunk-too-large", "audio that is held back and sent in heaps") { v in
                var call = call(v)
                for number in 0..<6 {
                    let start = Duration.seconds(3 + Double(number) * 3)
                    call.stalls.append(start..<(start + v.seconds(0.6...0.9, salt: UInt64(number))))
                }
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                session(call(v), v, chunk: .milliseconds(40))
            },
            StagedFailure("input-ahead-of-realtime", "a recording sent as fast as the socket takes it") { v in
                ahead(v, of: v.seconds(12...40))
            } silent: { v in
                ahead(v, of: v.seconds(1...3))
            },
            StagedFailure("input-ahead-of-realtime", "a recording that is too long for the quota") { v in
                ahead(v, of: v.seconds(62...90), isRefused: true)
            } silent: { v in
                ahead(v, of: v.seconds(1...3))
            },
            StagedFailure("odd-byte-audio", "messages that end in half a sample") { v in
                session(
                    call(v, exchanges: 2), v,
                    MicrophoneEncoding(alignment: v.pick([1_281, 1_281, 1_025, 1_921, 1_281])))
            } silent: { v in
                session(call(v, exchanges: 2), v)
            },
        ]
    }

    /// Audio of `length` in messages that follow each other at once.
    private func ahead(_ v: StagedVariation, of length: Duration, isRefused: Bool = false) -> StagedSession {
        var microphone = microphone(v)
        while microphone.length < length {
            microphone.speak(v.seconds(1.5...2.5))
            microphone.pause(.milliseconds(700))
        }
        let samples = microphone.integers
        return v.session {
            v.opened()
            for start in stride(from: 0, to: samples.count, by: 1_600) {
                client(
                    .audio(.message(Array(samples[start..<min(start + 1_600, samples.count)]))),
                    after: .milliseconds(v.pick([2, 5, 9, 3, 4])))
            }
            if isRefused {
                server(.close(1011, reason: "Resource has been exhausted (e.g. check quota)."), after: .seconds(1))
            } else {
                server(.inputTranscription("How long will it take?"), after: .milliseconds(300))
                v.reply()
                client(.close(1000), after: .seconds(1))
            }
        }
    }

    var rates: [StagedFailure] {
        [
            encoded("wrong-sample-rate", "a microphone's own rate sent as 16 kHz") {
                .rate($0.pick([48_000, 44_100, 24_000, 22_050, 32_000]))
            },
            encoded("wrong-sample-rate", "a telephone's rate sent as 16 kHz, or 16 as 24") {
                $0.index % 2 == 0 ? .rate(8_000) : .rate(16_000, declared: 24_000)
            },
            encoded("mime-rate-missing", "a type that names no rate") { v in
                MicrophoneEncoding(
                    mimeType: v.pick(["audio/pcm", "audio/pcm;codec=s16", "audio/pcm", "audio/pcm", "audio/pcm"]))
            },
            encoded("mime-rate-missing", "a type that is no PCM") { v in
                MicrophoneEncoding(
                    mimeType: v.pick(["audio/wav", "audio/webm;codecs=opus", "audio/ogg", "audio/mp3", "audio/aac"]))
            },
        ]
    }

    var layouts: [StagedFailure] {
        [
            encoded("not-s16le", "the other byte order") { _ in .bigEndian },
            encoded("not-s16le", "samples cut in two by a byte too many") { _ in .shifted },
            encoded("not-s16le", "floats") { _ in .float32 },
            StagedFailure("not-s16le", "floats that nobody scaled") { v in
                session(call(v, gain: 12), v, .unscaled)
            } silent: { v in
                healthy(v)
            },
            encoded("not-s16le", "24 bits") { _ in .s24 },
            encoded("not-s16le", "8 bits") { _ in .unsigned8 },
            // Bytes of a quarter of the usual number: half a minute until two windows agree.
            StagedFailure("not-s16le", "µ-law") { v in
                session(call(v, exchanges: 8), v, .mulaw)
            } silent: { v in
                healthy(v)
            },
            encoded("stereo-as-mono", "two channels, one after the other") {
                $0.pick([.stereo, .dualMono, .leftOnly, .stereo, .dualMono])
            },
        ]
    }

    var containers: [StagedFailure] {
        [
            encoded("encoded-container-in-pcm", "what a recorder writes") { v in
                let headers: [[UInt8]] = [
                    Array("OggS".utf8) + [0, 2, 0, 0], [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81],
                    Array("fLaC".utf8) + [0, 0, 0, 34], Array("ID3".utf8) + [4, 0, 0, 0, 0],
                    [0, 0, 0, 0x20] + Array("ftypisom".utf8),
                ]
                return .codec(v.pick(headers), bytesPerSecond: v.pick([4_000, 6_000, 20_000, 8_000, 4_000]))
            },
            StagedFailure("encoded-container-in-pcm", "a file's header in every message") { v in
                let header =
                    Array("RIFF".utf8) + [0x24, 0x08, 0, 0] + Array("WAVEfmt ".utf8) + [UInt8](repeating: 0, count: 28)
                return heads(header, in: call(v), v)
            } silent: { v in
                healthy(v)
            },
        ]
    }

    private func heads(_ header: [UInt8], in call: Dialogue, _ v: StagedVariation) -> StagedSession {
        var script = call.script(chunk: .milliseconds(v.pick([100, 60, 80, 40, 50])))
        script.steps = script.steps.map { step in
            guard case .client(.bytes(let bytes, let type), let delay) = step else { return step }
            return .client(.bytes(header + bytes, type: type), after: delay)
        }
        return v.session([.init(script)])
    }
}

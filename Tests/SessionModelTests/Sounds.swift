import LiveProtocol

/// Sound whose properties are known by construction.
enum Sounds {
    /// Speech-like sound: noise through a pole at 0.9, which has the lag-1 autocorrelation of speech, in bursts of 0.6 s.
    static func voice(seconds: Double, rate: Int = 16_000, amplitude: Double = 3_000) -> [Int16] {
        noise(seconds: seconds, rate: rate) { $0 * 10 / rate % 10 < 6 ? amplitude : 5 }
    }

    /// A room in which nobody speaks, 50 dB below that voice.
    static func room(seconds: Double) -> [Int16] { noise(seconds: seconds, rate: 16_000) { _ in 5 } }

    /// Speech without a pause, whose loudness goes up and down with the syllables: no two seconds of it are alike.
    static func speech(seconds: Double, rate: Int = 16_000, seed: UInt64 = 1) -> [Int16] {
        noise(seconds: seconds, rate: rate, seed: seed) { index in
            // A level of its own for each sixth of a second.
            let syllable = UInt64(index * 6 / rate) &* 6_364_136_223_846_793_005 &+ seed
            return 300 + 3_000 * Double((syllable &* 2_862_933_555_777_941_757) >> 48) / 65_536
        }
    }

    private static func noise(
        seconds: Double, rate: Int, seed: UInt64 = 1, _ amplitude: (Int) -> Double
    ) -> [Int16] {
        var (seed, sample) = (seed, 0.0)
        return (0..<Int(seconds * Double(rate))).map { index in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Double(Int64(bitPattern: seed) >> 40) / Double(1 << 23)
            sample = 0.9 * sample + noise
            return Int16(max(-32_768, min(32_767, sample * amplitude(index))))
        }
    }

    static func bytes(_ samples: [Int16]) -> [UInt8] {
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}

extension Call {
    /// The microphone: each message comes 20 ms after the one before, with what was captured in that time.
    mutating func hear(_ samples: [Int16]) {
        for start in stride(from: 0, to: samples.count, by: 320) {
            hear(samples[start..<min(start + 320, samples.count)])
        }
    }

    private mutating func hear(_ samples: ArraySlice<Int16>) {
        let data = Base64.encode(Sounds.bytes(Array(samples)))
        client(#"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(data)"}}}"#, after: 0.02)
    }

    /// Model audio, all of it at once.
    mutating func say(_ samples: [Int16]) {
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(Base64.encode(Sounds.bytes(samples)))"}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#)
    }
}

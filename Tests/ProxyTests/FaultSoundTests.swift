import LiveProtocol
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Proxy

/// What faults do to the sound of a call: the right samples, and nothing else of the message.
@Suite struct FaultSoundTests {
    @Test func `six decibels less are half of every sample, and the rest of the message is as it was`() throws {
        let stage = try FaultStage("gain:-6.0206dB")
        let sent = SoundBytes.samples(320) + [Int16.max, Int16.min, 1, 0]
        try stage.up(SoundBytes.microphone(sent))
        let arrived = try stage.atService()
        let halves = sent.map { Int16((Double($0) / 2).rounded()) }
        let heard = try SoundBytes.heard(arrived)
        #expect(zip(heard, halves).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(heard.count == sent.count)
        #expect(arrived == SoundBytes.microphone(heard))
        #expect(stage.faults(.clientToServer) == [.replaced, .changed])
    }

    @Test func `what is made louder stops at full scale`() throws {
        let stage = try FaultStage("gain:20dB")
        try stage.up(SoundBytes.microphone([100, -100, 20_000, -20_000]))
        let heard = try SoundBytes.heard(try stage.atService())
        #expect(heard == [1_000, -1_000, .max, .min])
    }

    @Test(arguments: [-20.0, -30, -45])
    func `noise has the level that was named`(level: Double) throws {
        let stage = try FaultStage("noise:\(level)dB")
        try stage.up(SoundBytes.microphone(Array(repeating: 0, count: 16_000)))
        let heard = try SoundBytes.heard(try stage.atService())
        #expect(heard.count == 16_000)
        #expect(abs(SoundBytes.level(heard) - level) < 0.3)
        // White: a sample says nothing of the next one.
        let products = zip(heard, heard.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let power = heard.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(products / power) < 0.05)
    }

    @Test func `noise is added to what is said, and the same seed gives the same bytes`() throws {
        let chunks = (0..<5).map { _ in SoundBytes.microphone(SoundBytes.samples(320)) }
        let heard = try ["noise:-30dB,seed=7", "noise:-30dB,seed=7", "noise:-30dB,seed=8"].map { fault in
            let stage = try FaultStage(fault)
            return try chunks.map { chunk in
                try stage.up(chunk)
                return try stage.atService()
            }
        }
        #expect(heard[0] == heard[1])
        #expect(heard[0] != heard[2])
        // No chunk has the noise of another.
        #expect(Set(heard[0]).count == 5)
        let added = zip(try SoundBytes.heard(heard[0][0]), SoundBytes.samples(320)).map { $0 &- $1 }
        #expect(abs(SoundBytes.level(added) + 30) < 1.5)
    }

    @Test func `so many of a hundred chunks are lost, each of them whole`() throws {
        let stage = try FaultStage("loss:25%,seed=3")
        let chunk = SoundBytes.microphone(SoundBytes.samples(160))
        let silent = SoundBytes.microphone(Array(repeating: 0, count: 160))
        var lost = 0
        for _ in 0..<400 {
            try stage.up(chunk)
            let arrived = try stage.atService()
            if arrived == silent { lost += 1 } else { #expect(arrived == chunk) }
        }
        #expect((75...125).contains(lost), "\(lost)")
        #expect(stage.legs.states.withLockedValue { $0.map(\.hits) } == [lost])
    }

    @Test func `the model is silent for as long as it speaks, until the time is over`() throws {
        let stage = try FaultStage("silence,for=2s")
        let voice = SoundBytes.voice(SoundBytes.samples(480))
        let silent = SoundBytes.voice(Array(repeating: 0, count: 480))
        try stage.down(voice)
        #expect(try stage.atClient() == silent)
        #expect(silent.count == voice.count)
        stage.wait(.seconds(2))
        try stage.down(voice)
        #expect(try stage.atClient() == voice)
        #expect(stage.faults(.serverToClient) == [.replaced, .changed, nil])
    }

    @Test func `the model's sound is no concern of what is done to the microphone, nor the other way round`() throws {
        let stage = try FaultStage("gain:-20dB", "noise:-20dB", "loss:100%")
        let voice = SoundBytes.voice(SoundBytes.samples(100))
        try stage.down(voice)
        #expect(try stage.atClient() == voice)
        let other = try FaultStage("silence")
        let microphone = SoundBytes.microphone(SoundBytes.samples(100))
        try other.up(microphone)
        #expect(try other.atService() == microphone)
    }

    @Test func `several faults of the sound come one after the other`() throws {
        let stage = try FaultStage("gain:6.0206dB", "gain:6.0206dB")
        try stage.up(SoundBytes.microphone([100, -100, 300]))
        #expect(try SoundBytes.heard(try stage.atService()) == [400, -400, 1_200])
    }

    @Test func `sound in the spelling of other SDKs, and in pieces, is found; pictures are left alone`() throws {
        let stage = try FaultStage("loss:100%")
        let blob = { (type: String, data: [UInt8]) in
            #"{"mime_type":"\#(type)","data":"\#(Base64.encode(data))"}"#
        }
        let chunks = { (sound: [UInt8]) in
            CallBytes.up(
                #"{"realtime_input":{"media_chunks":[\#(blob("audio/pcm", sound)),\#(blob("image/jpeg", [9, 9]))]}}"#)
        }
        try stage.up(chunks([1, 2, 3, 4]))
        #expect(try stage.atService() == chunks([0, 0, 0, 0]))
    }
}

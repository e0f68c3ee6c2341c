import Corpus
import Exports
import LiveProtocol
import Simulator
import TestSupport
import Testing

/// Noise in the place of a voice: as loud in every 20 ms as the voice was, and nothing of its shape.
@Suite struct AnonymousSoundTests {
    private static func spoken(chunk milliseconds: Int) -> (call: WrittenCall, samples: [Int16]) {
        var microphone = Microphone(seed: 3)
        microphone.pause(.milliseconds(300))
        microphone.speak(.seconds(2))
        microphone.pause(.milliseconds(300))
        let samples = microphone.integers
        var call = WrittenCall()
        let size = milliseconds * 16
        for start in stride(from: 0, to: samples.count, by: size) {
            let bytes = Voice.bytes(samples[start..<min(start + size, samples.count)])
            let blob = #"{"data":"\#(Base64.encode(bytes))","mimeType":"audio/pcm;rate=16000"}"#
            call.say(.clientToServer, #"{"realtimeInput":{"audio":\#(blob)}}"#, after: Double(milliseconds) / 1_000)
        }
        return (call, samples)
    }

    private static func anonymous(_ events: [WireEvent]) throws -> [Int16] {
        var anonymiser = Anonymiser(Pseudonyms(FixedChance()), layout: nil)
        return try (events.flatMap { anonymiser.append($0) } + anonymiser.finish()).flatMap { event -> [Int16] in
            guard case .frame(_, let frame) = event.kind, let payload = frame.payload,
                let data = try JSONDocument(payload).root["realtimeInput"]?["audio"]?["data"]?.string,
                let bytes = Base64.decode(data)
            else { return [] }
            return stride(from: 0, to: bytes.count - 1, by: 2).map {
                Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
            }
        }
    }

    @Test(arguments: [20, 32, 64, 100, 250]) func `every frame has the samples it had`(chunk: Int) throws {
        let (call, samples) = Self.spoken(chunk: chunk)
        let noise = try Self.anonymous(call.events)
        #expect(noise.count == samples.count)
        for start in stride(from: 0, to: samples.count - 320, by: 320) {
            #expect(noise[start..<start + 320].sorted() == samples[start..<start + 320].sorted())
        }
    }

    @Test(arguments: [4, 20, 64, 100]) func `nothing of the wave is left`(chunk: Int) throws {
        let (call, samples) = Self.spoken(chunk: chunk)
        let noise = try Self.anonymous(call.events)
        #expect(noise.count == samples.count)
        // What is left of the wave would show at some small shift.
        for shift in -40...40 {
            let likeness = Self.correlation(noise, samples, shift)
            #expect(abs(likeness) < 0.12, "\(likeness) at \(shift)")
        }
    }

    private static func correlation(_ one: [Int16], _ other: [Int16], _ shift: Int) -> Double {
        var (product, left, right) = (0.0, 0.0, 0.0)
        for index in 100..<one.count - 100 {
            let (a, b) = (Double(one[index]), Double(other[index + shift]))
            product += a * b
            left += a * a
            right += b * b
        }
        return product / (left * right).squareRoot()
    }
}

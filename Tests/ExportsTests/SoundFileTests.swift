import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// A WAV file byte by byte, and what of the sound is in it.
@Suite struct SoundFileTests {
    private func begun() -> WrittenCall {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m"}}"#)
        call.say(.serverToClient, #"{"setupComplete":{}}"#)
        return call
    }

    private func wav(_ call: WrittenCall, _ change: (inout ExportOptions) -> Void = { _ in }) throws -> [UInt8] {
        try RecordedCall(call.events).exported(as: "wav", change)
    }

    private func samples(_ bytes: [UInt8]) -> [Int16] {
        stride(from: 44, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    private func number(_ bytes: [UInt8], at start: Int, _ size: Int) -> Int {
        bytes[start..<start + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test func `the header is that of 16-bit PCM`() throws {
        var call = begun()
        call.speak("Hello", milliseconds: 100, after: 1)
        for (track, channels, rate, count) in [(AudioTrack.call, 2, 24_000, 26_400), (.model, 1, 24_000, 2_400)] {
            let bytes = try wav(call) { $0.track = track }
            #expect(
                String(decoding: bytes[0..<4] + bytes[8..<16] + bytes[36..<40], as: UTF8.self) == "RIFFWAVEfmt data")
            #expect(number(bytes, at: 16, 4) == 16)
            #expect(number(bytes, at: 20, 2) == 1)
            #expect(number(bytes, at: 22, 2) == channels)
            #expect(number(bytes, at: 24, 4) == rate)
            #expect(number(bytes, at: 28, 4) == rate * channels * 2)
            #expect(number(bytes, at: 32, 2) == channels * 2)
            #expect(number(bytes, at: 34, 2) == 16)
            #expect(number(bytes, at: 40, 4) == count * channels * 2)
            #expect(bytes.count == 44 + count * channels * 2)
            #expect(number(bytes, at: 4, 4) == bytes.count - 8)
        }
    }

    @Test func `the model's own track is every sample that it sent, and nothing else`() throws {
        var call = begun()
        call.speak("a", milliseconds: 100, after: 1)
        call.speak("b", milliseconds: 50, after: 30)
        #expect(samples(try wav(call) { $0.track = .model }) == [Int16](repeating: 1_000, count: 3_600))
    }

    @Test func `a part of the call is cut to the sample`() throws {
        var call = begun()
        call.speak("a", milliseconds: 1_000, after: 1)
        call.append(.closed(Closure(by: .client)), after: 2)
        let part = WrittenCall.start + .milliseconds(1_250)...WrittenCall.start + .milliseconds(1_750)
        let bytes = try wav(call) { $0.interval = part }
        #expect(number(bytes, at: 40, 4) == 12_000 * 4)
        let right = samples(bytes).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(right == [Int16](repeating: 1_000, count: 12_000))
    }

    @Test func `a part without sound is silence, one outside of the call is empty`() throws {
        var call = begun()
        call.speak("a", milliseconds: 100, after: 1)
        call.append(.closed(Closure(by: .client)), after: 4)
        let silent = try wav(call) {
            $0.interval = WrittenCall.start + .seconds(2)...WrittenCall.start + .seconds(3)
        }
        #expect(samples(silent).count == 48_000)
        #expect(samples(silent).allSatisfy { $0 == 0 })
        let outside = try wav(call) {
            $0.interval = WrittenCall.start + .seconds(60)...WrittenCall.start + .seconds(70)
        }
        #expect(outside.count == 44)
    }

    @Test func `one side's part begins with its first frame`() throws {
        var call = begun()
        for _ in 0..<4 { call.speak("a", milliseconds: 100, after: 1) }
        let bytes = try wav(call) {
            $0.track = .model
            $0.interval = WrittenCall.start + .milliseconds(1_500)...WrittenCall.start + .milliseconds(3_500)
        }
        #expect(samples(bytes).count == 4_800)
    }

    @Test func `odd bytes, empty pieces and frames without a payload are no sound`() throws {
        var call = begun()
        call.say(
            .serverToClient,
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":""}}]}}}"#,
            after: 1)
        call.append(.frame(.serverToClient, Frame(opcode: .binary, byteCount: 5_000, payload: nil)), after: 0.1)
        #expect(samples(try wav(call) { $0.track = .model }) == [])
        call.say(
            .serverToClient,
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"6APoAwE="}}]}}}"#,
            after: 0.1)
        #expect(samples(try wav(call) { $0.track = .model }) == [1_000, 1_000])
    }

    @Test func `each refusal says what is missing`() {
        let silent = begun()
        for (track, words) in [
            (AudioTrack.call, "sound"), (.mic, "sound of the client"), (.model, "sound of the model"),
        ] {
            #expect(throws: ExportError.nothing(words)) { try wav(silent) { $0.track = track } }
        }
        #expect("\(ExportError.nothing("sound"))" == "there is no sound in what was asked for")
        #expect("\(ExportError.noTurn(3))" == "there is no turn 3")
        #expect("\(ExportError.backwards)" == "the end is before the beginning")
    }

    @Test func `the sound of a session without times is what each side sent`() throws {
        var call = WrittenCall(origin: ForeignOrigin(isTimed: false, isDated: false))
        call.speak("a", milliseconds: 100, after: 0.001)
        #expect(throws: ExportError.untimed("the sound of the call")) { try wav(call) }
        #expect(samples(try wav(call) { $0.track = .model }).count == 2_400)
        for format in ["trace", "vtt", "srt", "labels"] {
            #expect(throws: ExportError.self, "\(format)") { try RecordedCall(call.events).exported(as: format) }
        }
        for format in ["ndjson", "har", "csv", "markdown", "html"] {
            #expect(try !RecordedCall(call.events).exported(as: format).isEmpty, "\(format)")
        }
    }
}

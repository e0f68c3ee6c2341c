import Exports
import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@Suite struct SoundAndTraceTests {
    private func samples(_ bytes: [UInt8]) -> [Int16] {
        stride(from: 44, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    private func number(_ bytes: [UInt8], at start: Int) -> Int {
        bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// One channel of the call, at 24 kHz.
    private func channel(_ index: Int, of bytes: [UInt8]) -> [Int16] {
        samples(bytes).enumerated().filter { $0.offset % 2 == index }.map(\.element)
    }

    @Test func `the header counts what follows`() throws {
        for track in AudioTrack.allCases where track != .mic {
            let bytes = try RecordedCall.talk.exported(as: "wav") { $0.track = track }
            #expect(number(bytes, at: 4) == bytes.count - 8)
            #expect(number(bytes, at: 40) == bytes.count - 44)
            #expect(number(bytes, at: 24) == 24_000)
        }
    }

    @Test func `the call plays the model until it is interrupted and no longer`() throws {
        let model = channel(1, of: try RecordedCall.talk.exported(as: "wav"))
        let sounding = model.indices.filter { model[$0] != 0 }
        // 400 ms twice in the first turn, then from 4.11 s to the interruption at 5.81 s.
        #expect(sounding.first == 38_640)
        #expect(sounding.count == 19_200 + 40_800)
        #expect(sounding.last == 139_439)
        #expect(model.count == 161_040)
    }

    @Test func `as generated, what nobody heard is kept`() throws {
        let model = channel(1, of: try RecordedCall.talk.exported(as: "wav") { $0.isAsGenerated = true })
        #expect(model.count { $0 != 0 } == 24_000 * 68 / 10)
        let alone = samples(try RecordedCall.talk.exported(as: "wav") { $0.track = .model })
        #expect(alone.count == 24_000 * 68 / 10)
    }

    @Test func `the microphone stands on its own clock, whatever the network does`() throws {
        var call = WrittenCall()
        // Chunks of 100 ms that come with jitter, then a pause of a second.
        for delay in [0.1, 0.13, 0.07, 0.1] { call.send(milliseconds: 100, level: 8_000, after: delay) }
        call.send(milliseconds: 100, level: 8_000, after: 1.1)
        let recorded = RecordedCall(call.closed())
        let mic = channel(0, of: try recorded.exported(as: "wav"))
        let loud = mic.indices.filter { abs(Int(mic[$0])) > 200 }
        let gaps = zip(loud, loud.dropFirst()).filter { $1 - $0 > 240 }
        #expect(gaps.count == 1)
        #expect(gaps.allSatisfy { abs(($0.1 - $0.0) - 24_000) < 300 })
        let alone = try recorded.exported(as: "wav") { $0.track = .mic }
        #expect(number(alone, at: 24) == 16_000)
        #expect(samples(alone).count == 8_000)
    }

    @Test func `a session without sound is refused`() {
        var call = WrittenCall()
        let silent = RecordedCall(call.closed())
        for track in AudioTrack.allCases {
            #expect(throws: ExportError.self) { try silent.exported(as: "wav") { $0.track = track } }
        }
    }

    @Test func `slices of a lane follow each other and times count from zero`() throws {
        let bytes = try RecordedCall.talk.exported(as: "trace")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let events = try #require(root["traceEvents"] as? [[String: Any]])
        let slices = Dictionary(grouping: events.filter { $0["ph"] as? String == "X" }) { $0["tid"] as? Int ?? 0 }
        #expect(slices.keys.count >= 3)
        for lane in slices.values {
            let spans = lane.map { ($0["ts"] as? Double ?? -1, $0["dur"] as? Double ?? -1) }
            #expect(spans.allSatisfy { $0.0 >= 0 && $0.1 >= 0 })
            #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.0 + $0.1 <= $1.0 + 0.001 })
        }
        #expect(events.contains { $0["name"] as? String == "backlog ms" })
        #expect(events.contains { $0["ph"] as? String == "f" })
    }

    @Test func `the page loads nothing and shows hostile text as text`() throws {
        let page = try RecordedCall.talk.text(as: "html") { $0.hasAudio = true }
        #expect(!page.contains("<b>you"))
        #expect(page.contains("&lt;b&gt;you&lt;/b&gt;"))
        #expect(!page.contains("\u{202E}"))
        #expect(page.contains("default-src 'none'"))
        #expect(!page.contains("<script"))
        #expect(
            page.firstRange(of: "http")
                == page.firstRange(of: "http-equiv").map { $0.lowerBound..<page.index($0.lowerBound, offsetBy: 4) })
        let sound = try #require(page.split(separator: "base64,").dropFirst().first?.prefix { $0 != "\"" })
        let wav = try #require(Data(base64Encoded: String(sound)))
        #expect(wav == Data(try RecordedCall.talk.exported(as: "wav")))
    }
}

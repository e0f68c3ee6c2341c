import LiveProtocol
import Testing

@testable import Corpus
@testable import Simulator

struct StagingTests {
    private let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private func texts(_ events: [WireEvent]) -> [String] {
        events.compactMap { event in
            guard case .frame(_, let frame) = event.kind, let payload = frame.payload else { return nil }
            return String(decoding: payload, as: UTF8.self)
        }
    }

    private func milliseconds(_ events: [WireEvent]) -> [Int64] {
        events.map { (($0.at - start).nanoseconds + 500_000) / 1_000_000 }
    }

    @Test func `a message goes as it stands, its keys in the spelling of the client`() {
        let script = Script {
            client(.json(#"{"realtimeInput":{"audioStreamEnd":true}}"#))
            server(.json(#"{"serverContent":{"turnComplete":true},"new":1}"#))
        }
        let id = ConnectionID(rawValue: 1)
        #expect(
            texts(script.wireEvents(connection: id, from: start)).first == #"{"realtimeInput":{"audioStreamEnd":true}}"#
        )
        let snake = texts(script.wireEvents(connection: id, from: start, spelling: .snakeCase))
        #expect(
            snake == [
                #"{"realtime_input":{"audio_stream_end":true}}"#, #"{"serverContent":{"turnComplete":true},"new":1}"#,
            ])
    }

    @Test func `any bytes go under any type`() throws {
        var voice = ClientVoice(seed: 1, spelling: .camelCase)
        let blob = voice.utterances(for: .bytes([1, 2, 3], type: "audio/opus"))[0].message.realtimeInput?.audio
        #expect(blob?.mimeType == "audio/opus")
        #expect(blob.flatMap { Base64.decode($0.data) } == [1, 2, 3])
        let legacy = voice.utterances(for: .legacyBytes([4], type: "audio/pcm"))[0].message.realtimeInput
        #expect(legacy?.mediaChunks?.count == 1)
        #expect(legacy?.audio == nil)
        let image = voice.utterances(for: .image(byteCount: 100))[0].message.realtimeInput?.video
        #expect(image.flatMap { Base64.decode($0.data)?.count } == 100)
    }

    @Test func `a client that stops reading starts again in the midst of what is said`() {
        let script = Script {
            client(.stopReading(.milliseconds(250)))
            server(.audio(.milliseconds(400), speed: 1))
        }
        let events = script.wireEvents(connection: ConnectionID(rawValue: 1), from: start)
        let kinds = events.map { event -> String in
            switch event.kind {
            case .paused: "paused"
            case .resumed: "resumed"
            case .frame: "frame"
            default: "other"
            }
        }
        #expect(kinds == ["other", "other", "paused", "frame", "frame", "resumed", "frame", "frame", "other"])
        #expect(milliseconds(events) == [0, 0, 0, 100, 200, 250, 300, 400, 400])
    }

    @Test func `a cut line leaves no close frame, and the reason of a close is as long as a frame holds`() throws {
        let cut = Script { server(.hangUp, after: .seconds(1)) }
        let end = try #require(cut.wireEvents(connection: ConnectionID(rawValue: 1), from: start).last)
        guard case .closed(let closure) = end.kind else { return #expect(Bool(false)) }
        #expect(closure.by == .transport)
        #expect(closure.code == nil)
        let closed = Script { server(.close(1011, reason: String(repeating: "é", count: 100))) }
        guard case .closed(let said)? = closed.wireEvents(connection: ConnectionID(rawValue: 1), from: start).last?.kind
        else { return #expect(Bool(false)) }
        #expect(said.reason?.utf8.count == 122)
    }

    @Test func `a refused upgrade has no frames`() {
        let refusal = Refusal(status: 403, by: .server, reason: "no")
        let session = StagedSession(opening: StagedOpening(refusal: refusal)) { client(.text("Hello?")) }
        #expect(session.wireEvents().count == 3)
    }

    @Test func `a session's connections follow each other, the newest handle with them`() {
        let first = Script {
            client(.setup(SetupLine(resumption: .fresh)))
            server(.resumptionUpdate)
            client(.close(1000), after: .seconds(1))
        }
        let second = Script { client(.setup(SetupLine(resumption: .newest))) }
        let session = StagedSession(links: [.init(first), .init(second, after: .seconds(2))], isOpen: true)
        let events = session.wireEvents(from: start)
        #expect(Set(events.map(\.connection)).count == 2)
        #expect(milliseconds(events).last == 3_000)
        #expect(texts(events).last?.contains(#""handle":"handle-1-1""#) == true)
        #expect(events == events.sorted { $0.at < $1.at })
    }

    @Test func `a dialogue sends what its microphone picked up, in real time`() throws {
        var call = Dialogue()
        call.exchange()
        let events = call.script(chunk: .milliseconds(100)).wireEvents(
            connection: ConnectionID(rawValue: 1), from: start)
        let audio = events.filter { event in
            guard case .frame(.clientToServer, let frame) = event.kind, let payload = frame.payload else {
                return false
            }
            return String(decoding: payload, as: UTF8.self).contains("audio/pcm;rate=16000")
        }
        let last = try #require(audio.last)
        #expect(abs((last.at - start).seconds - call.now.seconds) < 0.11)
        #expect(abs(Double(audio.count) - call.microphone.length.seconds * 10) < 1.01)
    }

    @Test func `what is withheld is not sent, what is muted is zeros, what stalls comes at once`() {
        var call = Dialogue()
        call.pause(.seconds(4))
        call.withheld = [.seconds(1)..<(.seconds(2))]
        call.stalls = [.seconds(3)..<(.seconds(4))]
        let script = call.script(chunk: .milliseconds(100))
        let events = script.wireEvents(connection: ConnectionID(rawValue: 1), from: start)
        let times = milliseconds(events)
        #expect(!times.contains { (1_150..<1_950).contains($0) })
        #expect(times.filter { $0 == 4_000 }.count >= 9)
        call.muted = [.zero..<(.seconds(10))]
        #expect(
            texts(call.script().wireEvents(connection: ConnectionID(rawValue: 1), from: start)).contains {
                $0.contains("AAAAAAAAAAAA")
            })
    }
}

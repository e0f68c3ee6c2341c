import LiveProtocol
import Testing

@testable import Simulator

struct MessageCodingTests {
    @Test(arguments: [
        #"{"realtime_input":{"audio":{"mime_type":"audio/pcm;rate=8000","data":"_-8"}}}"#,
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=8000","data":"_-8="}}}"#,
        #"{"realtime_input":{"audio":{"mimeType":"audio/pcm;rate=8000","data":"/+8=","later":[1]}},"new":{}}"#,
    ]) func `both spellings and both alphabets are read, unknown fields too`(json: String) throws {
        let message = try MessageCoding.decode(ClientJSON.self, from: json.utf8)
        let audio = try #require(message.realtimeInput?.audio)
        #expect(Base64.decode(audio.data) == [0xFF, 0xEF])
        #expect(audio.sampleRate == 8_000)
        #expect(audio.isAudio)
    }

    @Test(arguments: Spelling.allCases) func `what is written is read back`(spelling: Spelling) throws {
        var voice = ClientVoice(seed: 1, spelling: spelling)
        let setup = SetupLine(resumption: .fresh, functions: ["get_weather"], compressionTrigger: 32_000)
        for line in [ClientLine.setup(setup), .content("Grüß Gott"), .audioStreamEnd] {
            for utterance in voice.utterances(for: line) {
                let bytes = try voice.bytes(of: utterance)
                #expect(try MessageCoding.decode(ClientJSON.self, from: bytes) == utterance.message)
            }
        }
    }

    @Test(arguments: [(Spelling.camelCase, "realtimeInput"), (.snakeCase, "realtime_input")])
    func `a client spells as it is told to`(spelling: Spelling, key: String) throws {
        let message = ClientJSON(realtimeInput: .init(audioStreamEnd: true))
        #expect(String(decoding: try MessageCoding.encode(message, spelling), as: UTF8.self).hasPrefix("{\"\(key)\""))
    }

    @Test(arguments: [#""32000""#, "32000"]) func `an int64 is a number or a string`(number: String) throws {
        let json = #"{"setup":{"contextWindowCompression":{"triggerTokens":"# + number + "}}}"
        let message = try MessageCoding.decode(ClientJSON.self, from: json.utf8)
        #expect(message.setup?.contextWindowCompression?.triggerTokens == 32_000)
    }

    @Test(arguments: [(Duration.seconds(10), "10s"), (.milliseconds(1500), "1.500s"), (.zero, "0s")])
    func `durations are written as proto3 writes them`(length: Duration, text: String) {
        #expect(length.protobufText == text)
    }

    @Test(arguments: ["%%%", "A", "_-8_-"]) func `what is not base64 is nothing`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: [
        ("What is the WEATHER like?", Intent.callFunction("get_weather")), ("please close 1011", .close(1011)),
        ("close 12", .talk), ("close", .talk), ("say goodbye", .goodbye), ("stay silent", .silence),
        ("hang up!", .hangUp), ("Staged: goaway", .goAway), ("a long story", .story), ("", .talk),
        ("get set", .talk),
    ]) func `a sentence is understood by its words`(text: String, intent: Intent) {
        #expect(Intent(text, functions: ["get_weather"]) == intent)
    }
}

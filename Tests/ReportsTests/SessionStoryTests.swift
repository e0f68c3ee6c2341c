import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct SessionStoryTests {
    private func story(_ reported: Reported?) throws -> String {
        SessionStory(try #require(reported).diagnosed).text
    }

    @Test func `a session on two connections is told as documented`() throws {
        expectGolden(
            try story(Reported([.shop, .resumed], findings: [.full], muted: 2)) + "\n", named: "show-resumed")
    }

    @Test func `a refused call has no figures`() throws {
        let text = try story(Reported([.refused]))
        expectGolden(text + "\n", named: "show-refused")
        #expect(text.contains("refused with 403: API key not "))
    }

    @Test func `without times nothing that rests on them is told`() throws {
        let text = try story(Reported([.untimed]))
        expectGolden(text + "\n", named: "show-untimed")
        #expect(text.contains("times      – (it was recorded without"))
        #expect(!text.contains("00:00"))
    }

    @Test func `a session that goes on is told as of now`() throws {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m"}}"#, after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        let text = try story(Reported([call], running: .seconds(62)))
        #expect(text.contains("  listening"))
        #expect(!text.contains("lasted"))
        #expect(text.contains("  1:02  no end recorded"))
    }

    @Test func `a session without any event but its opening is told`() throws {
        let text = try story(Reported([WrittenCall(isUpgraded: false)]))
        #expect(text.contains("  model      –"))
        #expect(text.contains("tokens\n  billed     –"))
        #expect(!text.contains("turns"))
    }

    @Test func `a long text is folded, and told in full where that is asked for`() throws {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m","inputAudioTranscription":{}}}"#, after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        let long = String(repeating: "abcdefghi ", count: 60)
        call.say(
            .clientToServer,
            #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"\#(long)end"}]}],"turnComplete":true}}"#,
            after: 0.1)
        call.speak("Yes.", milliseconds: 300, after: 0.5)
        let diagnosed = try #require(Reported([call])).diagnosed
        let folded = SessionStory(diagnosed).text
        #expect(folded.contains("abcdefghi … 203 characters more; --full shows all\n"), "\(folded)")
        #expect(!folded.contains("abcdefghi end"))
        let full = SessionStory(diagnosed, isFull: true).text
        #expect(full.contains("abcdefghi end\n") && !full.contains("--full"))
    }

    @Test func `where it was sent again from is told`() throws {
        let origin = SessionID(ConnectionID(rawValue: 999_999_999_999))
        let text = try story(Reported([.refused], origin: origin))
        #expect(text.contains("  origin     \(origin), of which this was sent again"))
    }

    @Test(arguments: [[WrittenCall.shop, .resumed], [.refused], [.untimed]])
    func `nothing that others wrote can drive a terminal`(calls: [WrittenCall]) throws {
        let text = try story(Reported(calls, findings: [.full]))
        #expect(
            text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}" })
    }
}

import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// Where words stand on the clock of the call: input at its transcript, output spread over its playback.
@Suite struct SpokenLineTests {
    /// The lines of every turn of a call.
    private func lines(_ call: WrittenCall) throws -> [SpokenLine] {
        var lines: [SpokenLine] = []
        _ = try RecordedCall(call.events).source.readTurns(ExportOptions()) { lines += SpokenLine.lines(of: $0) }
        return lines
    }

    private func begun() -> WrittenCall {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m"}}"#)
        call.say(.serverToClient, #"{"setupComplete":{}}"#)
        return call
    }

    @Test func `a question lasts until its answer, an answer as long as it sounds`() throws {
        var call = begun()
        call.hear("Where is it?", after: 1)
        call.speak("It is here.", milliseconds: 2_000, after: 1.5)
        call.complete(prompt: 1, response: 1, after: 2)
        let lines = try lines(call)
        #expect(lines.map(\.speaker) == [.user, .model])
        #expect(lines[0].start == .seconds(1))
        #expect(lines[0].end == .milliseconds(2_500))
        #expect(lines[1].start == .milliseconds(2_500))
        #expect(lines[1].end == .milliseconds(4_500))
        #expect(lines.map(\.text) == ["Where is it?", "It is here."])
        #expect(lines.allSatisfy { $0.unheard.isEmpty })
    }

    @Test func `an answer that comes at once leaves time to read the question`() throws {
        var call = begun()
        call.hear("Where is it now, please?", after: 1)
        call.speak("Here.", milliseconds: 500, after: 0.01)
        call.complete(prompt: 1, response: 1, after: 1)
        let first = try #require(try lines(call).first)
        // 60 ms for each of 24 characters.
        #expect(first.end - first.start == .milliseconds(1_440))
    }

    @Test func `long texts are cut after sentences, else between words`() throws {
        var call = begun()
        let text = "This is the first sentence of three. " + String(repeating: "word ", count: 40) + "end."
        call.speak(text, milliseconds: 10_000, after: 1)
        call.complete(prompt: 1, response: 1, after: 10)
        let lines = try lines(call)
        #expect(lines.first?.text == "This is the first sentence of three.")
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.text.utf8.count <= 84 })
        #expect(lines.map(\.text).joined(separator: " ") == text)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.start < $1.start && $0.end <= $1.end })
        #expect(lines.last?.end == .seconds(11))
    }

    @Test func `what was never heard is told apart`() throws {
        var call = begun()
        call.speak("One two three four five six seven eight.", milliseconds: 4_000, after: 1)
        call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#, after: 2)
        call.complete(prompt: 1, response: 1, after: 0.1)
        let line = try #require(try lines(call).first)
        #expect(line.end <= .seconds(3) + .milliseconds(1))
        #expect(line.text + " " + line.unheard == "One two three four five six seven eight.")
        #expect(line.text.hasPrefix("One two three"))
        #expect(line.unheard.hasSuffix("eight."))
    }

    @Test func `nothing that was heard is an ellipsis with what was not`() throws {
        var call = begun()
        call.speak("Never heard.", milliseconds: 4_000, after: 1)
        call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#)
        call.complete(prompt: 1, response: 1, after: 0.1)
        let line = try #require(try lines(call).first)
        #expect(line.text == "…")
        #expect(line.unheard == "Never heard.")
        #expect(line.end - line.start == SpokenLine.shortest)
    }

    @Test func `a conversation in writing has lines, too`() throws {
        var call = begun()
        call.say(
            .clientToServer,
            #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"  Hello\nthere "}]}],"turnComplete":true}}"#,
            after: 1)
        call.say(.serverToClient, #"{"serverContent":{"modelTurn":{"parts":[{"text":"Good morning."}]}}}"#, after: 0.5)
        call.complete(prompt: 1, response: 1, after: 0.2)
        let lines = try lines(call)
        #expect(lines.map(\.text) == ["Hello there", "Good morning."])
        #expect(lines[1].start == .milliseconds(1_500))
        #expect(lines[1].end == .milliseconds(2_500))
    }

    @Test func `a turn in which nobody said anything has no line`() throws {
        var call = begun()
        call.speak("", milliseconds: 500, after: 1)
        call.complete(prompt: 1, response: 1, after: 0.5)
        #expect(try lines(call) == [])
    }

    @Test(arguments: [("", ""), (" ", ""), ("a", "a"), ("  a b ", "a b"), ("\u{A0}a", "\u{A0}a")])
    func `spaces at both ends are none`(text: String, trimmed: String) {
        #expect(text.trimmed == trimmed)
    }

    // MARK: In the formats

    /// Two lines in front of the third hour.
    private func late(_ text: String) -> RecordedCall {
        var call = begun()
        call.hear(text, after: 7_265.25)
        call.speak("<b>{x}</b> & --> \u{202E}y", milliseconds: 1_000, after: 1.5)
        call.complete(prompt: 1, response: 1, after: 2)
        return RecordedCall(call.closed())
    }

    @Test func `cues of WebVTT have hours, and no markup of others`() throws {
        let text = try late("What --> now?").text(as: "vtt")
        #expect(text.hasPrefix("WEBVTT\n\nNOTE\nSession "))
        #expect(text.contains("\n02:01:05.250 --> 02:01:06.750\n<v User>What --&gt; now?\n\n"))
        #expect(text.contains("\n<v Model>&lt;b&gt;{x}&lt;/b&gt; &amp; --&gt; "))
        #expect(!text.contains("\u{202E}"))
        let notes = text.split(separator: "\n\n").filter { $0.hasPrefix("NOTE") }
        #expect(notes.allSatisfy { !$0.contains("-->") })
    }

    @Test func `cues of SubRip are numbered, have commas and no markup`() throws {
        let text = try late("What now?").text(as: "srt")
        #expect(text.hasPrefix("1\r\n02:01:05,250 --> 02:01:06,750\r\nUser: What now?\r\n\r\n2\r\n02:01:06,750 --> "))
        #expect(text.contains("Model: ‹b›(x)‹/b› & --› "))
    }

    @Test func `labels are three cells, whatever was said`() throws {
        let text = try late("a\tb\nc").text(as: "labels")
        let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(rows.allSatisfy { $0.count == 3 })
        #expect(rows.contains { $0[0] == "7265.250" && $0[1] == "7266.750" && $0[2] == "User: a b c" })
    }
}

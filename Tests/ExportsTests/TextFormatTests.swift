import Exports
import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@Suite struct TextFormatTests {
    @Test(arguments: ["vtt", "srt", "labels", "csv", "markdown"])
    func `a talk reads as documented`(format: String) throws {
        expectGolden(try RecordedCall.talk.text(as: format), named: "talk.\(format)")
    }

    @Test func `a har entry carries the connection and its messages`() throws {
        let call = RecordedCall.talk
        let text = try call.text(as: "har") { options in
            options.isText = true
            options.filter = (try? Filter.parse("!has:audio")) ?? .everything
        }
        expectGolden(text, named: "talk.har")
    }

    @Test func `events and frames are lines of their own schema`() throws {
        let text = try RecordedCall.talk.text(as: "ndjson") { options in
            options.hasEvents = true
            options.filter = (try? Filter.parse("kind:goaway")) ?? .everything
        }
        expectGolden(text, named: "talk-events.ndjson")
    }

    @Test(arguments: ExportFormat.all.filter { $0.write != nil && $0.filterScope != nil }.map(\.name))
    func `an empty session makes an empty document, not a failure`(format: String) throws {
        var call = WrittenCall()
        _ = try RecordedCall(call.closed()).exported(as: format)
        _ = try RecordedCall([]).exported(as: format)
    }

    @Test func `a range leaves out what is outside and keeps the clock`() throws {
        let call = RecordedCall.talk
        let turn = try call.source.interval(ofTurns: 2...2)
        let labels = try call.text(as: "labels") { $0.interval = turn }
        #expect(!labels.contains("Hello"))
        #expect(labels.contains("3.710\t"))
        let csv = try call.text(as: "csv") { $0.interval = turn }
        #expect(csv.split(separator: "\r\n").count == 2)
        #expect(throws: ExportError.noTurn(9)) { try call.source.interval(ofTurns: 9...9) }
    }

    @Test func `a turn filter chooses turns`() throws {
        let filter = try Filter.parse("is:interrupted", for: .turns)
        let csv = try RecordedCall.talk.text(as: "csv") { $0.filter = filter }
        #expect(csv.split(separator: "\r\n").dropFirst().allSatisfy { $0.hasPrefix("2,") })
    }

    @Test func `subtitles are in order and every line lasts`() throws {
        let text = try RecordedCall.talk.text(as: "srt")
        let times = text.split(separator: "\r\n").filter { $0.contains(" --> ") }.map { $0.split(separator: " ") }
        #expect(times.count >= 4)
        #expect(times.allSatisfy { $0[0] < $0[2] })
        #expect(times.map { $0[0] } == times.map { $0[0] }.sorted())
    }

    /// All turns of a session come out, also those that the state has long forgotten.
    @Test func `a session of three hundred turns is exported whole`() throws {
        var call = WrittenCall()
        for turn in 1...300 {
            call.hear("question \(turn)", after: 1)
            call.say(.serverToClient, #"{"serverContent":{"modelTurn":{"parts":[{"text":"answer"}]}}}"#, after: 0.2)
            call.say(.serverToClient, #"{"serverContent":{"turnComplete":true}}"#)
        }
        let csv = try RecordedCall(call.closed()).text(as: "csv")
        let rows = csv.split(separator: "\r\n").dropFirst()
        #expect(rows.map { $0.prefix { $0 != "," } } == (1...300).map { "\($0)"[...] })
    }
}

import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// The page and its charts.
@Suite struct PageTests {
    private func page(_ change: (inout WrittenCall) -> Void) throws -> String {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/<m>"}}"#)
        call.say(.serverToClient, #"{"setupComplete":{}}"#)
        change(&call)
        return try RecordedCall(call.closed()).text(as: "html")
    }

    private func count(_ part: String, in page: String) -> Int { page.ranges(of: part).count }

    @Test func `a call in which nothing was said has a timeline and no other chart`() throws {
        let page = try page { _ in }
        #expect(count("<svg", in: page) == 1)
        #expect(page.contains("<h2>Timeline</h2>"))
        #expect(!page.contains("<h2>Context</h2>"))
        #expect(page.contains("&lt;m&gt;"))
        #expect(!page.contains("<m>"))
    }

    @Test func `the end and the worst that was found come first, the charts before the list`() throws {
        let page = try page { call in call.complete(prompt: 1_000, response: 10, after: 0.5) }
        let order = [
            "<p class=\"end\">Ended by the server with 1000 after ",
            "<p class=\"worst\"><b>The server announced the end",
            "<p class=\"fix\">Reconnect &lt;in time&gt;.</p>", "<section class=\"cards\">", "<h2>Timeline</h2>",
            "<h2>Context</h2>", "<h2>Findings</h2>", "<h2>Conversation</h2>",
        ]
        let places = try order.map { try #require(page.firstRange(of: $0)?.lowerBound, "\($0)") }
        #expect(places == places.sorted())
        #expect(page.contains("<section class=\"verdict warning\">"))
        #expect(page.contains("<span>Cost</span>"))
    }

    @Test func `a reason, however long and hostile, is quoted behind the end`() throws {
        var call = WrittenCall()
        call.append(
            .closed(Closure(by: .server, code: CloseCode(rawValue: 1008), reason: "<b>`x`\u{202E}")), after: 75)
        let page = try RecordedCall(call.events).text(as: "html")
        #expect(page.contains("Ended by the server with 1008 after 75 s<q>&lt;b&gt;&#96;x&#96;</q>"))
    }

    @Test(arguments: [
        ("The `goAway` came.", "The <code>goAway</code> came."), ("`a<b`", "<code>a&lt;b</code>"),
        ("one ` alone", "one &#96; alone"), ("", ""), ("plain & simple", "plain &amp; simple"),
    ])
    func `what stands between backticks is code, and no backtick is left`(sentence: String, html: String) {
        #expect(HTML.prose(sentence) == html)
    }

    @Test func `each turn with a latency is a column, and each usage a step`() throws {
        let page = try page { call in
            for turn in 1...3 {
                call.hear("Question \(turn)?", after: 1)
                call.speak("Answer.", milliseconds: 200, after: 0.9)
                call.complete(prompt: 1_000 * turn, response: 10, after: 0.5)
            }
        }
        #expect(count("<svg", in: page) == 3)
        #expect(page.contains("<title>turn 2: "))
        #expect(page.contains("aria-label=\"Tokens in the context\""))
        #expect(count("<div class=\"turn\">", in: page) == 3)
        #expect(page.contains("800 ms</text>"))
        #expect(count("<svg", in: page) == count("</svg>", in: page))
    }

    @Test func `a long call keeps the latest turns, and every turn in the conversation`() throws {
        let page = try page { call in
            for turn in 1...130 {
                call.hear("q\(turn)", after: 1)
                call.say(.serverToClient, #"{"serverContent":{"modelTurn":{"parts":[{"text":"a"}]}}}"#, after: 0.2)
                call.say(.serverToClient, #"{"serverContent":{"turnComplete":true}}"#)
            }
        }
        #expect(count("<div class=\"turn\">", in: page) == 130)
        #expect(!page.contains("<title>turn 10: "))
        #expect(page.contains("<title>turn 11: "))
        #expect(page.contains("<title>turn 130: "))
    }

    @Test func `interruptions and tools have their marks`() throws {
        let page = try page { call in
            call.say(
                .serverToClient, #"{"toolCall":{"functionCalls":[{"id":"1","name":"find<b>","args":{}}]}}"#, after: 1)
            call.say(
                .clientToServer, #"{"toolResponse":{"functionResponses":[{"id":"1","name":"find<b>","response":{}}]}}"#,
                after: 0.5)
            call.speak("Long answer.", milliseconds: 3_000, after: 0.2)
            call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#, after: 1)
            call.complete(prompt: 1, response: 1, after: 0.1)
        }
        #expect(page.contains("<span>tool find&lt;b&gt;</span>"))
        #expect(page.contains("<span>interrupted</span>"))
        #expect(count("class=\"tool\"", in: page) >= 1)
        #expect(count("class=\"alarm\"", in: page) == 1)
        #expect(page.contains("<del>"))
    }

    @Test func `findings are told with their evidence`() throws {
        let page = try page { _ in }
        #expect(page.contains("<article class=\"finding warning\">"))
        #expect(page.contains("Reconnect &lt;in time&gt;."))
        #expect(page.contains("<summary>Evidence</summary><p>overdue 3.3 s"))
        #expect(page.contains("#16 at 6.000 s: goAway, &quot;10 s&quot;"))
    }

    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"), ("\"'", "&quot;&#39;"), ("a\nb", "a b"), ("`", "&#96;"),
        ("\u{202E}x", "x"), ("", ""),
    ])
    func `text is text, in an element or an attribute`(text: String, html: String) {
        #expect(HTML.text(text) == html)
    }

    // MARK: Stretches of time

    @Test func `more stretches than can be drawn become coarser, and none is lost`() throws {
        var list = SpanList()
        for index in 0..<10_001 {
            let start = WrittenCall.start + .seconds(index)
            list.append(start, start + .milliseconds(500))
        }
        #expect(list.all.count <= 4_000)
        #expect(list.all.first?.start == WrittenCall.start)
        #expect(list.all.last?.end == WrittenCall.start + .milliseconds(10_000_500))
        #expect(zip(list.all, list.all.dropFirst()).allSatisfy { $0.end <= $1.start })
        // Every second has something of it.
        let covered = list.all.reduce(into: 0) { $0 += Int(($1.end - $1.start).seconds.rounded(.up)) }
        #expect(covered == 10_001)
    }

    @Test func `an end before its beginning is none`() {
        var list = SpanList()
        list.append(WrittenCall.start, WrittenCall.start - .seconds(1))
        #expect(list.all.first?.end == WrittenCall.start)
    }
}

@Suite struct FormatTableTests {
    @Test func `every format has a name, an ending and a line of help of its own`() {
        let all = ExportFormat.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(all.allSatisfy { !$0.fileExtension.isEmpty && !$0.fileExtension.hasPrefix(".") && !$0.summary.isEmpty })
        for format in all { #expect(ExportFormat.named(format.name)?.summary == format.summary) }
        #expect(ExportFormat.named("docx") == nil)
        #expect(all.filter { $0.write == nil }.map(\.name) == ["bundle"])
        #expect(all.filter(\.isConcatenable).map(\.name) == ["ndjson", "bundle"])
    }

    /// Nothing that can be in a recording ends an export.
    @Test func `whatever crossed is exported or refused, never fatal`() {
        let texts = [
            #"{"setup":{"model":"models/m"}}"#, #"{"setupComplete":{}}"#, "{", "null",
            #"{"serverContent":{"turnComplete":true}}"#,
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=0","data":"6AM="}}]}}}"#,
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=99999999999","data":"6AM="}}]}}}"#,
            #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=7","data":"AAAA"}}}"#,
            #"{"usageMetadata":{"promptTokenCount":9223372036854775807,"totalTokenCount":-1}}"#,
            #"{"toolCall":{"functionCalls":[{"name":"","args":null},{}]}}"#, #"{"serverContent":{"interrupted":true}}"#,
            #"{"goAway":{"timeLeft":"99999999999999999999s"}}"#,
        ]
        expectProperty(runs: 60) { random in
            var call = WrittenCall()
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                let text = texts.randomElement(using: &random) ?? ""
                let direction: Direction = random.isOne(in: 2) ? .clientToServer : .serverToClient
                let delays: [Double] = [0, 0.01, 5, -3, 4_000_000]
                let delay = delays.randomElement(using: &random) ?? 0
                switch Int.random(in: 0...6, using: &random) {
                case 0:
                    call.append(.frame(direction, Frame(opcode: .binary, byteCount: .max, payload: nil)), after: delay)
                case 1: call.append(.captureGap(CaptureGap(frames: .max, bytes: .max, cause: .tapFull)), after: delay)
                case 2:
                    call.append(
                        .frame(direction, Frame(.text, Array(text.utf8.dropLast(3)), isFinal: false)), after: delay)
                default: call.say(direction, text, after: delay)
                }
            }
            let recorded = RecordedCall(random.isOne(in: 2) ? call.closed() : call.events)
            // Four million seconds of silence are no file that a test should make.
            for format in ExportFormat.all where format.write != nil && format.name != "wav" {
                do { try require(try recorded.exported(as: format.name)) } catch let error as ExportError {
                    try #require(!"\(error)".isEmpty)
                }
            }
        }
    }

    private func require(_ bytes: [UInt8]) throws { try #require(String(validating: bytes, as: UTF8.self) != nil) }
}

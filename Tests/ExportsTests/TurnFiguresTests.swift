import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// Figures of turns, and what else happened on the clock of the call.
@Suite struct TurnFiguresTests {
    private func begun() -> WrittenCall {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/m"}}"#)
        call.say(.serverToClient, #"{"setupComplete":{}}"#)
        return call
    }

    /// A question, a tool, an answer that is interrupted half-way, another that nobody ends.
    private var shop: RecordedCall {
        var call = begun()
        call.hear("Where is it?", after: 1)
        call.say(
            .serverToClient,
            #"{"toolCall":{"functionCalls":[{"id":"1","name":"find","args":{}},{"id":"2","name":"look","args":{}}]}}"#,
            after: 0.25)
        call.say(
            .clientToServer, #"{"toolResponse":{"functionResponses":[{"id":"1","name":"find","response":{}}]}}"#,
            after: 0.5)
        call.say(.serverToClient, #"{"toolCallCancellation":{"ids":["2"]}}"#, after: 0.25)
        call.speak("Here it is, at last.", milliseconds: 2_000, after: 0.5)
        call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#, after: 1)
        call.complete(prompt: 10, response: 5, after: 0.1)
        call.hear("=And, \"where\"?", after: 2)
        call.speak("There.", milliseconds: 500, after: 0.75)
        call.say(.serverToClient, #"{"goAway":{"timeLeft":"10s"}}"#, after: 0.5)
        return RecordedCall(call.closed())
    }

    private func rows(_ change: (inout ExportOptions) -> Void = { _ in }) throws -> [[String: String]] {
        let lines = try shop.text(as: "csv", change).split(separator: "\r\n").map(cells)
        let header = try #require(lines.first)
        return lines.dropFirst().map { line in
            #expect(line.count == header.count)
            return Dictionary(zip(header, line), uniquingKeysWith: { $1 })
        }
    }

    /// RFC 4180.
    private func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted { cells.append("") } else { cells[cells.count - 1].append(character) }
        }
        return cells.map { cell in
            guard cell.hasPrefix("\""), cell.count > 1 else { return cell }
            return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"")
        }
    }

    @Test func `a turn's row holds what happened in it`() throws {
        let rows = try rows()
        #expect(rows.count == 2)
        let first = try #require(rows.first)
        let expected = [
            "turn": "1", "started_s": "1.000", "answered_s": "2.500", "interrupted_s": "3.500", "completed_s": "3.600",
            "response_ms": "750", "response_anchor": "tool", "tool_ms": "750", "audio_s": "2.000", "heard_s": "1.000",
            "heard_ratio": "0.500", "audio_after_interruption_ms": "0", "tool_calls": "2", "tools": "find look",
            "interrupted": "true", "cut_off": "false", "user": "Where is it?", "model": "Here it is, at last.",
        ]
        for (name, value) in expected {
            #expect(first[name]?.hasPrefix(value) == true, "\(name): \(first[name] ?? "")")
        }
        #expect(first["started"] == "2026-09-20T10:00:01.123Z")
    }

    @Test func `a turn that nobody ended is cut off, and its text no formula`() throws {
        let last = try #require(try rows().last)
        #expect(last["cut_off"] == "true")
        #expect(last["completed_s"] == "")
        #expect(last["user"] == "'=And, \"where\"?")
        #expect(last["response_anchor"] == "transcript")
        #expect(last["response_ms"]?.hasPrefix("750") == true)
    }

    @Test func `findings are a table of their own`() throws {
        let text = try shop.text(as: "csv") { $0.table = .findings }
        let lines = text.split(separator: "\r\n").map(cells)
        #expect(lines.count == 2)
        #expect(lines.last?.first == "goaway-ignored")
        #expect(lines.last?.contains("'=cause") == true)
        #expect(lines.last?.contains("#16 at 6.000 s: goAway, \"10 s\"") == true)
    }

    @Test func `labels hold tools, interruptions and the announced end`() throws {
        let labels = try shop.text(as: "labels").split(separator: "\n").map(String.init)
        for label in [
            "1.250\t1.750\ttool find answered", "3.500\t3.500\tinterrupted", "6.850\t6.850\tgoAway",
            "6.000\t7.000\tgoaway-ignored: The server announced the end --> and nobody left",
        ] { #expect(labels.contains(label), "\(label)") }
        #expect(labels.contains { $0.hasSuffix("\ttool look cancelled") })
        #expect(
            labels.allSatisfy { line in
                let times = line.split(separator: "\t").prefix(2).compactMap { Double($0) }
                return times.count == 2 && times[0] <= times[1]
            })
    }

    @Test func `filters of frames and turns choose what they say`() throws {
        let frames = { (filter: String) in
            let filter = try Filter.parse(filter, for: .frames)
            return try shop.text(as: "ndjson") { $0.filter = filter }.split(separator: "\n").count
        }
        #expect(try frames("kind:toolCall") == 1)
        #expect(try frames("dir:up") == 2)
        #expect(try frames("has:audio") == 2)
        #expect(try frames("bergen") == 0)
        let turns = try Filter.parse("is:interrupted", for: .turns)
        let markdown = try shop.text(as: "markdown") { $0.filter = turns }
        #expect(markdown.contains("**1** · "))
        #expect(!markdown.contains("**2** · "))
    }

    @Test func `an issue says what was heard and what was not`() throws {
        let markdown = try shop.text(as: "markdown")
        #expect(markdown.contains("> User: Where is it?\n>\n> Model: Here it"))
        #expect(markdown.contains(" *[not heard: "))
        #expect(markdown.contains("> User: =And, \"where\"?"))
        #expect(
            markdown.contains(
                "- **warning** `goaway-ignored` at 00:06.000: The server announced the end --\\> and nobody left"))
        #expect(markdown.hasPrefix("# Session \(shop.session)\n\n| | |\n|---|---|\n| Model | m |\n"))
    }
}

import Diagnosis
import Foundation
import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing
import Wording

@testable import TerminalUI

/// Small terminals, and names that nobody would choose.
@Suite struct EdgeTests {
    private static let names = [
        "long": String(repeating: "title of three hundred columns ", count: 10),
        "wide": String(repeating: "長い題名", count: 40), "blank": " \u{200B} ", "empty": "",
        "hostile": "a\u{1B}[31mred\u{7}\n\u{202E}b\u{9B}2J", "private": "\u{E000}\u{F8FF}",
        "hangul": "안녕하세요".decomposedStringWithCanonicalMapping,
    ]

    private static func named(_ tag: String) -> FleetSnapshot {
        var snapshot = StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
        for index in snapshot.summaries.indices { snapshot.summaries[index].tag = tag }
        return snapshot
    }

    private static func ended(_ tag: String) -> FleetSnapshot {
        var snapshot = Staged.one.snapshot
        snapshot.summaries[0].tag = tag
        snapshot.summaries[0].activity = .closed
        snapshot.summaries[0].closedAt = snapshot.now
        snapshot.summaries[0].closure = Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal error")
        return snapshot
    }

    private func text(_ snapshot: FleetSnapshot, _ size: Size, _ keys: Key...) -> String {
        var model = Model.showing(snapshot, on: size)
        for key in keys { _ = model.update(.key(key)) }
        return view(model, size: size).text
    }

    /// Lines one after the other, without frames: a sentence may go on in the next.
    private func words(_ text: String) -> String {
        text.split { " \n│".contains($0) }.joined(separator: " ")
    }

    @Test(arguments: names.values.sorted())
    func `a tag of whatever kind leaves the rest of its line in sight`(tag: String) {
        for size in [Size(40, 12), Size(60, 20), Size(80, 24), Size(120, 40), Size(300, 100)] {
            #expect(text(Self.named(tag), size, .enter).contains("\(Staged.id(1))"))
            #expect(text(Self.named(tag), size).contains("goaway"))
        }
    }

    /// A row needs a name.
    @Test(arguments: ["blank", "empty"])
    func `a tag of which nothing is to be seen is none`(kind: String) {
        let tag = Self.names[kind] ?? ""
        let snapshot = Self.ended(tag)
        let id = "\(Staged.checkout.id)"
        for size in [Size(40, 12), Size(80, 24), Size(120, 40)] { #expect(text(snapshot, size).contains(" \(id) ")) }
        #expect(text(snapshot, Size(80, 24), .character("a")).contains("─ \(id) ─"))
        #expect(text(snapshot, Size(80, 24), .character("D")).contains("Delete \(id) from"))
        #expect(text(snapshot, Size(80, 24), .enter).contains("■ \(id)  "))
    }

    @Test(arguments: [Size(40, 12), Size(60, 20), Size(80, 24)])
    func `what is asked before something is lost is read to its end`(size: Size) {
        #expect(words(text(Self.ended("dictation"), size, .character("D"))).contains("There is no way back."))
        var snapshot = Staged.one.snapshot
        snapshot.summaries += [Staged.open(9, "another", .listening, age: 3)]
        #expect(words(text(snapshot, size, .character("q"))).contains("through livetop and would end with it."))
    }

    @Test(arguments: [Size(40, 12), Size(60, 20)])
    func `what is wrong with a filter is told to its end`(size: Size) {
        var model = Model.showing(Staged.one.snapshot, on: size, .character("/"))
        for character in "has:foo" { _ = model.update(.key(.character(character))) }
        let shown = words(view(model, size: size).text)
        #expect(shown.contains("✗ has: has no foo (at character 5); has: knows audio, video,"))
    }

    @Test func `a menu tells the selected line whole where lines are cut`() {
        var model = Model(exportChoices: [
            ExportChoice(name: "trace", summary: "lanes and counters for Perfetto and chrome://tracing"),
            ExportChoice(name: "srt", summary: "subtitles (SubRip)"),
        ])
        let size = Size(40, 16)
        for message in [.resized(size), .snapshot(Staged.one.snapshot), .key(.character("e"))] as [Message] {
            _ = model.update(message)
        }
        #expect(words(view(model, size: size).text).contains("lanes and counters for Perfetto and chrome://tracing"))
        let settings = words(text(Staged.one.snapshot, size, .function(2)))
        #expect(settings.contains("To keep it: theme and [keys] in config.toml"))
    }

    /// What runs past the line is at its beginning, whatever its characters take.
    @Test func `the end of a line that is typed stays in sight`() {
        var model = Model.showing(Staged.one.snapshot, on: Size(40, 12), .character("/"))
        for character in String(repeating: "長", count: 30) + "END" { _ = model.update(.key(.character(character))) }
        let line = view(model, size: Size(40, 12)).text.split(separator: "\n").first { $0.hasPrefix("/") }
        #expect(line?.hasPrefix("/…長") == true)
        #expect(line?.hasSuffix("END") == true)
    }

    @Test(arguments: [
        (Size(20, 5), ["needs 40x6  1 open", "● checkout  speaking"]),
        (Size(30, 10), ["needs 40x6  1 open", "● checkout  speaking"]),
        (Size(60, 5), ["needs 40x6  1 open  ● checkout  speaking"]), (Size(20, 1), ["needs 40x6  1 open …"]),
    ])
    func `a terminal that is too small says which it needs, and breaks no word`(size: Size, lines: [String]) {
        let shown = text(Staged.one.snapshot, size).split(separator: "\n").map(String.init)
        #expect(shown == lines)
    }

    /// At 60 columns a name of a rule has the place of the time.
    @Test func `rules are named whole where sentences have room`() {
        #expect(text(Self.named("a"), Size(60, 20), .enter, .character("5")).contains("goaway-ignored  "))
    }

    @Test func `who ended a call is never cut by the code that stands beside it`() {
        let line = text(Self.ended("a"), Size(60, 20)).split(separator: "\n").first { $0.contains(" a ") }
        #expect(line?.contains("  server      1011 ") == true)
    }

    /// Of a call that was taken up again and again.
    @Test func `a call that lasted longer than a session may is not measured by that`() {
        var snapshot = Self.ended("a")
        snapshot.summaries[0].openedAt = snapshot.now - .seconds(36_000)
        snapshot.summaries[0].sessionCap = .seconds(900)
        #expect(text(snapshot, Size(80, 24), .enter).contains("10h00 in all"))
        snapshot.summaries[0].openedAt = snapshot.now - .seconds(60)
        #expect(text(snapshot, Size(80, 24), .enter).contains("1:00 of 15:00"))
    }

    @Test func `a narrow screen says whole whose calls it shows, and what a setting was before`() {
        var snapshot = Staged.one.snapshot
        snapshot.process.source = .database("/data/livetop.db")
        #expect(text(snapshot, Size(40, 12)).hasPrefix(" livetop  ATTACHED  no proxy here\n"))
        #expect(text(snapshot, Size(60, 20)).hasPrefix(" livetop  ATTACHED  no proxy is recording here\n"))
        snapshot.process.source = .attached(pid: 1_234_567)
        #expect(text(snapshot, Size(40, 12)).contains("process 1234567"))
    }
}

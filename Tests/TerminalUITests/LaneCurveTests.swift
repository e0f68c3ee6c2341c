import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Testing

@testable import TerminalUI

@Suite struct LaneCurveTests {
    @Test func `free rows go to the curves in order, and none gets a single one`() {
        func rows(_ free: Int) -> [Int] {
            let rows = LaneCurve.rows(free: free, of: LaneCurve.Kind.allCases)
            return LaneCurve.Kind.allCases.map { rows[$0] ?? 0 }
        }
        #expect(rows(0) == [0, 0, 0, 0])
        #expect(rows(1) == [0, 0, 0, 0])
        #expect(rows(3) == [3, 0, 0, 0])
        #expect(rows(7) == [3, 2, 2, 0])
        #expect(rows(14) == [4, 4, 3, 3])
        #expect(rows(100) == [9, 9, 9, 9])
        #expect(LaneCurve.rows(free: 7, of: [.context]) == [.context: 7])
        #expect(LaneCurve.rows(free: 7, of: []).isEmpty)
    }

    @Test func `a call in which nothing sounded has no height for sound`() throws {
        let silent = try #require(StagedCall.refused.snapshot(at: 12, Staged.one.gauges).detail)
        #expect(LaneCurve.kinds(of: silent).isEmpty)
        let talk = try #require(StagedCall.talk.snapshot(at: 252, Staged.one.gauges).detail)
        #expect(LaneCurve.kinds(of: talk).contains(.context))
    }

    @Test func `bars stand on the line, and a little is seen`() {
        let bars = BrailleBars(values: [1, 0.01, 0, .nan, 0.5, 0.5])
        let lines = bars.lines(columns: 3, rows: 2) { _ in .plain }.map(\.text)
        #expect(lines == ["⡇  ", "⣇ ⣿"])
        let line = BrailleBars(values: [0.25, 0.25, 1, 1, 0.5, 0], isLine: true)
        let dots = line.lines(columns: 3, rows: 2) { _ in .plain }.map { $0.text.unicodeScalars.map(\.value) }
        // Level at two dots, a rise to eight, level, a fall to four, nothing.
        #expect(dots == [[0x20, 0x284F, 0x2847], [0x2824, 0x2807, 0x2801]])
        #expect(bars.lines(columns: 0, rows: 2) { _ in .plain }.isEmpty)
    }

    @Test func `a label that does not fit is left out whole`() {
        var cells = LaneCells(columns: 20)
        // There must be a blank between two.
        let places = [(2, "‖ 299 ms"), (6, "‖ 12 ms"), (10, "‖ 12 ms"), (12, "‖ 12 ms")]
        let isWritten = places.map { place, label in cells.write(label, at: place, .plain) }
        #expect(isWritten == [true, false, false, true])
        #expect(cells.text.text == "  ‖ 299 ms  ‖ 12 ms ")
    }

    @Test func `more rows show more of a call`() {
        let call = StagedCall.many.snapshot(at: 252, Staged.one.gauges)
        let small = view(Model.showing(call, on: Size(120, 24), .enter), size: Size(120, 24)).text
        let large = view(Model.showing(call, on: Size(200, 60), .enter), size: Size(200, 60)).text
        for word in ["backlog", "context ", "interrupted"] { #expect(large.contains(word)) }
        #expect(!small.contains("backlog"))
    }

    @Test func `the scrubber shows turns, findings and the instant, and takes a click`() {
        var playback = Playback(session: Staged.id(1), position: .seconds(30), length: .seconds(60), isPlaying: false)
        playback.turns = [.seconds(10), .seconds(45)]
        playback.findings = [Playback.Mark(at: .seconds(60), severity: .error)]
        var grid = CellGrid(Size(60, 1))
        Scrubber(playback: playback).draw(in: Rect(grid.size), on: &grid)
        #expect(grid.text.hasPrefix(" 0:30 "))
        #expect(grid.text.contains("●") && grid.text.contains("■"))
        #expect(grid.text.filter { $0 == "╵" }.count == 2)
        let line = Rect(grid.size)
        #expect(Scrubber(playback: playback).position(at: 0, 8, in: line) == .zero)
        #expect(Scrubber(playback: playback).position(at: 0, 2, in: line) == nil)
        #expect(Scrubber(playback: playback).position(at: 0, 51, in: line) == .seconds(60))
    }

    @Test func `a sentence is wrapped with its styles`() {
        let text = StyledText("ended by server", .alert) + StyledText(", 3 s ago") + StyledText(" why", .faint)
        #expect(text.wrapped(to: 80) == [text])
        let lines = text.wrapped(to: 12)
        #expect(lines.map(\.text) == ["ended by", "server, 3 s", "ago why"])
        #expect(lines[0].runs.map(\.style) == [.alert])
        #expect(lines[1].runs.map(\.style) == [.alert, .plain])
        #expect(lines[2].runs.last?.style == .faint)
    }
}

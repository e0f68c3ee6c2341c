import Foundation
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct MouseTests {
    private let size = Size(120, 40)

    /// The column of a word on a line of the picture, which must be ASCII up to there.
    private func column(of word: String, row: Int, in model: Model) -> Int? {
        let line = view(model, size: size).text.components(separatedBy: "\n")[row]
        return line.range(of: word).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }

    @Test func `a click selects a row, a double click opens it`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        let second = model.layout.body.row + 2
        _ = model.update(.mouse(.pressed(row: second, column: 10)))
        #expect(model.sessions.selectedIndex(model.context) == 1)
        _ = model.update(.mouse(.doublePressed(row: second, column: 10)))
        #expect(model.openedSession == model.rows[1].id)
    }

    @Test func `a double click on a finding shows the frame that proves it`() {
        let call = StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
        var model = Model.showing(call, on: size, .enter, .character("5"))
        let first = model.layout.body.row + 1
        // The sentence of the first finding has two lines.
        _ = model.update(.mouse(.pressed(row: first + 1, column: 10)))
        #expect(model.findings.selectedIndex(model.context) == 0)
        _ = model.update(.mouse(.pressed(row: first + 2, column: 10)))
        #expect(model.findings.selectedIndex(model.context) == 1)
        #expect(model.place.screen == .findings)
        _ = model.update(.mouse(.doublePressed(row: first, column: 10)))
        #expect(model.place.screen == .frames)
    }

    @Test func `a click beside a list selects nothing in it`() {
        let call = StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
        var model = Model.showing(call, on: size, .enter, .character("6"))
        let list = MetricsScreen.listPlace(in: model.layout.body)
        let before = model.screens[MetricsScreen.self].cursor.selected
        _ = model.update(.mouse(.pressed(row: list.row + list.rows + 2, column: 3)))
        #expect(model.screens[MetricsScreen.self].cursor.selected == before)
    }

    @Test func `a click on a title sorts by it, another one reverses`() throws {
        var model = Model.showing(Staged.many.snapshot, on: size)
        let titles = model.layout.body.row
        let column = try #require(self.column(of: "STATE", row: titles, in: model))
        _ = model.update(.mouse(.pressed(row: titles, column: column)))
        #expect(model.sessions.sort == SessionSort(column: .state))
        _ = model.update(.mouse(.pressed(row: titles, column: column)))
        #expect(model.sessions.sort == SessionSort(column: .state, isReversed: true))
    }

    @Test func `a click on what is wrong shows the findings, on a low terminal without tabs too`() {
        let call = StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
        for size in [size, Size(80, 12)] {
            var model = Model.showing(call, on: size, .enter)
            #expect(!model.layout.trouble.isEmpty)
            _ = model.update(.mouse(.pressed(row: model.layout.header.rows - 1, column: 3)))
            #expect(model.place.screen == .findings)
        }
    }

    @Test func `a click on a tab shows its view`() throws {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size, .enter)
        let column = try #require(self.column(of: "Turns", row: 2, in: model))
        _ = model.update(.mouse(.pressed(row: 2, column: column)))
        #expect(model.place.screen == .turns)
    }

    @Test func `the wheel moves, and a click closes the help`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        _ = model.update(.mouse(.wheelDown))
        #expect(model.sessions.selectedIndex(model.context) == 3)
        _ = model.update(.key(.character("?")))
        _ = model.update(.mouse(.pressed(row: 0, column: 0)))
        #expect(model.overlay == nil)
    }

    @Test func `the mouse is given back and taken again`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        #expect(model.update(.key(.character("%"))) == [.useMouse(false)])
        #expect(model.update(.key(.character("%"))) == [.useMouse(true)])
    }
}

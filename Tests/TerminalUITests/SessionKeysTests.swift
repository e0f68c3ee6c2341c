import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Testing
import Wording

@testable import TerminalUI

@Suite struct SessionKeysTests {
    private let size = Size(120, 40)

    private func opened(_ keys: Key...) -> Model {
        var model = Model.showing(StagedCall.leaving.snapshot(at: 252, Staged.one.gauges), on: size, .enter)
        for key in keys { _ = model.update(.key(key)) }
        return model
    }

    @Test func `the window of the lanes zooms, moves and follows again`() {
        var model = opened()
        let now = Staged.now
        let opening = now - .seconds(252)
        #expect(model.session.window.range(from: opening, to: now).span == .seconds(30))
        _ = model.update(.key(.character("+")))
        #expect(model.session.window.range(from: opening, to: now).span == .seconds(10))
        _ = model.update(.key(.character("h")))
        #expect(!model.session.window.isFollowing)
        for _ in 0..<3 { _ = model.update(.key(.character("l"))) }
        #expect(model.session.window.isFollowing)
        _ = model.update(.key(.character("0")))
        #expect(model.session.window.range(from: opening, to: now).start == opening)
    }

    @Test func `what is closer than half a column is still seen`() {
        let strip = LaneStrip(start: .seconds(0), span: .seconds(100), columns: 10)
        let halves = strip.covered(by: [LaneRun(start: .seconds(42), end: .seconds(42))])
        #expect(halves.filter { $0 }.count == 1 && halves[8])
        #expect(strip.column(of: .seconds(100)) == nil && strip.column(of: .seconds(99.9)) == 9)
    }

    @Test func `turns and findings are stepped through from anywhere`() {
        var model = opened(.character("["))
        #expect(model.notice == "Turn 2 of 2")
        _ = model.update(.key(.character("[")))
        #expect(model.notice == "Turn 1 of 2" && !model.session.window.isFollowing)
        _ = model.update(.key(.character("}")))
        #expect(model.notice?.hasPrefix("slow-response") == true)
        _ = model.update(.key(.character("W")))
        #expect(model.place.screen == .turns)
    }

    @Test func `Enter on a finding shows the frame that proves it`() {
        var model = opened(.character("5"))
        #expect(model.findings.selected(model.context)?.rule == "goaway-ignored")
        _ = model.update(.key(.enter))
        #expect(model.place.screen == .frames)
    }

    @Test func `findings of one rule stand together, the worst rule first`() {
        let rules = FindingRows.ordered(StagedFindings.all).map(\.rule.rawValue)
        #expect(
            rules == ["goaway-ignored", "slow-response", "slow-response", "context-exhausted", "input-too-quiet"])
    }

    @Test func `a marked row stays marked, can be shown alone, and carries a comment`() {
        var model = Model.showing(Staged.alarm.snapshot, on: size, .character("j"), .character("m"))
        #expect(view(model, size: size).text.contains("◆"))
        _ = model.update(.key(.character("M")))
        #expect(model.rows.map(\.tag) == ["tutor"])
        for key in [Key.character(";"), .character("o"), .character("k"), .enter] { _ = model.update(.key(key)) }
        #expect(view(model, size: size).text.contains("◆ ok"))
        _ = model.update(.key(.character("M")))
        #expect(model.rows.count == Staged.alarm.snapshot.summaries.count)
    }

    @Test func `marks are kept with the recording, and asked for once`() {
        let snapshot = Staged.alarm.snapshot
        var model = Model()
        #expect(model.update(.resized(size)).isEmpty)
        #expect(model.update(.snapshot(snapshot)) == [.readMarks])
        #expect(model.update(.snapshot(snapshot)).isEmpty)
        let first = Marks.Place(model.rows[0].id)
        let second = Marks.Place(model.rows[1].id)
        #expect(model.update(.key(.character("m"))) == [.keepMark(first, comment: "")])
        #expect(model.update(.key(.character("m"))) == [.keepMark(first, comment: nil)])
        // The answer to a question may be older than what was done since.
        _ = model.update(.marks([first: "stale", second: "slow"]))
        #expect(!model.marks.contains(first))
        #expect(model.marks.comment(at: second) == "slow")
    }

    @Test func `a turn is marked by the instant it opened`() throws {
        var model = opened()
        _ = model.update(.key(.character("3")))
        let turn = try #require(model.turns.selected(model.context))
        let place = Marks.Place(try #require(model.place.session), turn: turn.openedAt)
        #expect(model.update(.key(.character("m"))) == [.keepMark(place, comment: "")])
        #expect(view(model, size: size).text.contains("◆"))
    }

    @Test func `what was not heard is marked in the transcript`() {
        let text = view(opened(), size: size).text
        #expect(text.contains("user   Where is my order?"))
        #expect(text.contains("‖"))
    }

    @Test func `the segments of a turn fill its bar without a gap`() throws {
        let turn = try #require(StagedCall.talk.fleet.sessions.first?.turns.all.first { !$0.segments.isEmpty })
        let gap = try #require(turn.perceivedGap)
        #expect(turn.segments.reduce(Duration.zero) { $0 + $1.duration } == gap)
        let bar = TurnWaterfall(segments: turn.segments, scale: gap).text(width: 40)
        #expect(bar.width == 40 && !bar.text.contains(" "))
    }

    @Test func `a blank breaks lines, a long word is cut, wide characters count twice`() {
        #expect(TextWidth.wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(TextWidth.wrapped("abcdefghij", to: 4) == ["abcd", "efgh", "ij"])
        #expect(TextWidth.wrapped("注文はどこ", to: 4) == ["注文", "はど", "こ"])
        #expect(TextWidth.wrapped("", to: 4) == [""])
    }
}

import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

/// The rows of the Sessions screen: what runs on top, repeats of a failure in one row, nothing hidden without a count.
@Suite struct SessionArrangementTests {
    private let size = Size(120, 40)

    private func shown(_ keys: Key...) -> Model {
        var model = Model.showing(Staged.folded.snapshot, on: size)
        for key in keys { _ = model.update(.key(key)) }
        return model
    }

    private func rows(_ model: Model) -> [SessionArrangement.Row] { model.sessions.arrangement(model.context).rows }

    @Test func `calls that run stand above those that are over, by whatever the list is sorted`() throws {
        for column in [nil] + SessionColumn.ID.allCases.map(Optional.some) {
            for isReversed in [false, true] {
                var screen = SessionsScreen()
                screen.sort = SessionSort(column: column, isReversed: isReversed)
                let context = Model.showing(Staged.folded.snapshot, on: size).context
                let isOver = screen.rows(context).map(\.isOver)
                #expect(isOver == isOver.sorted { !$0 && $1 }, "by \(column?.rawValue ?? "worst")")
            }
        }
    }

    @Test func `the same failure of the same client is one row, the newest call for all`() throws {
        let row = try #require(rows(shown()).first { $0.session.tag == "typo" })
        #expect(row.count == 18 && row.shape == .folded)
        #expect(row.session.id == Staged.typo(17).id)
        #expect(rows(shown()).count == 2 + 4)
        let text = view(shown(), size: size).text
        #expect(text.contains("typo ×18"))
        #expect(text.contains("ended 23"))
        #expect(text.contains("1 of 6, 19 folded"))
    }

    @Test func `Enter shows the repeats, then opens one of them, and left folds again`() throws {
        var model = shown()
        while model.sessions.selected(model.context)?.tag != "typo" { _ = model.update(.key(.down)) }
        _ = model.update(.key(.enter))
        #expect(model.openedSession == nil)
        #expect(rows(model).count { $0.session.tag == "typo" } == 18)
        #expect(model.sessions.selected(model.context)?.id == Staged.typo(17).id)
        _ = model.update(.key(.down))
        #expect(model.sessions.selectedRow(model.context)?.shape == .member)
        _ = model.update(.key(.left))
        #expect(rows(model).count { $0.session.tag == "typo" } == 1)
        #expect(model.sessions.selected(model.context)?.tag == "typo")
        for key in [Key.right, .down, .enter] { _ = model.update(.key(key)) }
        #expect(model.openedSession != nil)
    }

    @Test func `calls that differ in how they failed are told apart, and good ends never folded`() {
        var other = Staged.typo(3)
        other.closure?.code = CloseCode(rawValue: 1011)
        let good = [Staged.ended, Staged.ended]
        let rows = SessionArrangement(ended: [Staged.typo(1), Staged.typo(2), other] + good).rows
        #expect(rows.map(\.count) == [2, 1, 1, 1])
    }

    @Test func `a click knows the heading between the two parts`() {
        var model = shown()
        let body = model.layout.body
        _ = model.update(.mouse(.pressed(row: body.row + 2, column: 10)))
        #expect(model.sessions.selectedIndex(model.context) == 1)
        _ = model.update(.mouse(.pressed(row: body.row + 4, column: 10)))
        #expect(model.sessions.selectedIndex(model.context) == 2)
        _ = model.update(.mouse(.pressed(row: body.row + 3, column: 42)))
        #expect(model.sessions.sort.column == .by || model.sessions.sort.column == .ended)
    }

    @Test func `what runs stays in sight however far one reads below`() {
        var snapshot = Staged.many.snapshot
        snapshot.summaries += (0..<200).map { number in
            Staged.closed(
                Staged.open(UInt64(100 + number), "over-\(number)", .closed, age: 100), before: 300 + number,
                Closure(by: .client, code: CloseCode(rawValue: 1000)))
        }
        for size in [Size(120, 40), Size(80, 24), Size(40, 10)] {
            var model = Model.showing(snapshot, on: size)
            for key in [Key.character("G"), .up, .pageUp, .pageDown] {
                _ = model.update(.key(key))
                let text = view(model, size: size).text
                #expect(text.contains("kiosk-lob"), "\(size)")
                let tag = model.sessions.selected(model.context)?.tag ?? ""
                #expect(text.contains(tag.prefix(9)), "\(tag) at \(size)")
            }
            _ = model.update(.key(.character("g")))
            #expect(model.sessions.selectedIndex(model.context) == 0)
        }
    }

    @Test func `what a filter hides is counted`() {
        var model = shown()
        for key in [Key.character("/")] + "tag:typo".map(Key.character) + [.enter] { _ = model.update(.key(key)) }
        #expect(view(model, size: size).text.contains("1 of 1, 17 folded, 7 filtered out"))
    }

    @Test func `deleting asks, spares what runs, and takes the rows away`() {
        var model = shown(.character("D"))
        #expect(model.notice == "The call goes on: not deleted.")
        for _ in 0..<2 { _ = model.update(.key(.down)) }
        let doomed = model.sessions.selected(model.context)?.id
        _ = model.update(.key(.character("D")))
        #expect(view(model, size: size).text.contains("There is no way back"))
        #expect(model.update(.key(.escape)).isEmpty)
        _ = model.update(.key(.character("D")))
        #expect(model.update(.key(.character("y"))) == [.remove([doomed].compactMap(\.self))])
        let before = model.rows.count
        _ = model.update(.removed([doomed].compactMap(\.self)))
        #expect(model.rows.allSatisfy { $0.id != doomed })
        #expect(model.rows.count <= before)
    }

    @Test func `actions are about the marked rows where there are any`() {
        var model = shown()
        _ = model.update(.key(.character("a")))
        #expect(view(model, size: size).text.contains("step through the recording"))
        for key in [Key.escape, .character("m"), .down, .character("m"), .character("a")] {
            _ = model.update(.key(key))
        }
        #expect(view(model, size: size).text.contains("2 marked sessions"))
        let effects = model.update(.key(.character("c")))
        guard case .lendTerminal(let arguments, waits: true)? = effects.first else {
            Issue.record("no other livetop was asked for: \(effects)")
            return
        }
        #expect(arguments.first == "diff" && arguments.count == 5)
        #expect(Set(arguments[1...2]) == [Staged.leaving.id.description, Staged.checkout.id.description])
        #expect(arguments[3...] == ["--data-dir", Staged.one.gauges.dataDirectory])
    }

    /// Not a measurement: that a list of so many is shown, filtered and scrolled, and its rows are right.
    @Test func `ten thousand sessions are rows like others`() {
        var snapshot = Staged.one.snapshot
        snapshot.summaries += (0..<10_000).map { number in
            Staged.closed(
                Staged.open(UInt64(100 + number), "caller-\(number % 50)", .closed, age: 100), before: number,
                Closure(by: .client, code: CloseCode(rawValue: 1000)))
        }
        var model = Model.showing(snapshot, on: size)
        for key in [Key.character("G"), .pageUp, .up] { _ = model.update(.key(key)) }
        _ = model.update(.snapshot(snapshot))
        #expect(model.rows.count == 10_001)
        #expect(view(model, size: size).text.contains("─── 10,000 ─"))
        for message in [Message.key(.character("/")), .pasted("tag:caller-7"), .key(.enter)] {
            _ = model.update(message)
        }
        #expect(model.rows.count == 200)
    }

    @Test(arguments: [
        ("models/gemini-3.8-live", 12, "3.8-live"), ("models/gemini-2.5-pro", 20, "gemini-2.5-pro"),
        ("gemini-2.5-flash-native-audio-preview-12-2025", 24, "2.5-flash-native-12-2025"),
    ])
    func `a model is named in the columns there are`(model: String, width: Int, name: String) {
        #expect(ModelName.short(model, width: width) == name)
    }
}

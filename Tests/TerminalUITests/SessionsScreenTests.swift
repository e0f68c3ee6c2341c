import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct SessionsScreenTests {
    static let sizes = [Size(80, 24), Size(120, 40), Size(200, 60), Size(40, 10)]

    @Test(arguments: Staged.allCases, sizes)
    func `the sessions screen looks as reviewed`(staged: Staged, size: Size) {
        let model = Model.showing(staged.snapshot, on: size)
        expectGolden(view(model, size: size).golden, named: "sessions-\(staged.rawValue)-\(size.name)")
    }

    @Test func `the row of the call that a caption is about is the selected one`() throws {
        let snapshot = Staged.many.snapshot
        var model = Model.showing(snapshot, on: Size(120, 40))
        let first = try #require(model.sessions.selected(model.context)).id
        let other = try #require(snapshot.summaries.last { $0.id != first }).id
        _ = model.update(.pointed(other))
        #expect(model.sessions.selected(model.context)?.id == other)
        // No call of this list: the row stays.
        _ = model.update(.pointed(Staged.id(4_711)))
        #expect(model.sessions.selected(model.context)?.id == other)
        _ = model.update(.pointed(nil))
        #expect(model.sessions.selected(model.context)?.id == first)
        // Folded away below a repeat.
        let folded = Staged.folded.snapshot
        model = Model.showing(folded, on: Size(120, 40))
        let typo = try #require(folded.summaries.first { $0.tag == "typo" }).id
        #expect(!model.sessions.rowKeys(model.context).contains(typo))
        _ = model.update(.pointed(typo))
        #expect(model.sessions.selected(model.context)?.tag == "typo")
        #expect(model.openedSession == nil)
    }

    @Test func `a selected call that is folded away leaves the selection with its repeats`() throws {
        var snapshot = Staged.folded.snapshot
        let typos = snapshot.summaries.filter { $0.tag == "typo" }
        let first = try #require(typos.min { $0.id < $1.id })
        snapshot.summaries.removeAll { $0.tag == "typo" && $0.id != first.id }
        var model = Model.showing(snapshot, on: Size(120, 40))
        _ = model.update(.pointed(first.id))
        _ = model.update(.snapshot(Staged.folded.snapshot))
        #expect(!model.sessions.rowKeys(model.context).contains(first.id))
        #expect(model.sessions.selected(model.context)?.tag == "typo")
    }

    @Test func `a short barge-in is told whole in a narrow column`() {
        var snapshot = Staged.one.snapshot
        for index in snapshot.summaries.indices { snapshot.summaries[index].lastBargeIn = .microseconds(80_300) }
        let text = view(Model.showing(snapshot, on: Size(120, 40)), size: Size(120, 40)).text
        #expect(text.contains(" 80 ms"))
        #expect(!text.contains("80.3"))
    }

    @Test(arguments: [
        (0.541, "process 7  reading 54 %  recording"), (nil, "process 7  recording"),
    ])
    func `a screen that catches up says how far it is`(share: Double?, words: String) {
        var snapshot = Staged.one.snapshot
        snapshot.process.source = .attached(pid: 7)
        snapshot.process.readShare = share
        let model = Model.showing(snapshot, on: Size(120, 40))
        #expect(view(model, size: Size(120, 40)).golden.contains(words))
    }
}

extension Size {
    var name: String { "\(columns)x\(rows)" }
}

extension Model {
    /// A model that has seen one snapshot and then these keys.
    static func showing(_ snapshot: FleetSnapshot, on size: Size, isASCII: Bool = false, _ keys: Key...) -> Model {
        var model = Model(isASCII: isASCII)
        for message in [.resized(size), .snapshot(snapshot)] + keys.map(Message.key) { _ = model.update(message) }
        return model
    }
}

import Filters
import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FilterFieldTests {
    private let size = Size(80, 24)

    private func model(_ text: String, then keys: Key...) -> Model {
        var model = Model.showing(Staged.many.snapshot, on: size, .character("/"))
        for key in text.map(Key.character) + keys { _ = model.update(.key(key)) }
        return model
    }

    private func tags(_ model: Model) -> [String?] { model.rows.map(\.tag) }

    @Test func `it narrows while it is typed`() {
        #expect(tags(model("tag:caller-1?")).count == 10)
        #expect(tags(model("tag:caller-1? !tag:*5")).count == 9)
    }

    @Test func `a mistake on the way is told, and the last good filter stays`() {
        let model = model("tag:caller-1? age:>")
        #expect(tags(model).count == 10)
        #expect(view(model, size: size).text.contains("✗ expected"))
    }

    @Test func `what was said is looked for in the recording, again as calls go on`() throws {
        var model = Model.showing(Staged.many.snapshot, on: size, .character("/"))
        let asked = "\"lost parcel\"".map { model.update(.key(.character($0))) }
        let filter = try Filter.parse("\"lost parcel\"", for: .sessions)
        #expect(asked.last == [.searchTexts(filter)])
        #expect(model.rows.isEmpty)
        let caller = try #require(Staged.many.snapshot.summaries.first { $0.tag == "caller-7" }).id
        _ = model.update(.textsFound(try Filter.parse("other", for: .sessions), [caller: filter.texts]))
        #expect(model.rows.isEmpty, "an answer to an older question")
        _ = model.update(.textsFound(filter, [caller: filter.texts]))
        #expect(tags(model) == ["caller-7"])
        var later = Staged.many.snapshot
        #expect(model.update(.snapshot(later)).isEmpty)
        later.now = later.now + .seconds(6)
        #expect(model.update(.snapshot(later)) == [.searchTexts(filter)])
        #expect(tags(model) == ["caller-7"])
    }

    @Test func `Enter keeps it, Esc then clears it`() {
        var model = model("tag:caller-1?", then: .enter)
        #expect(model.keyContext == .sessions)
        #expect(tags(model).count == 10)
        #expect(view(model, size: size).text.contains("/tag:caller-1?"))
        _ = model.update(.key(.escape))
        #expect(tags(model).count == Staged.many.snapshot.summaries.count)
    }

    @Test func `Enter after a mistake keeps the filter before it, and says so`() {
        let model = model("tag:caller-1? age:>", then: .enter)
        #expect(tags(model).count == 10)
        #expect(model.notice?.contains("The filter before it stays") == true)
        #expect(model.sessions.filter?.text == model.sessions.wanted.description)
    }

    @Test func `Esc while typing clears it`() {
        #expect(tags(model("tag:caller-1?", then: .escape)).count == Staged.many.snapshot.summaries.count)
    }

    @Test func `the next filter starts from the last, older ones are recalled`() {
        var model = model("tag:caller-1?", then: .enter, .character("/"))
        #expect(model.typed?.text == "tag:caller-1?")
        for key in [Key.control("u"), .character("x"), .enter, .character("/"), .up, .up] {
            _ = model.update(.key(key))
        }
        #expect(model.typed?.text == "tag:caller-1?")
        #expect(tags(model).count == 10, "a recalled filter narrows at once")
    }

    @Test func `Tab completes keys and the words they know`() {
        #expect(model("st", then: .tab).typed?.text == "state:")
        #expect(model("age:>1 state:sp", then: .tab).typed?.text == "age:>1 state:speaking")
    }

    @Test func `a key of another view is a mistake`() {
        #expect(view(model("kind:audio"), size: size).text.contains("✗"))
    }

    @Test func `nothing matches: the screen says so and how to go on`() {
        #expect(view(model("nobody", then: .enter), size: size).text.contains("Esc clears the filter"))
    }

    @Test func `turns are filtered by what was said`() {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size, .character("3"))
        let all = model.turns.rowKeys(model.context).count
        for key in "/is:interrupted".map(Key.character) { _ = model.update(.key(key)) }
        #expect(model.turns.rowKeys(model.context).count == 1)
        #expect(all > 1)
    }

    @Test(arguments: ["sessions", "turns"], SessionsScreenTests.sizes)
    func `the prompt looks as reviewed`(screen: String, size: Size) {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size)
        if screen == "turns" { _ = model.update(.key(.character("3"))) }
        for key in "/is:open age:>".map(Key.character) { _ = model.update(.key(key)) }
        expectGolden(view(model, size: size).golden, named: "filter-\(screen)-\(size.name)")
    }
}

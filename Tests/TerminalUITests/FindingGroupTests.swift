import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Testing

@testable import TerminalUI

/// The rows of the Findings screen: the same finding once, searched and sifted.
@Suite struct FindingGroupTests {
    private let size = Size(120, 40)

    private func shown(_ keys: Key...) -> Model {
        let call = StagedCall.many.snapshot(at: 252, Staged.one.gauges)
        var model = Model.showing(call, on: size, .enter, .character("5"))
        for key in keys { _ = model.update(.key(key)) }
        return model
    }

    @Test func `the same finding is one row with its number, the newest first`() throws {
        let model = shown()
        let groups = model.findings.groups(model.context)
        let slow = try #require(groups.first { $0.head.rule == "slow-response" })
        #expect(slow.members.count == 32)
        #expect(slow.head.from == slow.members.map(\.from).max())
        let times = slow.members.map(\.from)
        #expect(times == times.sorted(by: >))
        let text = view(model, size: size).text
        #expect(text.contains("×32"))
        #expect(text.contains("31 folded"))
    }

    @Test func `an error is not hidden behind warnings of the same rule`() {
        var error = StagedFindings.slow(3)
        error.severity = .error
        let groups = FindingRows.grouped([StagedFindings.slow(1), error, StagedFindings.slow(2)], unfolded: [])
        #expect(groups.map(\.members.count) == [2, 1])
        #expect(groups.map(\.head.severity) == [.warning, .error])
    }

    @Test func `a rule is unfolded and folded`() {
        var model = shown()
        while model.findings.selected(model.context)?.rule != "slow-response" { _ = model.update(.key(.down)) }
        _ = model.update(.key(.right))
        #expect(model.findings.groups(model.context).count { $0.head.rule == "slow-response" } == 32)
        _ = model.update(.key(.left))
        #expect(model.findings.groups(model.context).count { $0.head.rule == "slow-response" } == 1)
    }

    @Test func `a rule with one finding says that there is nothing to unfold`() {
        var model = shown(.character("g"))
        while model.findings.selected(model.context)?.rule != "goaway-ignored" { _ = model.update(.key(.down)) }
        _ = model.update(.key(.right))
        #expect(view(model, size: size).text.contains("There is one finding of goaway-ignored."))
    }

    @Test func `stepping through time reaches what is folded into a row`() {
        var model = shown(.character("4"))
        var seen: Set<Finding.Key> = []
        for _ in 0..<40 {
            _ = model.update(.key(.character("}")))
            if let finding = model.findings.selected(model.context) { seen.insert(finding.key) }
        }
        let all = StagedCall.many.findings[Staged.id(1)] ?? []
        #expect(seen == Set(all.map(\.key)))
    }

    @Test func `words and severity narrow the list, Esc shows everything`() {
        var model = shown(.character("/"))
        for character in "handle" { _ = model.update(.key(.character(character))) }
        #expect(model.findings.groups(model.context).map(\.head.rule) == ["goaway-ignored"])
        for key in [Key.enter, .escape] { _ = model.update(.key(key)) }
        #expect(model.place.screen == .findings)
        #expect(model.findings.groups(model.context).count > 1)
        for key in [Key.character("s"), .character("s")] { _ = model.update(.key(key)) }
        #expect(model.findings.groups(model.context).allSatisfy { $0.head.severity == .error })
        #expect(view(model, size: size).text.contains("filtered out"))
    }

    @Test func `the sentence is whole while rows are free`() {
        let call = StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
        let model = Model.showing(call, on: Size(80, 40), .enter, .character("5"))
        let list = view(model, size: Size(80, 40)).text.split(separator: "\n").prefix(15).joined(separator: "\n")
        #expect(list.contains("another one."))
        #expect(!list.contains("…"))
    }

    @Test func `a search takes every word anywhere, without regard to case`() {
        var query = TextQuery()
        #expect(!query.isActive && query.matches(["any"], .any))
        query.text = "Disk FULL"
        #expect(query.matches(["the disk is full"], .any))
        #expect(query.matches(["disk", "full"], .any))
        #expect(!query.matches(["disk"], .error))
        query.text = ""
        query.cycle()
        #expect(query.isActive && !query.matches(["x"], .any) && query.matches(["x"], .warning))
        query.cycle()
        #expect(!query.matches(["x"], .warning) && query.matches(["x"], .error))
        query.cycle()
        #expect(!query.isActive)
    }

    @Test func `the cure is code of the client's own kit, and is what y copies`() throws {
        var model = shown()
        while model.findings.selected(model.context)?.rule != "goaway-ignored" { _ = model.update(.key(.down)) }
        let finding = try #require(model.findings.selected(model.context))
        #expect(model.findings.shownKit(of: finding, model.context) == .python, "an unknown client gets the first")
        let code = try #require(finding.code[.python])
        #expect(model.update(.key(.character("y"))) == [.copy(code)])
        _ = model.update(.key(.character("v")))
        #expect(model.findings.shownKit(of: finding, model.context) == .js)
    }
}

import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct SessionScreenTests {
    enum Scene: String, CaseIterable, Sendable {
        case talk, leaving, failed, refused, many
        case nonLatin = "non-latin"
        case unknown

        var snapshot: FleetSnapshot {
            switch self {
            case .talk: StagedCall.talk.snapshot(at: 252, Staged.one.gauges)
            case .leaving: StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
            case .failed: StagedCall.failed.snapshot(at: 252, Staged.one.gauges)
            case .refused: StagedCall.refused.snapshot(at: 12, Staged.one.gauges)
            case .many: StagedCall.many.snapshot(at: 252, Staged.one.gauges)
            case .nonLatin: StagedCall.nonLatin.snapshot(at: 252, Staged.one.gauges)
            case .unknown: Staged.one.snapshot
            }
        }
    }

    @Test(arguments: Scene.allCases, SessionsScreenTests.sizes)
    func `the session screen looks as reviewed`(scene: Scene, size: Size) {
        let model = Model.showing(scene.snapshot, on: size, .enter)
        expectGolden(view(model, size: size).golden, named: "session-\(scene.rawValue)-\(size.name)")
    }

    /// Findings say it themselves, and whole.
    @Test(
        arguments: ["2", "3", "4", "6", "7"] as [Character],
        [Size(80, 24), Size(80, 16), Size(60, 20), Size(120, 40), Size(200, 60)])
    func `every view of a call begins with what went wrong and what to do`(view: Character, size: Size) throws {
        for scene in [Scene.leaving, .refused] {
            let findings = try #require(scene.snapshot.findings[Staged.id(1)])
            let worst = try #require(findings.first { $0.severity == .error })
            let model = Model.showing(scene.snapshot, on: size, .enter, .character(view))
            let lines = TerminalUI.view(model, size: size).text.split(separator: "\n")
            let what = try #require(lines.firstIndex { $0.hasPrefix(" ■ \(worst.title.prefix(30))") })
            let fix = try #require(lines.firstIndex { $0.hasPrefix("   fix \(worst.fix.prefix(30))") })
            #expect(what == 3)
            #expect((4...5).contains(fix))
        }
    }

    @Test func `nothing stands above the views of a call that is well, nor on a terminal with hardly any rows`() {
        let size = Size(120, 40)
        let well = Model.showing(Scene.talk.snapshot, on: size, .enter, .character("3"))
        #expect(!view(well, size: size).text.contains("  fix "))
        let low = Size(80, 9)
        let leaving = Model.showing(Scene.leaving.snapshot, on: low, .enter, .character("3"))
        #expect(!view(leaving, size: low).text.contains("  fix "))
    }

    @Test(arguments: [Size(80, 24), Size(120, 40), Size(200, 60)])
    func `a reason in JSON is told by its message on every screen`(size: Size) {
        for keys in [[], [Key.enter], [.enter, .backTab, .backTab], [.enter, .character("5")]] {
            var model = Model.showing(Scene.refused.snapshot, on: size)
            for key in keys { _ = model.update(.key(key)) }
            let text = view(model, size: size).text
            #expect(!text.contains("{\""))
            #expect(!text.contains("RESOURCE_EXHAUSTED"))
            if !keys.isEmpty { #expect(text.contains("You exceeded your")) }
        }
    }

    @Test(arguments: [Size(80, 24), Size(120, 40)])
    func `the keys of the lanes are in the footer while the lanes have the keys`(size: Size) {
        var model = Model.showing(Scene.leaving.snapshot, on: size, .enter)
        while model.session.pane != .lanes { _ = model.update(.key(.tab)) }
        let footer = view(model, size: size).text.split(separator: "\n").last ?? ""
        for item in ["h l time", "+ - scale", "{ } finding", "Tab next part", "? help"] {
            #expect(footer.contains(item))
        }
    }
}

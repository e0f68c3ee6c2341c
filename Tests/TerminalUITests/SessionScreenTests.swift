import LiveProtocol
import SessionModel
import Snapshots
import TerminalUI
import TestSupport
import Testing

@Suite struct SessionScreenTests {
    enum Scene: String, CaseIterable, Sendable {
        case talk, leaving, failed, many
        case nonLatin = "non-latin"
        case unknown

        var snapshot: FleetSnapshot {
            switch self {
            case .talk: StagedCall.talk.snapshot(at: 252, Staged.one.gauges)
            case .leaving: StagedCall.leaving.snapshot(at: 252, Staged.one.gauges)
            case .failed: StagedCall.failed.snapshot(at: 252, Staged.one.gauges)
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
}

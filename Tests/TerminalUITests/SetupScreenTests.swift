import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct SetupScreenTests {
    enum Scene: String, CaseIterable, Sendable {
        case first, changed, same, unknown

        var earlier: EarlierSetup {
            let setup = StagedCall.talk.snapshot(at: 252, Staged.one.gauges).detail?.setup
            guard let setup else { return .none }
            return switch self {
            case .first: .none
            case .unknown: .unknown(Staged.id(0), tag: "checkout")
            case .same: .found(Staged.id(0), tag: "checkout", setup)
            case .changed: .found(Staged.id(0), tag: "レジ", Self.changed(setup))
            }
        }

        private static func changed(_ setup: SetupSummary) -> SetupSummary {
            var other = setup.setup
            other.generation.voice = "Puck"
            other.generation.topK = 40
            other.generation.temperature = nil
            other.compression = nil
            return SetupSummary(other, at: setup.at, connection: setup.connection, endpoint: setup.endpoint)
        }
    }

    @Test(arguments: Scene.allCases, SessionsScreenTests.sizes)
    func `the setup looks as reviewed`(scene: Scene, size: Size) {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size)
        #expect(model.update(.key(.character("7"))) == [.readEarlierSetup(before: Staged.id(1))])
        _ = model.update(.earlierSetup(before: Staged.id(1), scene.earlier))
        expectGolden(view(model, size: size).golden, named: "setup-\(scene.rawValue)-\(size.name)")
    }

    @Test func `a setting that is gone is told as well`() {
        let voice = SetupSummary.Setting(name: "voice", value: "Kore", isDefault: false)
        let seed = SetupSummary.Setting(name: "seed", value: "7", isDefault: false)
        #expect(SetupRow.rows(of: [voice], earlier: [voice]).map(\.earlier) == [nil])
        #expect(SetupRow.rows(of: [voice], earlier: nil).map(\.earlier) == [nil])
        let rows = SetupRow.rows(of: [voice], earlier: [seed])
        #expect(rows.map(\.name) == ["voice", "seed"])
        #expect(rows.map(\.value) == ["Kore", nil])
        #expect(rows.map(\.earlier) == ["not set", "7"])
    }
}

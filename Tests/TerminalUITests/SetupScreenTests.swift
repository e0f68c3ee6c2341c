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
        let span = FrameSpan(
            connection: Staged.id(1).firstConnection, sequences: 1...8, direction: .clientToServer)
        #expect(
            model.update(.key(.character("7"))) == [.readEarlierSetup(before: Staged.id(1)), .readContent(span)])
        _ = model.update(.earlierSetup(before: Staged.id(1), scene.earlier))
        _ = model.update(.frameContent(Self.content(of: span)))
        expectGolden(view(model, size: size).golden, named: "setup-\(scene.rawValue)-\(size.name)")
    }

    private static func content(of span: FrameSpan) -> FrameContent {
        let frames = StagedCall.talk.events.prefix(4).compactMap { event -> Frame? in
            guard case .frame(span.direction, let frame) = event.kind else { return nil }
            return frame
        }
        return FrameContent(span: span, frames: frames)
    }

    @Test func `instruction and tools stand in full, and the message as it was sent`() {
        var model = Model.showing(
            StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: Size(120, 40), .enter, .character("7"))
        #expect(view(model, size: model.size).text.contains("reading…"))
        let span = FrameSpan(
            connection: Staged.id(1).firstConnection, sequences: 1...8, direction: .clientToServer)
        _ = model.update(.frameContent(Self.content(of: span)))
        let text = view(model, size: model.size).text
        #expect(text.contains("You are the shop's voice."))
        #expect(text.contains("find_order"))
        _ = model.update(.key(.character("v")))
        #expect(view(model, size: model.size).text.contains("languageCode: en-US"))
        _ = model.update(.key(.escape))
        #expect(view(model, size: model.size).text.contains("SETTING"))
        for key in [Key.character("p")] { _ = model.update(.key(key)) }
        #expect(!view(model, size: model.size).text.contains("shop's voice"))
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

import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

/// The views of one session, in every state that a call can be in.
@Suite struct ScreenGoldenTests {
    static let scenes: [SessionScreenTests.Scene] = [.talk, .leaving, .nonLatin, .unknown]

    @Test(arguments: scenes, SessionsScreenTests.sizes)
    func `the turns look as reviewed`(scene: SessionScreenTests.Scene, size: Size) {
        let model = Model.showing(scene.snapshot, on: size, .character("3"))
        expectGolden(view(model, size: size).golden, named: "turns-\(scene.rawValue)-\(size.name)")
    }

    @Test(arguments: scenes, SessionsScreenTests.sizes)
    func `the findings look as reviewed`(scene: SessionScreenTests.Scene, size: Size) {
        let model = Model.showing(scene.snapshot, on: size, .character("5"))
        expectGolden(view(model, size: size).golden, named: "findings-\(scene.rawValue)-\(size.name)")
    }

    @Test(
        arguments: [Key.character("1"), .character("2"), .character("3"), .character("5")], SessionsScreenTests.sizes)
    func `a replay looks as reviewed`(key: Key, size: Size) {
        let snapshot = StagedCall.talk.snapshot(at: 12, Staged.one.gauges)
        var model = Model.showing(snapshot, on: size, .enter, key)
        model.mode = .replay(
            Playback(session: Staged.id(1), position: .seconds(12), length: .seconds(252), speed: 4, isPlaying: false))
        expectGolden(view(model, size: size).golden, named: "replay-\(key.name)-\(size.name)")
    }

    @Test(arguments: SessionPane.allCases)
    func `each part of the session fits a narrow screen`(pane: SessionPane) {
        var model = Model.showing(SessionScreenTests.Scene.leaving.snapshot, on: Size(80, 24), .enter)
        while model.session.pane != pane { _ = model.update(.key(.tab)) }
        expectGolden(view(model, size: Size(80, 24)).golden, named: "session-part-\(pane.rawValue)-80x24")
    }

    @Test func `the menus look as reviewed`() {
        var model = Model(exportChoices: [
            ExportChoice(name: "ndjson", summary: "one line of JSON per frame"),
            ExportChoice(name: "har", summary: "HTTP archive with messages"),
        ])
        let messages: [Message] = [.resized(Size(80, 24)), .snapshot(Staged.one.snapshot), .key(.character("e"))]
        for message in messages { _ = model.update(message) }
        expectGolden(view(model, size: Size(80, 24)).golden, named: "menu-export-80x24")
        #expect(model.update(.key(.character("j"))).isEmpty)
        #expect(model.update(.key(.enter)) == [.export(Staged.checkout.id, format: "har")])
        for key in [Key.function(2), .character("j")] { _ = model.update(.key(key)) }
        expectGolden(view(model, size: Size(80, 24)).golden, named: "menu-settings-80x24")
    }
}

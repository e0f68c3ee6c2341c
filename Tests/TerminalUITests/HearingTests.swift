import SessionModel
import Testing

@testable import TerminalUI

/// `H` on the screens of a session.
@Suite struct HearingTests {
    private static let size = Size(120, 40)
    private let open = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: Self.size, .enter)

    private func turn(_ number: Int) throws -> HeardTurn {
        HeardTurn(session: try #require(open.openedSession), number: number)
    }

    private func text(_ model: Model) -> String { view(model, size: Self.size).text }

    @Test(arguments: [Key.character("2"), .character("3")])
    func `the selected turn is played, and again it is silent`(screen: Key) throws {
        var model = open
        _ = model.update(.key(screen))
        for _ in 0..<40 { _ = model.update(.key(.character("["))) }
        #expect(try model.update(.key(.character("H"))) == [.hear(turn(1))])
        #expect(text(model).contains("Turn 1 is being played"))
        _ = model.update(.key(.down))
        #expect(text(model).contains("♪ turn 1"), "it stays said while it lasts")
        for _ in 0..<40 { _ = model.update(.key(.character("["))) }
        #expect(model.update(.key(.character("H"))) == [.hush])
        #expect(!text(model).contains("♪"))
    }

    @Test func `without a selection it is the newest turn`() throws {
        var model = open
        _ = model.update(.key(.character("3")))
        let newest = try #require(model.context.detail?.turns.all.last?.index)
        #expect(try model.update(.key(.character("H"))) == [.hear(turn(newest))])
    }

    @Test func `another turn takes the place, and the end of the first is no news`() throws {
        var model = open
        _ = model.update(.key(.character("3")))
        _ = model.update(.key(.character("H")))
        let first = try #require(model.heard)
        // The first selects the newest.
        for _ in 0..<2 { _ = model.update(.key(.character("["))) }
        let effects = model.update(.key(.character("H")))
        let second = try #require(model.heard)
        #expect(first != second)
        #expect(effects == [.hear(second)])
        _ = model.update(.heard(first, problem: nil))
        #expect(model.heard == second)
        _ = model.update(.heard(second, problem: nil))
        #expect(model.heard == nil)
        #expect(!text(model).contains("♪"))
    }

    @Test func `why nothing is heard is said`() throws {
        var model = open
        _ = model.update(.key(.character("3")))
        _ = model.update(.key(.character("H")))
        let heard = try #require(model.heard)
        _ = model.update(.heard(heard, problem: "install ffmpeg"))
        #expect(text(model).contains("✗ not played: install ffmpeg"))
    }
}

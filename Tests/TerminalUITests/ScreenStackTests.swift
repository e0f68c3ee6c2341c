import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ScreenStackTests {
    @Test func `the way back leads over the session to the sessions`() {
        var place = ScreenStack()
        place.show(.turns, of: Staged.checkout.id)
        place.show(.setup)
        var way: [Screen] = []
        while place.goBack() { way.append(place.screen) }
        #expect(way == [.session, .sessions])
        #expect(place.session == nil)
    }

    @Test func `the log leads back to what it covered`() {
        var place = ScreenStack()
        place.show(.turns, of: Staged.checkout.id)
        place.show(.log)
        place.show(.log)
        _ = place.goBack()
        #expect(place.screen == .turns)
    }

    @Test func `a view of a session needs one`() {
        var place = ScreenStack()
        place.show(.turns)
        #expect(place.screen == .sessions)
    }

    @Test func `the sessions have no session open`() {
        var place = ScreenStack()
        place.show(.session, of: Staged.checkout.id)
        place.show(.sessions)
        #expect(place.session == nil)
    }

    @Test(arguments: SeededGenerator.runs(50))
    func `from anywhere the sessions are three steps away at most`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var place = ScreenStack()
        for _ in 0..<30 {
            let screen = Screen.allCases[Int.random(in: 0..<Screen.allCases.count, using: &random)]
            place.show(screen, of: random.isOne(in: 2) ? Staged.checkout.id : nil)
        }
        var steps = 0
        while place.goBack() { steps += 1 }
        #expect(steps <= 3)
        #expect(place.screen == .sessions)
    }
}

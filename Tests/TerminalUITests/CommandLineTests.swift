import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct CommandLineTests {
    private let size = Size(100, 30)

    private func model(_ lines: String...) -> Model {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size)
        for line in lines { _ = model.type(line) }
        return model
    }

    @Test func `a name is enough in part where only one begins so`() {
        #expect(Command.named("tu")?.verb == .show(.turns))
        #expect(Command.named("sess") == nil, "sessions and session")
        #expect(Command.named("session")?.verb == .show(.session))
        #expect(Command.named("q")?.verb == .quit)
        #expect(Command.named("q!")?.verb == .quitNow)
        #expect(Command.named("nonsense") == nil)
    }

    @Test(arguments: Screen.allCases)
    func `every view has a command and a key`(screen: Screen) {
        #expect(model(screen.title.lowercased()).place.screen == screen)
        var model = model("log")
        _ = model.update(.key(.escape))
        if screen == .sessions { _ = model.update(.key(.enter)) }
        guard let key = "\(screen.rawValue)".first else { return }
        _ = model.update(.key(.character(key)))
        #expect(model.place.screen == screen)
    }

    @Test func `pasted text goes into the line that is typed, and nowhere else`() {
        var model = model()
        #expect(model.update(.pasted("Q\nme")) == [])
        #expect(model.notice?.hasPrefix("Pasted text") == true)
        _ = model.update(.key(.character(":")))
        _ = model.update(.pasted("turns \u{1B}[31m\ncheck\r\n"))
        #expect(model.typed?.text == "turns ␛[31m check")
        _ = model.update(.pasted(String(repeating: "q", count: 2 * LineEditor.limit)))
        #expect(model.typed?.text.count == LineEditor.limit)
    }

    @Test func `a session is found by its tag or the beginning of it`() {
        #expect(model("turns check").place.session == Staged.checkout.id)
        #expect(model("turns nobody").notice == "✗ no session is named \"nobody\"")
        #expect(model("turns nobody").place.screen == .sessions)
    }

    @Test func `sort takes the names of the columns`() {
        #expect(model("sort model").sessions.sort.column == .model)
        #expect(model("sort model", "sort worst").sessions.sort.column == nil)
        #expect(model("sort colour").notice?.hasPrefix("✗") == true)
    }

    @Test func `goto takes a turn or a time`() {
        #expect(model("session", "goto #1").turns.cursor.selected == 1)
        #expect(model("turns", "goto 0:05").turns.cursor.selected == 1)
        #expect(model("goto 0:05").notice == "✗ goto needs an open session")
        #expect(model("turns", "goto x").notice?.hasPrefix("✗") == true)
    }

    @Test func `what is typed stays in the history, once`() {
        #expect(model("turns", "log", "turns").history.commands == ["log", "turns"])
    }

    @Test func `Tab completes names, then arguments`() {
        var model = model()
        for key in [Key.character(":"), .character("s"), .character("o"), .tab] { _ = model.update(.key(key)) }
        #expect(model.typed?.text == "sort")
        for key in [Key.character(" "), .character("t"), .tab] { _ = model.update(.key(key)) }
        #expect(model.typed?.text == "sort tag")
        _ = model.update(.key(.enter))
        #expect(model.sessions.sort.column == .tag)
    }

    @Test func `quit asks as the key does`() {
        var model = model()
        #expect(model.type("quit") == [])
        #expect(model.overlay == .quitting)
        _ = model.update(.key(.escape))
        #expect(model.type("quit!") == [.quit])
    }

    @Test(arguments: SessionsScreenTests.sizes)
    func `the line that is typed looks as reviewed`(size: Size) {
        var model = Model.showing(Staged.many.snapshot, on: size)
        for character in ":se" { _ = model.update(.key(.character(character))) }
        _ = model.update(.key(.tab))
        expectGolden(view(model, size: size).golden, named: "command-\(size.name)")
    }
}

extension Model {
    /// Types a command line.
    mutating func type(_ line: String) -> [Effect] {
        var effects: [Effect] = []
        for key in [Key.character(":")] + line.map(Key.character) + [.enter] { effects += update(.key(key)) }
        return effects
    }
}

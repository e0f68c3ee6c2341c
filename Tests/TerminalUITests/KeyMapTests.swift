import Filters
import Foundation
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct KeyMapTests {
    @Test(arguments: KeyMap.standard.contexts)
    func `no key is bound twice in one context`(context: KeyMap.Context) {
        let keys = KeyMap.standard.bindings(in: context).flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: KeyMap.standard.contexts)
    func `every context can be left, and every screen explains itself`(context: KeyMap.Context) {
        #expect(KeyMap.standard.action(for: .control("c"), in: context) == (context.isTyping ? .cancel : .quitNow))
        // A layer over the screens, which explain it with themselves.
        if ![.help, .menu, .faults, .breaking, .quitting, .removing, .replay].contains(context), !context.isTyping {
            #expect(KeyMap.standard.action(for: .character("?"), in: context) == .help)
        }
    }

    @Test(arguments: [FilterScope.sessions, .turns, .frames])
    func `the filter that help gives as an example is one of every screen that has it`(scope: FilterScope) throws {
        let parts = CommonKeys.filter.help.split(separator: "`")
        let example = try #require(parts.count == 3 ? String(parts[1]) : nil)
        #expect(throws: Never.self) { try Filter.parse(example, for: scope) }
    }

    @Test(arguments: Screen.allCases)
    func `every key of a screen is carried out`(screen: Screen) {
        let call = StagedCall.talk.snapshot(at: 252, Staged.one.gauges)
        for section in screen.type.keys {
            for binding in section.bindings {
                var model = Model.showing(call, on: Size(120, 40), .enter)
                _ = model.perform(.show(screen))
                #expect(model.place.screen == screen)
                #expect(model.respond(to: binding.action) != nil, "\(section.context.name): \(binding.action.name)")
            }
        }
    }

    @Test func `contexts and actions have names of their own`() {
        let names = KeyMap.standard.contexts.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(Screen.allCases.map { Action.show($0) }).count == Screen.allCases.count)
    }

    @Test func `keys are bound by name`() throws {
        let (keyMap, mistakes) = KeyMap.standard.rebinding(["privacy": ["P", "F9"], "page-down": ["ctrl-v"]])
        #expect(mistakes.isEmpty)
        #expect(keyMap.action(for: .character("P"), in: .sessions) == .privacy)
        #expect(keyMap.action(for: .character("p"), in: .sessions) == nil)
        #expect(keyMap.action(for: .function(9), in: TurnsScreen.ownContext) == .privacy)
        #expect(keyMap.action(for: .control("v"), in: .help) == .pageDown)
    }

    @Test(arguments: [
        (["fly": ["x"]], "there is no action \"fly\" to bind; docs/keys.md lists them"),
        (["erase": ["x"]], "there is no action \"erase\" to bind; docs/keys.md lists them"),
        (["help": ["hyper-x"]], "help: there is no key \"hyper-x\"; such as g, ctrl-d, PgDn, F2, Space"),
        (["privacy": ["o"]], "the key \"o\" is bound to privacy and sort"),
    ])
    func `a mistake in the configuration is told`(keys: [String: [String]], mistake: String) {
        #expect(KeyMap.standard.rebinding(keys).mistakes == [mistake])
    }

    @Test func `every key has a name that leads back to it`() {
        for key in KeyMap.standard.sections.flatMap(\.bindings).flatMap(\.keys) { #expect(Key(named: key.name) == key) }
    }

    /// `RECORD_GOLDENS=1` writes the page, and fails, as for every golden.
    @Test func `docs keys.md is the table`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let page = root.appendingPathComponent("docs/keys.md")
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try Data(KeyMap.standard.document.utf8).write(to: page)
            Issue.record("recorded docs/keys.md; look at it, then run again")
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == KeyMap.standard.document)
    }

    @Test(arguments: SessionsScreenTests.sizes)
    func `the help overlay looks as reviewed`(size: Size) {
        let model = Model.showing(Staged.many.snapshot, on: size, .character("?"))
        expectGolden(view(model, size: size).golden, named: "help-\(size.name)")
    }
}

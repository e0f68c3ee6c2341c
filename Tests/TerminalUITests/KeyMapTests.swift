import Foundation
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct KeyMapTests {
    @Test(arguments: KeyMap.Context.allCases)
    func `no key is bound twice in one context`(context: KeyMap.Context) {
        let keys = KeyMap.standard.bindings(in: context).flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: KeyMap.Context.allCases)
    func `every context can be left, and every screen explains itself`(context: KeyMap.Context) {
        #expect(KeyMap.standard.action(for: .control("c"), in: context) == (context.isTyping ? .cancel : .quitNow))
        if ![.help, .quitting].contains(context), !context.isTyping {
            #expect(KeyMap.standard.action(for: .character("?"), in: context) == .help)
        }
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

    @Test(arguments: [Size(80, 24), Size(120, 40), Size(40, 10)])
    func `the help overlay looks as reviewed`(size: Size) {
        let model = Model.showing(Staged.many.snapshot, on: size, .character("?"))
        expectGolden(view(model, size: size).golden, named: "help-\(size.name)")
    }
}

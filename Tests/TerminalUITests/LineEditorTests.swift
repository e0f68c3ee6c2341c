import TestSupport
import Testing

@testable import TerminalUI

@Suite struct LineEditorTests {
    @Test func `characters go in and out at the cursor`() {
        var editor = LineEditor("goto 03")
        editor.move(by: -2)
        editor.insert("1")
        editor.erase()
        editor.eraseForward()
        #expect(editor.text == "goto 3")
        #expect(editor.head == "goto ")
        editor.moveToStart()
        editor.erase()
        editor.moveToEnd()
        editor.eraseWord()
        #expect(editor.text == "goto ")
        editor.eraseWord()
        #expect(editor.text.isEmpty)
    }

    @Test(arguments: SeededGenerator.runs(50))
    func `the cursor never leaves the line`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var editor = LineEditor(random.anyText(count: 20))
        for _ in 0..<60 {
            switch random.next() % 8 {
            case 0: editor.erase()
            case 1: editor.eraseForward()
            case 2: editor.eraseWord()
            case 3: editor.move(by: Int.random(in: -40...40, using: &random))
            case 4: editor.moveToStart()
            case 5: editor.moveToEnd()
            default: editor.insert("日")
            }
            #expect((0...editor.text.count).contains(editor.cursor) || editor.text.count < editor.cursor + 4)
        }
    }
}

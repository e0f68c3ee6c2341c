import Testing
import Wording

@Suite struct TextTableTests {
    @Test func `columns are as wide as what they hold, and numbers stand right`() {
        let table = TextTable(
            header: ["NAME", "COUNT", "NOTE"], rightAligned: [1], rows: [["日本", "7", "x"], ["ab", "1,024", ""]])
        #expect(table.text == "NAME  COUNT  NOTE\n日本      7  x\nab    1,024")
    }

    @Test func `what a cell quotes stays in its cell`() {
        let table = TextTable(header: ["A", "B"], rightAligned: [], rows: [["x\u{1B}[2J\ny", "z"]])
        #expect(table.text == "A        B\nx␛[2J y  z")
    }

    @Test func `a label keeps its column however wide its characters are`() {
        #expect(Columns.left("日本", width: 6) + "|" == "日本  |")
        #expect(Columns.left("toolong", width: 3) + "|" == "toolong |")
    }
}

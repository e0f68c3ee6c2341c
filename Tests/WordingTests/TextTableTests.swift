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

    private static let wide = TextTable(
        header: ["ID", "MODEL", "N", "WHAT"], rightAligned: [2],
        rows: [["a1", "models/gemini-3.8-live-extended-thinking", "1,024", "goaway-ignored"]])

    @Test func `on a narrow terminal long cells are cut, and then columns go`() {
        let table = Self.wide
        #expect(table.text(within: nil, shortened: ["MODEL"], dropped: ["N"]) == table.text)
        #expect(
            table.text(within: 55, shortened: ["MODEL"], dropped: ["N"])
                == "ID  MODEL                             N  WHAT\na1  models/gemini-3.8-live-exte…  1,024  goaway-ignored"
        )
        #expect(
            table.text(within: 40, shortened: ["MODEL"], dropped: ["N", "MODEL"])
                == "ID  MODEL             WHAT\na1  models/gemini-3…  goaway-ignored")
        #expect(
            table.text(within: 20, shortened: ["MODEL"], dropped: ["N", "MODEL"]) == "ID  WHAT\na1  goaway-ignored")
    }

    @Test func `what is dropped takes its alignment along`() {
        let table = TextTable(
            header: ["A", "LONG", "N"], rightAligned: [2], rows: [["a", "xxxxxxxx", "7"], ["b", "", "1,024"]])
        #expect(table.text(within: 10, dropped: ["LONG"]) == "A      N\na      7\nb  1,024")
    }

    @Test func `a label keeps its column however wide its characters are`() {
        #expect(Columns.left("日本", width: 6) + "|" == "日本  |")
        #expect(Columns.left("toolong", width: 3) + "|" == "toolong |")
    }
}

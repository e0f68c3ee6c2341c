import TestSupport
import Testing
import Wording

@testable import TerminalUI

@Suite struct CellGridTests {
    @Test func `a golden holds the text, then the runs of style`() {
        var grid = CellGrid(Size(8, 2))
        grid.draw(StyledText("ab", .alert) + "c" + StyledText("日", .faint), row: 0, column: 1)
        #expect(grid.golden == " abc日\n\n---\n0:1-2 alert bold\n0:4-5 faint\n")
    }

    @Test func `text is cut by its place with a mark and by the edge without one`() {
        var grid = CellGrid(Size(6, 2))
        grid.draw("abcdef", in: Rect(row: 0, column: 1, columns: 3, rows: 1))
        grid.draw("abcdef", row: 1, column: 3)
        #expect(grid.text == " ab…\n   abc\n")
    }

    @Test func `overwriting half of a wide character leaves a blank for the other half`() {
        var grid = CellGrid(Size(4, 2))
        grid.draw("日本", row: 0, column: 0)
        grid.draw("x", row: 0, column: 1)
        grid.draw("日本", row: 1, column: 0)
        grid.draw("x", row: 1, column: 2)
        #expect(grid.text == " x本\n日x\n")
    }

    @Test(arguments: SeededGenerator.runs(300))
    func `whatever arrives, cut text fits`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = StyledText(random.anyText(count: 40))
        let limit = Int.random(in: 0...30, using: &random)
        #expect(text.truncated(to: limit).width <= limit)
    }

    @Test func `a wide character that does not fit at the edge becomes a blank`() {
        var grid = CellGrid(Size(3, 1))
        grid.draw("日本", row: 0, column: 0)
        #expect(grid.text == "日\n")
    }

    /// As macOS writes names: terminals lose what stands behind a character of two columns.
    @Test func `decomposed Hangul keeps its vowels, and kana their voice`() {
        var grid = CellGrid(Size(12, 1))
        grid.draw("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}か\u{3099}", row: 0, column: 0)
        #expect(grid[0].flatMap(\.scalars) == Array("한글が      ".unicodeScalars))
    }

    @Test func `what cannot be drawn is its code point`() {
        var grid = CellGrid(Size(10, 1))
        grid.draw(StyledText("a\u{E000}b"), in: Rect(row: 0, column: 0, columns: 9, rows: 1))
        #expect(grid.text == "aU+E000b\n")
        grid.draw(StyledText("ab\u{E000}c"), in: Rect(row: 0, column: 0, columns: 8, rows: 1))
        #expect(grid.text == "ab…E000b\n")
    }

    @Test func `control characters and overrides never reach a cell, and marks are limited`() {
        var grid = CellGrid(Size(12, 1))
        grid.draw("a\u{1B}[0m\u{202E}b\u{0301}\u{0302}\u{0303}\u{0304}\u{7F}c", row: 0, column: 0)
        #expect(grid.text == "a␛[0mb\u{0301}\u{0302}␡c\n")
    }

    @Test func `ASCII keeps every column`() {
        var grid = CellGrid(Size(12, 1))
        grid.draw("●▲■ 日é━─…x", row: 0, column: 0)
        #expect(grid.inASCII.text == "o!# ? ?=-~x\n")
        #expect(grid.inASCII.text.allSatisfy { $0.isASCII })
    }

    @Test(arguments: SeededGenerator.runs(200))
    func `applying a difference to the old picture gives the new one`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let size = Size(Int.random(in: 0...40, using: &random), Int.random(in: 0...12, using: &random))
        let old = random.grid(size)
        var new = old
        random.scribble(on: &new, strokes: 3)
        #expect(GridDiff(from: old, to: new).applied(to: old) == new)
        #expect(GridDiff(from: nil, to: new).applied(to: CellGrid(size)) == new)
        #expect(GridDiff(from: new, to: new).runs.isEmpty)
        #expect(GridDiff(from: random.grid(Size(50, 1)), to: new).applied(to: CellGrid(size)) == new)
    }

    @Test(arguments: SeededGenerator.runs(200))
    func `no run of a difference begins or ends within a wide character`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let size = Size(20, 4)
        let old = random.grid(size)
        let new = random.grid(size)
        for run in GridDiff(from: old, to: new).runs {
            #expect(run.cells.first?.isContinuation == false)
            let next = run.column + run.cells.count
            if next < size.columns { #expect(!Array(new[run.row])[next].isContinuation) }
        }
    }

    @Test(arguments: SeededGenerator.runs(200))
    func `every wide character in a grid has both of its halves`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let grid = random.grid(Size(15, 3))
        for row in 0..<3 {
            let cells = Array(grid[row])
            for (column, cell) in cells.enumerated() where cell.isContinuation {
                #expect(column > 0 && cells[column - 1].isWide)
            }
            for (column, cell) in cells.enumerated() where cell.isWide {
                #expect(column + 1 < cells.count && cells[column + 1].isContinuation)
            }
        }
    }
}

extension Cell {
    fileprivate var isWide: Bool {
        guard let first = scalars.first, case .two = TextWidth.columns(of: first) else { return false }
        return true
    }
}

extension SeededGenerator {
    fileprivate mutating func grid(_ size: Size) -> CellGrid {
        var grid = CellGrid(size)
        scribble(on: &grid, strokes: 12)
        return grid
    }

    /// Text at random places, also outside of the grid.
    fileprivate mutating func scribble(on grid: inout CellGrid, strokes: Int) {
        for _ in 0..<strokes {
            let style = Style(Style.Role.allCases[Int.random(in: 0..<Style.Role.allCases.count, using: &self)])
            let row = Int.random(in: -1...grid.size.rows, using: &self)
            let column = Int.random(in: -3...grid.size.columns, using: &self)
            let wide = isOne(in: 2) ? "日本語 wide" : anyText(count: 12)
            grid.draw(StyledText(wide, style), row: row, column: column)
            if isOne(in: 4) { grid.mark(Rect(row: row, column: column, columns: 5, rows: 2), .selected) }
        }
    }
}

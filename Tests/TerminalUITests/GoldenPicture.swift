import Foundation
import Wording

@testable import TerminalUI

/// A golden as a picture: the screen as a terminal with 256 colours shows it, drawn from its text and its list of styles.
///
/// `README.md` shows one (`PictureTests` makes it). Every run of cells is stretched to its columns, so that the picture is
/// right in any font.
struct GoldenPicture {
    private let size: Size
    private let runs: [Run]

    /// Cells of one row with one meaning.
    private struct Run {
        var row: Int
        var column: Int
        var width: Int
        var text: String
        var style: Style
    }

    /// Nil where the text is no golden.
    init?(_ golden: String) {
        let parts = golden.components(separatedBy: "---\n")
        guard parts.count == 2 else { return nil }
        let rows = parts[0].split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(Self.cells)
        var styles = rows.map { Array(repeating: Style.plain, count: $0.count) }
        for line in parts[1].split(separator: "\n") {
            guard let match = line.wholeMatch(of: #/(\d+):(\d+)-(\d+) (.+)/#), let row = Int(match.1),
                let from = Int(match.2),
                let to = Int(match.3), let style = Style(named: match.4), styles.indices.contains(row)
            else { return nil }
            if styles[row].count <= to {
                styles[row] += Array(repeating: .plain, count: to + 1 - styles[row].count)
            }
            for column in from...max(from, to) { styles[row][column] = style }
        }
        runs = zip(rows, styles).enumerated().flatMap { index, row in Self.runs(row.0, row.1, row: index) }
        size = Size(styles.map(\.count).max() ?? 0, rows.count)
    }

    /// One text for each column; nothing for the right half of a wide character.
    private static func cells(_ line: Substring) -> [String] {
        line.unicodeScalars.reduce(into: []) { cells, scalar in
            switch TextWidth.width(of: scalar) {
            case 0: if !cells.isEmpty { cells[cells.count - 1].unicodeScalars.append(scalar) }
            case 1: cells.append(String(scalar))
            default: cells += [String(scalar), ""]
            }
        }
    }

    private static func runs(_ cells: [String], _ styles: [Style], row: Int) -> [Run] {
        var runs: [Run] = []
        for (column, style) in styles.enumerated() {
            let text = cells.indices.contains(column) ? cells[column] : " "
            if let last = runs.last, last.style == style {
                runs[runs.count - 1].text += text
                runs[runs.count - 1].width += 1
            } else {
                runs.append(Run(row: row, column: column, width: 1, text: text, style: style))
            }
        }
        return runs
    }

    // MARK: SVG

    private static let cell = (width: 8.4, height: 18.0)
    private static let margin = 14.0
    private static let fonts = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

    var svg: String {
        let width = Double(size.columns) * Self.cell.width + 2 * Self.margin
        let height = Double(size.rows) * Self.cell.height + 2 * Self.margin
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" font-family="\(Self.fonts)" font-size="14">
            <rect width="100%" height="100%" rx="8" fill="#16191d"/>

            """
        return head + runs.map(draw).joined() + "</svg>\n"
    }

    private func draw(_ run: Run) -> String {
        let ink = Theme(.twoHundredFiftySix).ink(for: run.style)
        let x = Self.margin + Double(run.column) * Self.cell.width
        let y = Self.margin + Double(run.row) * Self.cell.height
        let width = Double(run.width) * Self.cell.width
        var svg = ""
        if let background = ink.background {
            svg +=
                "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"18\" fill=\"\(Self.color(background))\"/>\n"
        }
        guard run.text.contains(where: { $0 != " " }) else { return svg }
        let color = ink.foreground.map(Self.color) ?? "#d7dade"
        let bold = ink.isBold ? " font-weight=\"700\"" : ""
        let text = run.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return svg
            + "<text xml:space=\"preserve\" x=\"\(number(x))\" y=\"\(number(y + 13))\" textLength=\"\(number(width))\" "
            + "lengthAdjust=\"spacingAndGlyphs\" fill=\"\(color)\"\(bold)>\(text)</text>\n"
    }

    private func number(_ value: Double) -> String { Figures.decimal(value, 1) }

    /// Of the 256 colours of xterm those above the first 16, which no terminal changes.
    private static func color(_ number: Int) -> String {
        let levels = [0, 95, 135, 175, 215, 255]
        let parts: [Int]
        if number >= 232 {
            parts = Array(repeating: 8 + (number - 232) * 10, count: 3)
        } else {
            let index = max(0, number - 16)
            parts = [levels[index / 36 % 6], levels[index / 6 % 6], levels[index % 6]]
        }
        return "#" + parts.map { Format.hex($0, 2) }.joined()
    }
}

extension Style {
    /// As goldens spell it.
    fileprivate init?(named words: Substring) {
        let parts = words.split(separator: " ")
        guard let role = Role.allCases.first(where: { "\($0)" == parts.first.map(String.init) }) else { return nil }
        var attributes: Attributes = []
        if parts.contains("bold") { attributes.insert(.bold) }
        if parts.contains("selected") { attributes.insert(.selected) }
        self.init(role, attributes)
    }
}

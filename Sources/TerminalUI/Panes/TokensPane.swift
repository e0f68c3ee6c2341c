import LiveProtocol
import SessionModel
import Wording

/// What the turns were billed, by modality, the newest at the right; and what it comes to.
struct TokensPane {
    let summary: SessionSummary
    /// Nil when the picture carries no details of the session.
    let tokens: TokenLedger?

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        let body = title.draw(in: rect, on: &grid)
        guard let tokens else { return grid.draw(StyledText(Format.unknown, .faint), in: body) }
        let lines = series(tokens).map { line($0, width: body.columns) } + [billed(tokens)]
        for (offset, line) in lines.suffix(body.rows).enumerated() {
            grid.draw(line, in: Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1))
        }
    }

    private struct Series {
        var name: String
        var style: Style
        var values: [Double]
        var total: Int64
    }

    /// What occurs, in the order in which it is usually most.
    private func series(_ tokens: TokenLedger) -> [Series] {
        let turns = Array(tokens.turns)
        let inputs = Modality.allCases.map { modality in
            Series(
                name: modality.word + " in", style: .up, values: turns.map { Double($0.input[modality]) },
                total: tokens.billedInput[modality])
        }
        let outputs = Modality.allCases.map { modality in
            Series(
                name: modality.word + " out", style: .down, values: turns.map { Double($0.output[modality]) },
                total: tokens.billedOutput[modality])
        }
        return (inputs + outputs).filter { $0.total > 0 }
    }

    private func line(_ series: Series, width: Int) -> StyledText {
        let label = series.name + String(repeating: " ", count: max(1, 12 - TextWidth.width(series.name)))
        let total = Format.quantity(series.total)
        let bars = BarRow(values: series.values).text(width: max(0, min(60, width - 12 - 7)), series.style)
        let padding = String(repeating: " ", count: max(0, 6 - TextWidth.width(total)))
        return StyledText(label, .faint) + bars + " " + StyledText(padding + total, .strong)
    }

    private func billed(_ tokens: TokenLedger) -> StyledText {
        guard tokens.reports > 0 else { return StyledText("– no usage reported so far", .faint) }
        var text = StyledText("billed      ", .faint) + StyledText(Format.quantity(tokens.billedInput.total), .strong)
        text += StyledText(" in, ", .faint) + StyledText(Format.quantity(tokens.billedOutput.total), .strong)
        text += StyledText(" out, ", .faint) + StyledText(Format.metric(summary.cost, .dollars), .strong)
        if tokens.compressions > 0 {
            text += StyledText(", compressed \(Format.counted(tokens.compressions, "time"))", .warning)
        }
        return text
    }
}

extension Modality {
    fileprivate var word: String {
        switch self {
        case .text: "text"
        case .audio: "audio"
        case .image: "image"
        case .video: "video"
        case .document: "document"
        case .unspecified: "other"
        }
    }
}

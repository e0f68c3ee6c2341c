import LiveProtocol
import SessionModel

/// The silence that the user perceived in a turn, part by part, as one bar: the parts follow each other and add up.
///
/// Each part has a line of its own kind, so that a screen without colours tells the same.
struct TurnWaterfall {
    let segments: [TurnSegment]
    /// The length that the whole width stands for.
    let scale: Duration
    /// Lengths that all bars are compared with: drawn where nothing else stands.
    var marks: [(length: Duration, sign: Character)] = []

    /// The bar in exactly `width` columns. Every part has at least one, as long as there is room.
    func text(width: Int) -> StyledText {
        guard width > 0, scale > .zero, !segments.isEmpty else { return rest(from: 0, of: max(0, width)) }
        var text = StyledText()
        var used = 0
        var elapsed = Duration.zero
        for segment in segments {
            elapsed += segment.duration
            let end = max(used + 1, Self.column(elapsed, of: width, scale))
            let count = min(width, end) - used
            guard count > 0 else { break }
            text += StyledText(String(repeating: segment.name.sign.character, count: count), segment.name.sign.style)
            used += count
        }
        return text + rest(from: used, of: width)
    }

    /// The columns behind the bar, with the marks that lie there.
    private func rest(from used: Int, of width: Int) -> StyledText {
        var cells = [Character](repeating: " ", count: max(0, width - used))
        for mark in marks where scale > .zero {
            let column = min(width - 1, Self.column(mark.length, of: width, scale)) - used
            if cells.indices.contains(column) { cells[column] = mark.sign }
        }
        return StyledText(String(cells), .faint)
    }

    private static func column(_ length: Duration, of width: Int, _ scale: Duration) -> Int {
        let share = length.seconds / max(scale.seconds, 1e-9)
        return Int(Int64(clamping: (min(1, max(0, share)) * Double(width)).rounded()))
    }
}

extension TurnSegment.Name {
    /// How the part is drawn.
    var sign: (character: Character, style: Style) {
        switch self {
        case .endpointing: ("┄", .up)
        case .model: ("━", .down)
        case .endpointingAndModel: ("─", .down)
        case .tool: ("═", .accent)
        case .leadingSilence: ("·", .faint)
        }
    }

    /// What the user waited for, in at most twenty columns.
    var words: String {
        switch self {
        case .endpointing: "end noticed"
        case .model: "answer of the model"
        case .endpointingAndModel: "end noticed, answer"
        case .tool: "tool"
        case .leadingSilence: "leading silence"
        }
    }
}

import LiveProtocol

/// A stretch of time laid over the columns of a lane, with half a column of resolution.
struct LaneStrip {
    let start: Timestamp
    let span: Duration
    let columns: Int

    var end: Timestamp { start + span }

    /// The column of an instant; nil outside.
    func column(of instant: Timestamp) -> Int? {
        guard columns > 0, instant >= start, instant < end else { return nil }
        return min(columns - 1, half(of: instant) / 2)
    }

    /// What the runs cover, half column by half column. The shortest run covers one.
    func covered(by runs: some Sequence<LaneRun>) -> [Bool] {
        var halves = [Bool](repeating: false, count: 2 * max(0, columns))
        for run in runs where run.end >= start && run.start < end && !halves.isEmpty {
            for index in half(of: run.start)...max(half(of: run.start), half(of: run.end)) { halves[index] = true }
        }
        return halves
    }

    /// From 0 to 2 × `columns` - 1, clamped.
    private func half(of instant: Timestamp) -> Int {
        let share = (instant - start).seconds / max(span.seconds, 1e-9)
        return Int(Int64(clamping: max(0, min(Double(2 * columns - 1), (share * Double(2 * columns)).rounded(.down)))))
    }
}

/// A stretch of time in a lane.
struct LaneRun: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
}

/// One line of cells that lanes, marks and labels are put into, later ones over earlier ones.
struct LaneCells {
    private var cells: [(scalar: Unicode.Scalar, style: Style)?]

    init(columns: Int) { cells = Array(repeating: nil, count: max(0, columns)) }

    mutating func put(_ scalar: Unicode.Scalar, at column: Int, _ style: Style) {
        if cells.indices.contains(column) { cells[column] = (scalar, style) }
    }

    /// Writes a text of one-column characters where nothing stands yet, nor beside it; false where there is no room.
    @discardableResult
    mutating func write(_ text: String, at column: Int, _ style: Style) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard column >= 0, column + scalars.count <= cells.count else { return false }
        let around = max(0, column - 1)..<min(cells.count, column + scalars.count + 1)
        guard cells[around].allSatisfy({ $0 == nil }) else { return false }
        for (offset, scalar) in scalars.enumerated() { cells[column + offset] = (scalar, style) }
        return true
    }

    /// A thick or a thin line where `halves` are covered.
    mutating func draw(_ halves: [Bool], isThick: Bool, _ style: Style) {
        let (both, left, right): (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar) =
            isThick ? ("━", "╸", "╺") : ("─", "╴", "╶")
        for column in cells.indices where 2 * column + 1 < halves.count {
            switch (halves[2 * column], halves[2 * column + 1]) {
            case (true, true): cells[column] = (both, style)
            case (true, false): cells[column] = (left, style)
            case (false, true): cells[column] = (right, style)
            case (false, false): break
            }
        }
    }

    var text: StyledText {
        var text = StyledText()
        var run = ""
        var style = Style.plain
        for cell in cells {
            let next = cell ?? (" ", .plain)
            if next.style != style, !run.isEmpty {
                text += StyledText(run, style)
                run = ""
            }
            style = next.style
            run.unicodeScalars.append(next.scalar)
        }
        return text + StyledText(run, style)
    }
}

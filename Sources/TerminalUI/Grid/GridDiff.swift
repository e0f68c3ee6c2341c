/// What to print so that one picture becomes another: runs of changed cells.
public struct GridDiff: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        public let row: Int
        public let column: Int
        public let cells: ArraySlice<Cell>
    }

    /// From top left to bottom right; no run begins or ends within a wide character.
    public let runs: [Run]

    /// Everything is drawn when there is no old picture or it had another size.
    public init(from old: CellGrid?, to new: CellGrid) {
        let old = old?.size == new.size ? old : nil
        var runs: [Run] = []
        for row in 0..<new.size.rows { Self.append(row, old, new, to: &runs) }
        self.runs = runs
    }

    /// The picture after printing. `grid` must have the size of the new picture.
    public func applied(to grid: CellGrid) -> CellGrid {
        var result = grid
        for run in runs { result.replace(row: run.row, column: run.column, with: run.cells) }
        return result
    }

    private static func append(_ row: Int, _ old: CellGrid?, _ new: CellGrid, to runs: inout [Run]) {
        let cells = new[row]
        guard let old else {
            if !cells.isEmpty { runs.append(Run(row: row, column: 0, cells: cells)) }
            return
        }
        let previous = old[row]
        guard previous != cells else { return }
        let offset = cells.startIndex
        var index = offset
        while index < cells.endIndex {
            guard cells[index] != previous[index] else {
                index += 1
                continue
            }
            var start = index
            while start > offset, cells[start].isContinuation { start -= 1 }
            while index < cells.endIndex, cells[index] != previous[index] || cells[index].isContinuation { index += 1 }
            runs.append(Run(row: row, column: start - offset, cells: cells[start..<index]))
        }
    }
}

import Diagnosis
import LiveProtocol
import Snapshots
import Wording

/// The whole of a recording as one line: where its turns began, what was found where, and the instant on screen.
struct Scrubber {
    let playback: Playback

    /// Times on both sides of the line.
    private static let labelWidth = 7

    private func track(in line: Rect) -> Rect {
        line.inset(columns: 1).cutLeft(Self.labelWidth).rest.cutLeft(line.columns - 2 - 2 * Self.labelWidth).left
    }

    func draw(in line: Rect, on grid: inout CellGrid) {
        guard line.rows > 0 else { return }
        let place = track(in: line)
        grid.draw(StyledText(Format.clock(playback.position), .strong), in: line.inset(columns: 1))
        grid.draw(StyledText(Format.clock(playback.length), .faint), in: line.inset(columns: 1), aligned: .right)
        grid.fill(place, with: "─", .faint)
        let now = column(of: playback.position, in: place)
        grid.fill(place.cutLeft(now).left, with: "━", .accent)
        for turn in playback.turns { put("╵", .faint, at: turn, in: place, on: &grid) }
        // The worst are drawn last, over the others.
        for mark in playback.findings.sorted(by: { $0.severity < $1.severity }) {
            put(mark.severity.sign.scalar, mark.severity.sign.style, at: mark.at, in: place, on: &grid)
        }
        put("●", Style(.accent, [.bold, .selected]), at: playback.position, in: place, on: &grid)
    }

    /// The position that a click there asks for; nil beside the line.
    func position(at row: Int, _ column: Int, in line: Rect) -> Duration? {
        let place = track(in: line)
        guard place.contains(row: row, column: column), place.columns > 1 else { return nil }
        return playback.length * (column - place.column) / (place.columns - 1)
    }

    private func column(of position: Duration, in place: Rect) -> Int {
        let share = position.seconds / max(playback.length.seconds, 1e-9)
        return max(0, min(place.columns - 1, Int(clamping: (share * Double(place.columns - 1)).rounded())))
    }

    private func put(
        _ scalar: Unicode.Scalar, _ style: Style, at position: Duration, in place: Rect, on grid: inout CellGrid
    ) {
        guard place.columns > 0 else { return }
        grid.draw(
            StyledText(String(Character(scalar)), style), row: place.row,
            column: place.column + column(of: position, in: place))
    }
}

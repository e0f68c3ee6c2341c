import SessionModel
import Snapshots

extension Model {
    /// Rows that one step of the wheel moves.
    private static let wheelStep = 3

    /// A click selects, a double click opens, the wheel scrolls, a click on a title sorts, one on a tab shows its view.
    mutating func perform(_ event: MouseEvent) -> [Effect] {
        notice = nil
        guard typed == nil, overlay?.isQuestion != true else { return [] }
        return switch event {
        case .wheelUp: scroll(by: -Self.wheelStep)
        case .wheelDown: scroll(by: Self.wheelStep)
        case .pressed(let row, let column): press(row: row, column: column, isDouble: false)
        case .doublePressed(let row, let column): press(row: row, column: column, isDouble: true)
        }
    }

    private mutating func scroll(by lines: Int) -> [Effect] {
        if overlay != nil { return moveOverScreen(.lines(lines)) }
        return carryOut(screens[place.screen].move(.lines(lines), context))
    }

    private mutating func press(row: Int, column: Int, isDouble: Bool) -> [Effect] {
        guard overlay == nil else {
            overlay = nil
            return []
        }
        let layout = layout
        if let playback = mode.playback,
            let position = Scrubber(playback: playback).position(at: row, column, in: layout.scrubber)
        {
            return [.playback(.seek(position))]
        }
        if layout.header.contains(row: row, column: column) {
            let title = SessionTitle(self, in: layout.header, trouble: layout.trouble)
            if let screen = title?.screen(at: row, column) { show(screen) }
        } else if layout.body.contains(row: row, column: column) {
            return carryOut(screens[place.screen].press(row: row, column: column, isDouble: isDouble, context))
        }
        return []
    }
}

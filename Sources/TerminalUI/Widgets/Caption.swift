public import LiveProtocol
import Wording

/// A few lines below the screen that say what is to be seen on it: of the demo, which nobody explains.
public struct Caption: Hashable, Sendable {
    public enum Mark: Hashable, Sendable {
        case plain, good, warning, alert
    }

    public var mark: Mark
    public var title: String
    public var text: String
    /// What to do to go on, in a few words.
    public var hint: String
    /// The call that it is about, whose row is then the selected one.
    public var subject: SessionID?

    public init(
        _ title: String, _ text: String, mark: Mark = .plain, hint: String = "", subject: SessionID? = nil
    ) {
        (self.title, self.text, self.mark, self.hint, self.subject) = (title, text, mark, hint, subject)
    }

    /// Lines of a caption: what fits one line of a wide screen needs two of a narrow one.
    private static func rows(on size: Size) -> Int { size.columns < 100 ? 4 : 3 }

    /// What captions leave of a terminal for the screen: all of it where that is small.
    public static func room(on size: Size) -> Size {
        size.rows < 20 || size.columns < 60 ? size : Size(size.columns, size.rows - rows(on: size))
    }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        grid.fill(rect, .banner)
        let inner = rect.inset(columns: 1)
        let (first, rest) = inner.cutTop(1)
        // What is wrong looks it.
        let role: Style.Role = mark == .alert ? .alertBanner : .banner
        grid.fill(rect.cutTop(1).top, Style(role))
        let hint = StyledText(self.hint, Style(role))
        let title = StyledText(sign + self.title, Style(role, .bold))
        let lines = TextWidth.wrapped(text, to: rest.columns)
        for (offset, line) in lines.prefix(rest.rows).enumerated() {
            let isCut = offset == rest.rows - 1 && lines.count > rest.rows
            grid.draw(StyledText(line + (isCut ? " …" : ""), .banner), in: rest.dropTop(offset))
        }
        // A long title gets the whole line where the last one is free.
        let isLong = title.width + 2 + hint.width > first.columns && lines.count < rest.rows
        grid.draw(title, in: isLong ? first : first.cutLeft(first.columns - hint.width - 2).left)
        grid.draw(
            isLong ? hint.restyled(.banner) : hint, in: isLong ? rest.dropTop(rest.rows - 1) : first, aligned: .right)
    }

    private var sign: String {
        switch mark {
        case .plain: ""
        case .good: "● "
        case .warning: "▲ "
        case .alert: "■ "
        }
    }
}

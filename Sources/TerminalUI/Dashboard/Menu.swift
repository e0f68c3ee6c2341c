import LiveProtocol

/// A list to choose from, over the screen.
enum Menu: Hashable, Sendable {
    /// Formats for the session that is open or selected.
    case exports(SessionID)
    case settings
}

/// A format that sessions can be exported to, as the menu lists it.
public struct ExportChoice: Hashable, Sendable {
    public var name: String
    public var summary: String

    public init(name: String, summary: String) {
        self.name = name
        self.summary = summary
    }
}

/// A line of the settings: what can be changed while the screen is up.
enum Setting: CaseIterable {
    case times, privacy, mouse, theme

    var title: String {
        switch self {
        case .times: "times"
        case .privacy: "privacy"
        case .mouse: "mouse"
        case .theme: "theme"
        }
    }

    func value(in model: Model) -> String {
        switch self {
        case .times: model.timeFormat.rawValue
        case .privacy: model.privacy == .on ? "on" : "off"
        case .mouse: model.usesMouse ? "livetop's" : "the terminal's"
        case .theme: model.palette.rawValue
        }
    }
}

extension Model {
    mutating func showExports() {
        guard let session = place.session ?? selectedSession else { return notice = "There is no session to export." }
        guard !exportChoices.isEmpty else { return notice = "Nothing can be exported here." }
        overlay = .menu(.exports(session), index: 0)
    }

    mutating func showSettings() { overlay = .menu(.settings, index: 0) }

    func count(of menu: Menu) -> Int {
        switch menu {
        case .exports: exportChoices.count
        case .settings: Setting.allCases.count
        }
    }

    /// Enter in a menu.
    mutating func choose(_ menu: Menu, _ index: Int) -> [Effect] {
        switch menu {
        case .exports(let session):
            overlay = nil
            guard exportChoices.indices.contains(index) else { return [] }
            notice = "Exporting…"
            return [.export(session, format: exportChoices[index].name)]
        case .settings:
            guard Setting.allCases.indices.contains(index) else { return [] }
            return change(Setting.allCases[index])
        }
    }

    private mutating func change(_ setting: Setting) -> [Effect] {
        switch setting {
        case .times: timeFormat = timeFormat.next
        case .privacy: privacy = privacy == .off ? .on : .off
        case .mouse:
            usesMouse.toggle()
            return [.useMouse(usesMouse)]
        case .theme:
            palette = palette.next
            return [.usePalette(palette)]
        }
        return []
    }

    /// The lines of a menu: name, then what it means.
    func lines(of menu: Menu) -> (title: String, lines: [(name: String, words: String)]) {
        switch menu {
        case .exports(let session):
            ("Export \(session)", exportChoices.map { ($0.name, $0.summary) })
        case .settings:
            ("Settings", Setting.allCases.map { ($0.title, $0.value(in: self)) })
        }
    }
}

/// A menu with its selected line.
enum MenuPane {
    static func draw(_ menu: Menu, index: Int, of model: Model, in rect: Rect, on grid: inout CellGrid) {
        let (title, lines) = model.lines(of: menu)
        let width = (lines.map { TextWidth.width($0.name) }.max() ?? 0) + 2
        let texts = lines.enumerated().map { offset, line in
            let padding = String(repeating: " ", count: max(1, width - TextWidth.width(line.name)))
            return StyledText(offset == index ? "▸ " : "  ", .accent)
                + StyledText(line.name, offset == index ? .strong : .plain) + StyledText(padding + line.words, .faint)
        }
        TextPane(title: title, lines: texts + remark(menu), top: max(0, index - max(0, rect.rows - 3))).draw(
            in: rect, on: &grid)
    }

    private static func remark(_ menu: Menu) -> [StyledText] {
        guard menu == .settings else { return [] }
        return ["", StyledText("Enter changes. To keep it: theme and [keys] in config.toml", .faint)]
    }
}

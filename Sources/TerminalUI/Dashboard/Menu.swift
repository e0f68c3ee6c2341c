import LiveProtocol
import Wording

/// A list to choose from, over the screen.
enum Menu: Hashable, Sendable {
    /// Formats for the session that is open or selected.
    case exports([SessionID])
    case settings
    /// What can be done with some sessions.
    case actions([SessionID])
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

    func value(in looks: Looks) -> String {
        switch self {
        case .times: looks.timeFormat.rawValue
        case .privacy: looks.privacy == .on ? "on" : "off"
        case .mouse: looks.usesMouse ? "livetop's" : "the terminal's"
        case .theme: looks.palette.rawValue
        }
    }
}

extension Model {
    mutating func showExports() {
        let sessions = concerned
        guard !sessions.isEmpty else { return notice = "There is no session to export." }
        guard !terms.exportChoices.isEmpty else { return notice = "Nothing can be exported here." }
        overlay = .menu(.exports(sessions), index: 0)
    }

    mutating func showSettings() { overlay = .menu(.settings, index: 0) }

    func count(of menu: Menu) -> Int {
        switch menu {
        case .exports: terms.exportChoices.count
        case .settings: Setting.allCases.count
        case .actions(let sessions): SessionAction.all(for: sessions.count).count
        }
    }

    /// Enter in a menu.
    mutating func choose(_ menu: Menu, _ index: Int) -> [Effect] {
        switch menu {
        case .exports(let sessions):
            overlay = nil
            guard terms.exportChoices.indices.contains(index) else { return [] }
            notice = sessions.count == 1 ? "Exporting…" : "Exporting \(sessions.count) sessions…"
            return sessions.map { .export($0, format: terms.exportChoices[index].name) }
        case .settings:
            guard Setting.allCases.indices.contains(index) else { return [] }
            return change(Setting.allCases[index])
        case .actions(let sessions):
            overlay = nil
            let actions = SessionAction.all(for: sessions.count)
            return actions.indices.contains(index) ? perform(actions[index], on: sessions) : []
        }
    }

    private mutating func change(_ setting: Setting) -> [Effect] {
        switch setting {
        case .times: looks.timeFormat = looks.timeFormat.next
        case .privacy: looks.privacy = looks.privacy == .off ? .on : .off
        case .mouse:
            looks.usesMouse.toggle()
            return [.useMouse(looks.usesMouse)]
        case .theme:
            looks.palette = looks.palette.next
            return [.usePalette(looks.palette)]
        }
        return []
    }

    /// A menu as it is drawn: of each line its name, then what it means.
    func pane(of menu: Menu, index: Int) -> MenuPane {
        switch menu {
        case .exports(let sessions):
            MenuPane(
                title: "Export \(words(sessions))", lines: terms.exportChoices.map { ($0.name, $0.summary) },
                selected: index)
        case .settings:
            MenuPane(
                title: "Settings", lines: Setting.allCases.map { ($0.title, $0.value(in: looks)) }, selected: index,
                remark: "Enter changes. To keep it: theme and [keys] in config.toml")
        case .actions(let sessions):
            MenuPane(
                title: words(sessions),
                lines: SessionAction.all(for: sessions.count).map { ("\($0.key)  \($0.title)", $0.words) },
                selected: index)
        }
    }
}

/// A key as the terminal reports it.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// With its letter in lower case.
    case control(Character)
    case function(Int)
    case up
    case down
    case left
    case right
    case shiftLeft
    case shiftRight
    case pageUp
    case pageDown
    case home
    case end
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete

    /// As help and footer spell it, and as the configuration does.
    var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "ctrl-\(character)"
        case .function(let number): "F\(number)"
        default: Self.named.first { $0.key == self }?.name ?? ""
        }
    }

    /// The key of that name; upper and lower case make a difference for single characters only.
    init?(named name: String) {
        let lower = name.lowercased()
        if let key = Self.named.first(where: { $0.name.lowercased() == lower || $0.other == lower })?.key {
            self = key
        } else if let character = name.first, name.count == 1 {
            self = .character(character)
        } else if lower.hasPrefix("ctrl-"), name.count == 6, let letter = lower.last, letter.isASCII, letter.isLetter {
            self = .control(letter)
        } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    /// Each key with its name and one that is easier to type.
    private static let named: [(key: Key, name: String, other: String)] = [
        (.character(" "), "Space", "space"), (.up, "↑", "up"), (.down, "↓", "down"), (.left, "←", "left"),
        (.right, "→", "right"), (.shiftLeft, "S-←", "shift-left"), (.shiftRight, "S-→", "shift-right"),
        (.pageUp, "PgUp", "pageup"), (.pageDown, "PgDn", "pagedown"),
        (.home, "Home", "home"), (.end, "End", "end"), (.enter, "Enter", "return"), (.escape, "Esc", "escape"),
        (.tab, "Tab", "tab"), (.backTab, "S-Tab", "shift-tab"), (.backspace, "Backspace", "backspace"),
        (.delete, "Del", "delete"),
    ]
}

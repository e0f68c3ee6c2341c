/// How a cell is meant, not how it looks: `Theme` turns meanings into colours, for as many colours as there are.
///
/// No meaning is carried by style alone; a letter, a mark or a word always says the same (`NO_COLOR`, colour-blind).
public struct Style: Hashable, Sendable {
    public enum Role: UInt8, CaseIterable, Hashable, Sendable {
        case plain
        /// Secondary: labels, units, rules, what is over.
        case faint
        /// Titles of columns and sections.
        case heading
        /// The program's own colour: its name, keys, the sort mark.
        case accent
        case good
        case warning
        case alert
        /// Travelled from the app to the service.
        case up
        /// Travelled from the service to the app.
        case down
        /// A bar across the screen that says what mode the screen is in.
        case banner
        /// The same for something that needs an answer now.
        case alertBanner
    }

    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Attributes(rawValue: 1)
        /// Part of the selected row; the theme gives it a background.
        public static let selected = Attributes(rawValue: 2)
    }

    public var role: Role
    public var attributes: Attributes

    public init(_ role: Role = .plain, _ attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }

    public static let plain = Style(.plain)
    static let faint = Style(.faint)
    static let heading = Style(.heading)
    static let accent = Style(.accent)
    static let good = Style(.good)
    static let warning = Style(.warning)
    static let alert = Style(.alert, .bold)
    static let strong = Style(.plain, .bold)
    static let up = Style(.up)
    static let down = Style(.down)
    static let banner = Style(.banner)
    static let alertBanner = Style(.alertBanner, .bold)
}

/// Meanings to colours, for as many colours as the terminal has.
///
/// Colours are those that have a contrast of 4.5 to 1 at least on the background that the palette is for (WCAG 2.2, 1.4.3),
/// and those of the standard one can be read on a light one, too. Where the background matters more (bars, the selected
/// row), the theme sets both. The two directions differ in hue and brightness for colour-blind eyes too, and every mark
/// differs in shape as well.
public struct Theme: Sendable {
    public enum Depth: Hashable, Sendable, CaseIterable {
        /// Bold and reverse only: `NO_COLOR`, monochrome terminals.
        case none
        case eight
        case sixteen
        case twoHundredFiftySix
    }

    /// Variants for eyes and screens to which the standard one does not speak.
    public enum Palette: String, Hashable, Sendable, CaseIterable {
        case standard
        /// Darker tones, for a light background.
        case light
        /// No greys: what is secondary is as bright as the rest.
        case contrast
        /// Blue and orange instead of green and red, told apart with red-green blindness too.
        case blueOrange = "blue-orange"

        var next: Palette {
            switch self {
            case .standard: .light
            case .light: .contrast
            case .contrast: .blueOrange
            case .blueOrange: .standard
            }
        }

        /// The one for the background that a terminal names in `COLORFGBG` (`15;0`, `0;default;15`), as rxvt and Konsole do.
        ///
        /// - Parameter colorFGBG: numbers of the sixteen colours, the background's last; nil or anything else says nothing.
        public static func fitting(colorFGBG: String?) -> Palette {
            let background = colorFGBG?.split(separator: ";").last.flatMap { Int($0) }
            let isLight = background.map { $0 == 7 || (9...15).contains($0) } ?? false
            return isLight ? .light : .standard
        }
    }

    public let depth: Depth
    public let palette: Palette

    public init(_ depth: Depth, _ palette: Palette = .standard) {
        self.depth = depth
        self.palette = palette
    }

    /// How cells of this meaning look.
    public func ink(for style: Style) -> Ink {
        var ink = self.ink(for: style.role)
        if style.attributes.contains(.bold) { ink.isBold = true }
        return style.attributes.contains(.selected) ? selected(ink, style.role) : ink
    }

    private func ink(for role: Style.Role) -> Ink {
        switch depth {
        case .none: plainInk(role)
        case .eight, .sixteen: palette == .contrast && role == .faint ? Ink() : basicInk(role)
        case .twoHundredFiftySix: variedInk(role) ?? deepInk(role)
        }
    }

    private func plainInk(_ role: Style.Role) -> Ink {
        switch role {
        case .plain, .good, .up, .down: Ink()
        case .faint: Ink(isDim: true)
        case .heading, .accent, .warning, .alert: Ink(isBold: true)
        case .banner, .alertBanner: Ink(isReversed: true)
        }
    }

    private func basicInk(_ role: Style.Role) -> Ink {
        switch role {
        case .plain: Ink()
        case .faint: depth == .sixteen ? Ink(8) : Ink(isDim: true)
        case .heading: Ink(isBold: true)
        case .accent, .up: Ink(6)
        case .good: Ink(2)
        case .warning: Ink(3)
        case .alert: Ink(1)
        case .down: Ink(5)
        case .banner: Ink(7, on: 4)
        case .alertBanner: Ink(7, on: 1)
        }
    }

    /// Where the palette departs from the standard one.
    private func variedInk(_ role: Style.Role) -> Ink? {
        switch (palette, role) {
        case (.light, _): lightInk(role)
        case (.contrast, .faint): Ink()
        case (.contrast, .heading): Ink(isBold: true)
        case (.blueOrange, .good), (.blueOrange, .up): Ink(33)
        case (.blueOrange, .down), (.blueOrange, .warning): Ink(172)
        case (.blueOrange, .alert): Ink(202, isBold: true)
        default: nil
        }
    }

    private func deepInk(_ role: Style.Role) -> Ink {
        switch role {
        case .plain: Ink()
        case .faint: Ink(244)
        case .heading: Ink(67, isBold: true)
        case .accent: Ink(32)
        case .good: Ink(34)
        case .warning: Ink(172)
        case .alert: Ink(196)
        case .up: Ink(37)
        case .down: Ink(133)
        case .banner: Ink(231, on: 24)
        case .alertBanner: Ink(231, on: 160)
        }
    }

    /// Nil where the standard tone will do.
    private func lightInk(_ role: Style.Role) -> Ink? {
        switch role {
        case .faint: Ink(242)
        case .heading: Ink(24, isBold: true)
        case .accent: Ink(25)
        case .good: Ink(28)
        case .warning: Ink(130)
        case .alert: Ink(160)
        case .up: Ink(23)
        case .down: Ink(127)
        case .plain, .banner, .alertBanner: nil
        }
    }

    /// The selected row has a background of its own, on which its colours are brighter.
    private func selected(_ ink: Ink, _ role: Style.Role) -> Ink {
        var ink = ink
        switch depth {
        case .none:
            ink.isReversed = true
            ink.isDim = false
        case .eight, .sixteen:
            ink.background = 4
            ink.foreground = role == .warning ? 3 : 7
            ink.isDim = false
        case .twoHundredFiftySix:
            ink.background = 24
            ink.foreground = brightForeground(role)
        }
        return ink
    }

    private func brightForeground(_ role: Style.Role) -> Int {
        switch role {
        case .plain, .heading, .banner, .alertBanner: 231
        case .faint: 253
        case .accent, .up: 117
        case .good: 120
        case .warning: 222
        case .alert: 217
        case .down: 219
        }
    }
}

/// What a terminal needs to print a cell: palette numbers and attributes. Nil is the terminal's own colour.
public struct Ink: Hashable, Sendable {
    public var foreground: Int?
    public var background: Int?
    public var isBold: Bool
    public var isDim: Bool
    public var isReversed: Bool

    init(
        _ foreground: Int? = nil, on background: Int? = nil, isBold: Bool = false, isDim: Bool = false,
        isReversed: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.isBold = isBold
        self.isDim = isDim
        self.isReversed = isReversed
    }
}

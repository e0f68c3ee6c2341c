import Foundation
import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
    @Test func `without colours no ink has one`() {
        for style in Style.all {
            let ink = Theme(.none).ink(for: style)
            #expect(ink.foreground == nil && ink.background == nil)
        }
    }

    @Test(arguments: [(Theme.Depth.eight, 8), (.sixteen, 16), (.twoHundredFiftySix, 256)])
    func `a theme uses only colours that there are`(depth: Theme.Depth, count: Int) {
        for (style, palette) in Style.all.flatMap({ style in Theme.Palette.allCases.map { (style, $0) } }) {
            let ink = Theme(depth, palette).ink(for: style)
            for color in [ink.foreground, ink.background].compactMap({ $0 }) { #expect((0..<count).contains(color)) }
        }
    }

    @Test(arguments: Theme.Depth.allCases)
    func `a selected row and a bar differ from plain text at every depth`(depth: Theme.Depth) {
        let theme = Theme(depth)
        for style in [Style(.plain, .selected), .banner, .alertBanner] {
            #expect(theme.ink(for: style) != theme.ink(for: .plain))
        }
    }

    /// WCAG 2.2, 1.4.3: 4.5 to 1 for text.
    @Test(arguments: Theme.Palette.allCases)
    func `every colour is readable on the background that it is for`(palette: Theme.Palette) {
        for style in Style.all {
            let ink = Theme(.twoHundredFiftySix, palette).ink(for: style)
            guard let foreground = ink.foreground.map(XTermColor.init) else { continue }
            if let background = ink.background {
                #expect(foreground.contrast(to: XTermColor(background)) >= 4, "\(style) in \(palette)")
            } else {
                #expect(foreground.contrast(to: palette == .light ? .white : .black) >= 4.5, "\(style) in \(palette)")
                // Of most terminals nobody knows the background.
                if palette == .standard { #expect(foreground.contrast(to: .white) >= 2.7, "\(style)") }
            }
        }
        #expect(XTermColor.white.contrast(to: .black) == 21)
    }

    @Test(
        arguments: [
            ("0;15", .light), ("0;default;15", .light), ("0;7", .light), ("15;0", .standard),
            ("15;8", .standard), ("0;default", .standard), ("", .standard), (nil, .standard),
            ("0;99999999999999999999", .standard),
        ] as [(String?, Theme.Palette)])
    func `a terminal that says it is light gets darker tones`(colorFGBG: String?, palette: Theme.Palette) {
        #expect(Theme.Palette.fitting(colorFGBG: colorFGBG) == palette)
    }

    @Test(arguments: Theme.Depth.allCases)
    func `where a background is set, so is the text on it`(depth: Theme.Depth) {
        for style in Style.all {
            let ink = Theme(depth).ink(for: style)
            if let background = ink.background { #expect(ink.foreground != nil && ink.foreground != background) }
        }
    }
}

extension Style {
    fileprivate static var all: [Style] {
        Role.allCases.flatMap { role in [[], .bold, .selected, [.bold, .selected]].map { Style(role, $0) } }
    }
}

/// One of the 240 colours beyond the terminal's own sixteen: a cube of six steps a side, then 24 greys.
private struct XTermColor {
    static let white = XTermColor(231)
    static let black = XTermColor(16)

    private let channels: [Double]

    init(_ number: Int) {
        if number >= 232 {
            channels = Array(repeating: Double(8 + 10 * (number - 232)), count: 3)
        } else {
            let cube = number - 16
            channels = [cube / 36, cube / 6 % 6, cube % 6].map { step in step == 0 ? 0 : Double(55 + 40 * step) }
        }
    }

    /// Relative luminance as WCAG 2.2 defines it.
    private var luminance: Double {
        let linear = channels.map { channel in
            let share = channel / 255
            return share <= 0.040_45 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    func contrast(to other: XTermColor) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }
}

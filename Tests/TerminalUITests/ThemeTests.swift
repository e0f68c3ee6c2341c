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

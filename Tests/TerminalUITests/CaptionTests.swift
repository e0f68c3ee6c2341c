import TerminalUI
import TestSupport
import Testing

/// What is said below a screen.
struct CaptionTests {
    private static let caption = Caption(
        "typo: model-not-live",
        "The model gemini-2.5-pro was refused: it is not one of those that the Live API serves. Fix: name one that it "
            + "serves, such as gemini-3.8-live.", mark: .alert, hint: "any key hides this")

    @Test(arguments: [Size(80, 24), Size(120, 40)]) func `a caption stands below the picture`(size: Size) {
        let text = view(Model(), size: size, caption: Self.caption).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == size.rows + 1)
        let first = size.rows - (size.columns < 100 ? 4 : 3)
        #expect(lines[first].hasPrefix(" ■ typo: model-not-live"))
        #expect(lines[first].hasSuffix("any key hides this"))
        #expect(lines[first + 1].hasPrefix(" The model gemini-2.5-pro was refused"))
        #expect(lines[0].contains("livetop is starting"))
    }

    @Test func `a small terminal is all the screen's`() {
        let size = Size(59, 24)
        #expect(view(Model(), size: size, caption: Self.caption) == view(Model(), size: size))
    }

    @Test func `without characters beyond ASCII there are none in a caption`() {
        let grid = view(Model(isASCII: true), size: Size(80, 24), caption: Self.caption)
        #expect(!grid.text.unicodeScalars.contains { !$0.isASCII })
    }
}

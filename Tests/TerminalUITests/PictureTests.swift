import Foundation
import TestSupport
import Testing

@testable import TerminalUI

/// The picture in the README.
struct PictureTests {
    private static let golden = "session-talk-120x40.txt"

    /// `RECORD_GOLDENS=1` writes it anew, and fails: look at it, then run again.
    @Test func `the README's picture is drawn from the golden of today`() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: tests.appending(path: "Goldens/\(Self.golden)"), encoding: .utf8)
        let svg = try #require(GoldenPicture(text)).svg
        let docs = tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")
        let file = docs.appending(path: "screen.svg")
        let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"
        if !isRecording, let kept = try? String(contentsOf: file, encoding: .utf8) {
            #expect(kept == svg, "docs/screen.svg is of another golden: RECORD_GOLDENS=1 draws it anew")
        } else {
            try Data(svg.utf8).write(to: file)
            Issue.record("drawn docs/screen.svg; look at it, then run again")
        }
    }

    @Test func `a golden becomes runs of text with the colours of the terminal`() throws {
        let picture = try #require(GoldenPicture("a<b 注c\n\n---\n0:0-0 alert bold\n0:4-6 plain selected\n"))
        let svg = picture.svg
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 86.8 64.0\""))
        #expect(
            svg.contains(
                "textLength=\"8.4\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ff0000\" font-weight=\"700\">a</text>"))
        #expect(svg.contains("fill=\"#d7dade\">&lt;b </text>"))
        #expect(svg.contains("<rect x=\"47.6\" y=\"14.0\" width=\"25.2\" height=\"18\" fill=\"#005f87\"/>"))
        #expect(svg.contains("textLength=\"25.2\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ffffff\">注c</text>"))
    }

    @Test(arguments: ["", "no styles", "a\n---\n0:0-0 mauve\n", "a\n---\n7:0-0 faint\n"])
    func `what is no golden has no picture`(text: String) {
        #expect(GoldenPicture(text) == nil)
    }
}

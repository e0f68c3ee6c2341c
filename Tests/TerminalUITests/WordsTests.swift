import Foundation
import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing
import Wording

@testable import TerminalUI

/// What somebody reads who sees the program for the first time.
@Suite struct WordsTests {
    private static func goldens() throws -> [(name: String, text: String)] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map { file in
            let golden = try String(contentsOf: file, encoding: .utf8)
            return (file.lastPathComponent, golden.components(separatedBy: "\n---\n").first ?? golden)
        }
    }

    /// Names of events and statistics are for files and other programs.
    @Test func `no screen speaks in names of the wire or of statistics without saying of what`() throws {
        let jargon = ["vad.", "VAD", "added p99", "CTX", "biased", "end-point"]
        for (name, text) in try Self.goldens() where !name.hasPrefix("frame") {
            for word in jargon { #expect(!text.contains(word), "\(word) in \(name)") }
        }
    }

    @Test(arguments: Anchor.allCases)
    func `what a latency is counted from has words that fit its column`(anchor: Anchor) {
        #expect(TextWidth.width(anchor.words) <= 17)
        #expect(!anchor.words.contains("."))
    }

    /// A terminal without Unicode shows `?` for foreign scripts alone.
    @Test func `every sign of ours has a form in ASCII`() throws {
        for (name, text) in try Self.goldens() where !name.contains("non-latin") && !name.hasPrefix("names") {
            let signs = Set(text.unicodeScalars.filter { !$0.isASCII && !$0.properties.isAlphabetic })
            for sign in signs {
                var grid = CellGrid(Size(1, 1))
                grid.draw(StyledText(String(sign)), row: 0, column: 0)
                #expect(grid.inASCII.text != "?\n", "\(sign) in \(name)")
            }
        }
    }

    /// Bold, reversed or dim, where a screen has no colours: nothing that calls for somebody looks as all else.
    @Test(arguments: Theme.Palette.allCases)
    func `what calls for somebody differs from the rest without colours`(palette: Theme.Palette) {
        let ink = { (style: Style) in Theme(.none, palette).ink(for: style) }
        for style in [Style.alert, .warning, .banner, .alertBanner] { #expect(ink(style) != ink(.plain)) }
        for health in [Health.good, .warning, .alert, .over] {
            #expect([Health.good, .warning, .alert, .over].count { $0.mark.text == health.mark.text } == 1)
        }
    }

    @Test func `what is quoted is masked, whatever signs it is quoted with`() {
        let sentences = [
            "The tool \"lookup\" failed.": "The tool \"••••••\" failed.",
            "It ended with close 1011 ‘Ada’s \"order\" is lost’.": "It ended with close 1011 ‘••••••’.",
            "‘a’ and ‘b’, \"c": "‘••••••’ and ‘••••••’, \"••••••", "the client's turn": "the client's turn", "‘": "‘",
        ]
        for (sentence, masked) in sentences {
            #expect(Privacy.on.maskedQuotes(sentence) == masked)
            #expect(Privacy.off.maskedQuotes(sentence) == sentence)
        }
    }

    /// Nobody tells of a recording what only a proxy knows.
    @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 40), Size(200, 60)])
    func `a recording that nobody goes on with has no gauges that nobody reads`(size: Size) {
        var snapshot = Staged.many.snapshot
        snapshot.process.source = .database("/data/livetop.db")
        let top = view(Model.showing(snapshot, on: size), size: size).text.split(separator: "\n").prefix(3).joined()
        #expect(!top.contains("–"))
        #expect(top.contains("412 MB stored"))
        if size.rows >= 16 { #expect(top.contains("38.2 GB free")) }
        #expect(!top.contains("frames/s"))
    }
}

import Foundation
import Testing

/// What the README shows is what the program draws.
struct ReadmeTests {
    @Test func `the picture is the text of a golden`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let picture = try #require(readme.firstMatch(of: /<!-- picture: (\S+) -->\n```text\n((?s:.*?))\n```\n<!-- end/))
        let golden = try String(contentsOf: root.appending(path: String(picture.1)), encoding: .utf8)
        let drawn = try #require(golden.components(separatedBy: "\n---").first)
        #expect(String(picture.2) == drawn, "copy the text layer of \(picture.1) into the README")
    }
}

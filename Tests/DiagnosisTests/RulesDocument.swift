import Foundation
import Testing

/// `docs/rules.md`, parts of which are made by tests. `RECORD_GOLDENS=1` writes them anew; the rest is written by hand.
struct RulesDocument {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/rules.md")

    func expect(_ made: String, between name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- begin of the generated \(name) -->\n"))
        let end = try #require(text.range(of: "<!-- end of the generated \(name) -->"))
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            let new = text[..<begin.upperBound] + made + text[end.lowerBound...]
            return try new.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(String(text[begin.upperBound..<end.lowerBound]) == made, sourceLocation: sourceLocation)
    }
}

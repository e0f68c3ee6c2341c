import Foundation
import Testing

/// What a comment refers a reader to is there.
@Suite struct CitationTests {
    /// Targets whose comments have been read through.
    static let targets: Set<String> = ["Diagnosis"]

    /// The documents that a file names: `docs/rules.md`.
    static func citations(in text: String) -> [String] {
        text.matches(of: /[A-Za-z0-9_\/-]+\.md\b/).map { String($0.0) }
    }

    @Test(arguments: SourceTree.sources.filter { targets.contains($0.target) })
    func `a document that is cited stands in the repository`(file: SourceFile) {
        for path in Self.citations(in: file.text) {
            let target = SourceTree.root.appending(path: path)
            #expect(FileManager.default.fileExists(atPath: target.path), "\(path) in \(file.path)")
        }
    }

    @Test func `citations are found`() {
        #expect(Self.citations(in: "/// (`docs/rules.md`), and `other.md` §2") == ["docs/rules.md", "other.md"])
    }
}

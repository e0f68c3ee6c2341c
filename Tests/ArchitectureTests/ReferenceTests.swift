import Foundation
import Testing

/// Whoever reads a reference can follow it: the file is in the repository, it has the heading, the section is one of an
/// RFC that is named before it.
@Suite struct ReferenceTests {
    /// Texts of tests that look like names of files.
    static let noFiles: Set<String> = ["AQ.md", "FAQ.md"]

    struct Document: CustomTestStringConvertible, Sendable {
        /// From the root of the package.
        var path: String
        var text: String
        var testDescription: String { path }
    }

    static let documents: [Document] = {
        let folder = SourceTree.root.appending(path: "docs").path
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let paths =
            ["README.md", "dashboards/README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
        return paths.compactMap { path in
            let text = try? String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8)
            return text.map { Document(path: path, text: $0) }
        }
    }()

    /// This file says what leads nowhere.
    static let everything =
        documents
        + (SourceTree.sources + SourceTree.tests).filter { !$0.path.hasSuffix("/ReferenceTests.swift") }.map {
            Document(path: $0.path, text: $0.text)
        }

    /// The headings of each document, as GitHub names them in links.
    static let anchors: [String: Set<String>] = Dictionary(
        documents.map { ($0.path, headings(of: $0.text)) }, uniquingKeysWith: { $1 })

    static func headings(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
                let kept = title.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
                return String(kept.map { $0 == " " ? "-" : $0 })
            })
    }

    /// What a text names and nobody finds.
    static func missing(in document: Document) -> Set<String> {
        var missing: Set<String> = []
        if document.text.contains(".md") || document.text.contains("](#") {
            let names = document.text.matches(of: /(?:[\w.\/-]*[\w-]\.md)(?:#[\w-]*)?|\]\(#[\w-]*\)/)
            missing.formUnion(
                names.filter { !isAddress(document.text, $0.range.lowerBound) }.map { String($0.output) }
                    .filter { !exists($0, from: document.path) && !noFiles.contains($0) })
        }
        if document.text.contains("§") {
            // The section of a document that nobody named, or of one that is none of ours.
            var isNamed = false
            for part in document.text.matches(of: /RFC \d+|[\w-]+\.md|catalogue|§[\d.]*\d/) {
                if part.output.hasPrefix("§") {
                    if !isNamed { missing.insert(String(part.output)) }
                } else {
                    isNamed = part.output.hasPrefix("RFC")
                }
            }
        }
        for decision in document.text.contains("ecision ") ? document.text.matches(of: /[Dd]ecision (\d{4})/) : [] {
            let isThere = documents.contains { $0.path.hasPrefix("docs/decisions/\(decision.1)-") }
            if !isThere { missing.insert(String(decision.0)) }
        }
        return missing
    }

    /// Part of the address of another site.
    private static func isAddress(_ text: String, _ start: String.Index) -> Bool {
        text[..<start].last { $0.isWhitespace || $0 == ":" } == ":" && text[start...].hasPrefix("//")
    }

    private static func exists(_ reference: String, from path: String) -> Bool {
        if reference.hasPrefix("](") {
            return anchors[path]?.contains(String(reference.dropFirst(3).dropLast())) == true
        }
        let parts = reference.split(separator: "#", maxSplits: 1).map(String.init)
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let places = [parts[0], "\(folder)/\(parts[0])", "docs/\(parts[0])", "docs/decisions/\(parts[0])"]
        guard let found = places.map(resolved).first(where: { anchors[$0] != nil }) else { return false }
        return parts.count == 1 || anchors[found]?.contains(parts[1]) == true
    }

    /// `docs/../README.md` → `README.md`.
    private static func resolved(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    @Test(arguments: everything)
    func `every reference can be followed`(document: Document) {
        #expect(Self.missing(in: document) == [], "\(document.path)")
    }

    @Test(arguments: [
        ("see `docs/nowhere.md`", "docs/nowhere.md"), ("`docs/protocol.md#nothing`", "docs/protocol.md#nothing"),
        ("(§4)", "§4"), ("RFC 6455 §5.1, catalogue §2", "§2"), ("[here](#nothing)", "](#nothing)"),
        ("decision 9999", "decision 9999"),
    ])
    func `the rule finds what leads nowhere`(text: String, found: String) {
        #expect(Self.missing(in: Document(path: "docs/protocol.md", text: text)) == [found])
    }

    @Test(arguments: [
        "`docs/protocol.md#order-of-messages`", "[the page](protocol.md)", "RFC 6455 §5.4, and §5.5",
        "[limits](#limits)",
        "https://example.com/a/b.md", "decision 0015", "`docs/metrics.md#keys-of-show---json`",
    ])
    func `the rule leaves alone what can be followed`(text: String) {
        #expect(Self.missing(in: Document(path: "docs/protocol.md", text: text)) == [])
    }
}

import Foundation
import Testing

/// One Swift file of the package, as text and without its comments and strings.
struct SourceFile: CustomTestStringConvertible, Sendable {
    /// From the root of the package, such as `Sources/Proxy/Tap.swift`.
    var path: String
    var text: String
    /// `text` with every comment and the content of every string literal blanked out; lines stay where they are.
    var code: String
    var tokens: [SourceToken]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = SourceScanner.code(of: text)
        tokens = SourceToken.tokens(of: code)
    }

    var testDescription: String { path }

    /// Such as `Tap.swift`.
    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// The target that the file belongs to.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// Names of the modules that the file imports.
    var imports: Set<String> {
        let modules = code.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(Self.isImportModifier)
            else {
                return nil
            }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            return words[(keyword + 1)...].first { !kinds.contains($0) }.map { String($0.prefix { $0 != "." }) }
        }
        return Set(modules)
    }

    /// Lines that hold code.
    var codeLineCount: Int { code.split(separator: "\n").count { $0.contains { !$0.isWhitespace } } }

    /// One-based numbers of the lines on which one of `patterns` begins. A pattern is code: `Date()`, `try!`.
    func lines(with patterns: [String]) -> Set<Int> {
        let byFirst = Dictionary(grouping: patterns.map { SourceToken.tokens(of: $0).map(\.text) }) { $0[0] }
        var lines: Set<Int> = []
        for (index, token) in tokens.enumerated() {
            let isFound = byFirst[token.text]?.contains { pattern in
                tokens[index...].prefix(pattern.count).map(\.text) == pattern
            }
            if isFound == true { lines.insert(token.line) }
        }
        return lines
    }

    private static func isImportModifier(_ word: Substring) -> Bool {
        ["public", "package", "internal", "private", "fileprivate"].contains(word) || word.hasPrefix("@")
    }
}

/// All Swift files of the package.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = files(in: "Sources")
    static let tests = files(in: "Tests")

    private static func files(in folder: String) -> [SourceFile] {
        let start = root.appendingPathComponent(folder).path
        let paths = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            // A file that vanished between listing and reading is nobody's fault.
            guard let text = try? String(contentsOfFile: "\(start)/\(path)", encoding: .utf8) else { return nil }
            return SourceFile(path: "\(folder)/\(path)", text: text)
        }
    }
}

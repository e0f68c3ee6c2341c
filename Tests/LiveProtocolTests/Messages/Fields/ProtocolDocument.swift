import Foundation

/// The tables of `docs/protocol.md`, which tests hold against the code.
enum ProtocolDocument {
    /// What stands in backquotes in each cell of a table whose first cell does, under the heading `section`.
    static func rows(of section: String) throws -> [[[String]]] {
        let document = try String(contentsOf: file, encoding: .utf8)
        let text = document.components(separatedBy: "\n## \(section)\n").last?.components(separatedBy: "\n## ").first
        return (text ?? "").split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { cell in cell.matches(of: /`([^`]+)`/).map { String($0.1) } }
        }
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/protocol.md")
}

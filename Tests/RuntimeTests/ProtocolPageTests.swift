import Foundation
import Testing

@testable import Runtime

/// What an agent reads of the protocol is the page of that name.
@Suite struct ProtocolPageTests {
    @Test func `the page in the program is the page in docs`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)
            .replacing("](#", with: "](protocol.md#")
        let isSame = ProtocolPage.text + "\n" == page
        guard !isSame else { return }
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try record(page, in: root.appending(path: "Sources/Runtime/Agents/ProtocolPage.swift"))
        }
        Issue.record("docs/protocol.md has changed: run again with RECORD_GOLDENS=1, build, and read the difference")
    }

    private func record(_ page: String, in file: URL) throws {
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let body = lines.map { $0.isEmpty ? "" : "        \($0)" }.joined(separator: "\n")
        let quotes = String(repeating: "\"", count: 3)
        let head = """
            /// `docs/protocol.md`, for whoever has the program and not its pages. Places of the page are named with it. A test holds the two together.
            package enum ProtocolPage {
                package static let text = ##
            """
        let text = "\(head)\(quotes)\n\(body)\n        \(quotes)##\n}\n"
        try Data(text.utf8).write(to: file)
    }
}

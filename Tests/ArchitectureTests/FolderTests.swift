import Testing

@Suite struct FolderTests {
    static let targets = Dictionary(grouping: SourceTree.sources, by: \.target)

    @Test(arguments: targets.keys.sorted())
    func `no folders of a target refer to each other in a circle`(target: String) {
        let circles = FolderGraph(Self.targets[target] ?? []).circles
        #expect(circles.isEmpty, "\(target):\n\(circles.joined(separator: "\n"))")
    }

    @Test(arguments: targets.keys.sorted())
    func `a large target has folders`(target: String) {
        let files = Self.targets[target] ?? []
        #expect(files.count <= 25 || FolderGraph(files).folders.count > 1, "\(target) has \(files.count) files")
    }

    /// What can be tested without starting a process does not belong there.
    @Test func `the executable keeps commands, their options, the doctor and what starts programs`() {
        let files = Self.targets["livetop"] ?? []
        let folders = Set(FolderGraph(files).folders)
        let known: Set = [
            "Agents", "Commands", "Configuration", "Demo", "Description", "Doctor", "Launch", "Usage", ".",
        ]
        #expect(folders.isSubset(of: known))
        #expect((1..<100).contains(files.count), "\(files.count) files")
    }

    private static func circles(_ texts: KeyValuePairs<String, String>) -> [String] {
        FolderGraph(texts.map { SourceFile(path: "Sources/Target/\($0)", text: $1) }).circles
    }

    @Test func `a circle is told with the types that make it`() {
        let found = Self.circles([
            "A/Price.swift": "struct Price { var counts: Counts }", "B/Counts.swift": "public struct Counts {}",
            "B/Ledger.swift": "func f() -> [Price] { [] }", "Root.swift": "let root = Counts()",
        ])
        #expect(found == ["A → B by Counts (Price.swift)", "B → A by Price (Ledger.swift)"])
    }

    @Test func `a circle over three folders is one, and so is an extension`() {
        let found = Self.circles([
            "A/One.swift": "enum One { case two(Two) }", "B/Two.swift": "struct Two { let three: Three? }",
            "C/Three.swift": "final class Three {}\nextension One {}",
        ])
        #expect(found.count == 3)
        #expect(found.last == "C → A by One (Three.swift)")
    }

    @Test(arguments: [
        "struct Own {}\nlet own: Own", "private struct Price {}\nlet price: Price", "// Price\nlet a = \"Price\"",
        "struct Own { enum Price {} }\nlet a: Price", "let a = Own.Price", "extension Counts {}",
    ])
    func `what only looks like a reference is none`(text: String) {
        let found = Self.circles([
            "A/Price.swift": "struct Price { var counts: Counts }", "B/Counts.swift": "struct Counts {}",
            "B/Other.swift": text,
        ])
        #expect(found == [])
    }
}

import Foundation
import Testing

@Suite struct FileTests {
    @Test(arguments: SourceTree.sources)
    func `a file says what it is for, and leaves nothing for later`(file: SourceFile) {
        // `Type+Topic.swift` says it in its name.
        #expect(file.path.contains("+") || file.text.contains("/// "), "no documentation in \(file.path)")
        #expect(!file.text.contains("// placeholder"), "a placeholder is left: \(file.path)")
        for word in ["TODO", "FIXME"] { #expect(!file.text.contains(word), "\(file.path)") }
    }

    @Test func `no file names a place on one machine`() throws {
        let paths = ["/" + "work/", "/" + "tmp/team", "." + "library/"]
        for file in SourceTree.sources + SourceTree.tests {
            for path in paths {
                #expect(!file.text.contains(path), "\(file.path) contains \(path)")
            }
        }
    }

    @Test func `file names tell files of one target apart`() {
        // Swift names compilation units by file: two of one name in a target do not build.
        for (target, files) in Dictionary(grouping: SourceTree.sources, by: \.target) {
            let names = files.compactMap { $0.path.split(separator: "/").last }
            #expect(Set(names).count == names.count, "\(target)")
        }
    }

    /// For the reviewer; never fails.
    @Test func `report the largest files`() {
        for file in SourceTree.sources where file.codeLineCount > 300 {
            print("\(file.path): \(file.codeLineCount) lines of code, the house rule is at most 300")
        }
        let counts = SourceTree.sources.map(\.codeLineCount).sorted()
        print("\(counts.count) source files, median \(counts.isEmpty ? 0 : counts[counts.count / 2]) lines of code")
    }

    @Test(arguments: [
        ("a // b\nc", "a     \nc"), ("a /* b\n */ c", "a     \n    c"), (#"f("x\"y") + 1"#, #"f("    ") + 1"#),
        (##"f(#"x"y"#)"##, ##"f(#"   "#)"##), (#""a\(b["c"])d" e"#, #""           " e"#),
        ("#if os(Linux)", "#if os(Linux)"),
    ])
    func `comments and strings are not code`(text: String, code: String) {
        #expect(SourceFile(path: "A.swift", text: text).code == code)
    }
}

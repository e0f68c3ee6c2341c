import Testing

@Suite struct TrapTests {
    /// The hand-offs with a lock of their own.
    static let uncheckedFiles: Set<String> = ["BoundedQueue.swift", "LatestSnapshot.swift"]

    /// A signal handler can reach nothing but globals, and may use no lock.
    static let signalFiles: Set<String> = ["CrashGuard.swift"]

    /// Lines that can end the process: it may be carrying somebody's call.
    static func traps(in file: SourceFile) -> Set<Int> {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        var forbidden = ["fatalError(", "preconditionFailure(", "precondition(", "unowned"]
        if !uncheckedFiles.contains(name) { forbidden.append("@unchecked Sendable") }
        if !signalFiles.contains(name) { forbidden.append("nonisolated(unsafe)") }
        return file.lines(with: forbidden).union(forcedLines(in: file))
    }

    /// `a!`, `f()!`, `try!`, `as!`: an exclamation mark right behind something, unless it begins `!=`.
    private static func forcedLines(in file: SourceFile) -> [Int] {
        zip(file.tokens, file.tokens.dropFirst()).enumerated().compactMap { index, pair in
            let (before, mark) = pair
            guard mark.text == "!", mark.isGlued, before.isWord || [")", "]", "}"].contains(before.text) else {
                return nil
            }
            let after = file.tokens[(index + 2)...].first
            return after?.text == "=" && after?.isGlued == true ? nil : mark.line
        }
    }

    @Test(arguments: SourceTree.sources)
    func `nothing can trap, and nothing escapes the compiler's checks`(file: SourceFile) {
        #expect(Self.traps(in: file) == [], "\(file.path)")
    }

    @Test(arguments: [
        "a!", "f()!.b", "x[0]!", "try! f()", "a as! B", "fatalError()", "precondition(a)",
        "final class C: @unchecked Sendable {}",
        "var a: Int!", "unowned let a: B",
    ])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.traps(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == [1])
    }

    @Test(arguments: [
        "a != b", "!a", "if !f() {}", "x\n// a!", "let a = \"a! \\(b[\"c!\"]) !\"", "a!=b", "\"#!/bin/sh\"",
    ])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.traps(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == [])
    }
}

import Testing

@Suite struct TrapTests {
    /// The hand-offs with a lock of their own, and that lock.
    static let uncheckedFiles: Set<String> = [
        "BoundedQueue.swift", "MonotonicConditionLock.swift",
    ]

    /// A signal handler can reach nothing but globals, and may use no lock.
    static let signalFiles: Set<String> = ["CrashGuard.swift"]

    /// Lines that can end the process: it may be carrying somebody's call.
    static func traps(in file: SourceFile) -> Set<Int> {
        var forbidden = ["fatalError(", "preconditionFailure(", "precondition(", "unowned"]
        if !uncheckedFiles.contains(file.name) { forbidden.append("@unchecked Sendable") }
        if !signalFiles.contains(file.name) { forbidden.append("nonisolated(unsafe)") }
        return file.lines(with: forbidden).union(forcedLines(in: file)).union(conversions(in: file))
    }

    /// `Int(x.rounded())`, `Int64(a.seconds * 2)`: a fraction made whole, which traps for what is not finite or too
    /// large. `Int(clamping:)` takes any.
    private static func conversions(in file: SourceFile) -> [Int] {
        // Nothing from outside gets into the simulator, the staged calls or the measurements of the benchmark.
        guard !["Simulator", "Corpus", "livetop-bench"].contains(file.target) else { return [] }
        let types: Set<Substring> = ["Int", "Int64", "Int32", "Int16", "UInt8", "UInt32", "UInt64"]
        return file.tokens.indices.dropLast(2).compactMap { index in
            let token = file.tokens[index]
            guard types.contains(token.text), file.tokens[index + 1].text == "(", file.tokens[index + 1].isGlued else {
                return nil
            }
            var depth = 0
            let inside = file.tokens[(index + 1)...].prefix { token in
                depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0
                return depth > 0
            }
            // With a label it says itself what becomes of what does not fit; with `min` and `max` it is limited.
            guard inside.count > 2, inside[index + 3].text != ":" else { return nil }
            let words = Set(inside.map(\.text))
            return words.isDisjoint(with: ["rounded", "seconds", "milliseconds", "thresholds", "Double", "share"])
                || words.isSuperset(of: ["min", "max"]) || words.contains("min") && words.contains("sorted")
                ? nil : token.line
        }
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

    @Test(arguments: uncheckedFiles.union(signalFiles).sorted())
    func `an exemption is needed`(name: String) throws {
        let file = try #require(SourceTree.sources.first { $0.name == name }, "\(name) is gone: take it off the list")
        let exempt = Self.signalFiles.contains(name) ? "nonisolated(unsafe)" : "@unchecked Sendable"
        #expect(file.lines(with: [exempt]) != [], "\(name) has no \(exempt) any more: take it off the list")
    }

    @Test(arguments: SourceTree.sources)
    func `nothing can trap, and nothing escapes the compiler's checks`(file: SourceFile) {
        #expect(Self.traps(in: file) == [], "\(file.path)")
    }

    @Test(arguments: [
        "a!", "f()!.b", "x[0]!", "try! f()", "a as! B", "fatalError()", "precondition(a)",
        "final class C: @unchecked Sendable {}",
        "var a: Int!", "unowned let a: B", "Int(x.rounded())", "UInt8((a.seconds * 2).rounded(.up))",
        "Int64(share * Double(b))",
    ])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.traps(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == [1])
    }

    @Test(arguments: [
        "a != b", "!a", "if !f() {}", "x\n// a!", "let a = \"a! \\(b[\"c!\"]) !\"", "a!=b", "\"#!/bin/sh\"",
        "Int(clamping: x.rounded())", "Int(x)", "Int(min(max(x.rounded(), 0), 9))", "Int64(exactly: a.seconds)",
    ])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.traps(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == [])
    }
}

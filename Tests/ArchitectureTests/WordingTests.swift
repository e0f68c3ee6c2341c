import Foundation
import Testing

/// One room writes numbers, lengths of time and foreign text for people, so that the same value reads the same wherever
/// it stands, and no place forgets to clean what somebody else wrote.
@Suite struct WordingTests {
    /// Targets that may not import `Wording`: it stands above `LiveProtocol` and `SessionModel`, the relay and the store
    /// speak only of their own limits, the simulator writes messages, and the benchmark is no part of the product.
    static let below: Set<String> = ["Proxy", "SessionStore", "Simulator", "Cassettes", "Corpus", "livetop-bench"]

    /// Formatters of Foundation, and what tells harmful characters from harmless ones.
    static let forbidden = [
        "String(format", ".formatted(", "NumberFormatter", "DateFormatter", "ByteCountFormatter",
        "ISO8601DateFormatter", ".generalCategory", ".drivesTerminals", ".isDefaultIgnorableCodePoint",
    ]

    /// What is written for programs, read from them, or bound before anybody sees it.
    static let exceptions: [String: String] = [
        "Sources/LiveProtocol/JSON/JSONEscaping.swift": "JSON",
        "Sources/LiveProtocol/JSON/JSONWriter.swift": "JSON",
        "Sources/LiveProtocol/Messages/MessageReader.swift": "names of unknown fields are compared",
        "Sources/LiveProtocol/Values/Timestamp.swift": "RFC 3339",
        "Sources/SessionModel/Events/DigestLine.swift":
            "a digest is bounded and made one line where a session keeps it",
        "Sources/SessionModel/Events/LiveFacts.swift": "the length of sound in such a digest",
        "Sources/Exports/ExactDecimal.swift": "reads",
        "Sources/Exports/Timestamp+Reading.swift": "reads",
        "Sources/Exports/Foreign/JSONSplitter.swift": "names a byte of a file that is not JSON",
        "Sources/livetop/Launch/LaunchProxy.swift": "the name of a folder",
        "Sources/Runtime/Control/ControlSocketPath.swift": "the name of a file",
    ]

    static func faults(in file: SourceFile) -> Set<Int> {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        func holds(_ line: Int, _ parts: String...) -> Bool {
            parts.contains { lines[line - 1].contains($0) }
        }
        var faults = file.lines(with: forbidden)
        faults.formUnion(file.lines(with: ["radix: 16"]).filter { holds($0, "String(") })
        faults.formUnion(file.lines(with: ["< 10 ?"]).filter { holds($0, "? \"0", "? \":0") })
        faults.formUnion(file.lines(with: ["String(repeating:"]).filter { holds($0, "repeating: \"0\"") })
        // `Format.counted` makes plurals.
        let plurals = lines.indices.filter { index in
            let line = lines[index]
            return line.contains("== 1 ?") && (line.contains(#"? "" : "s""#) || line.contains(#"? "1 "#))
                && !line.drop(while: \.isWhitespace).hasPrefix("//")
        }
        faults.formUnion(plurals.map { $0 + 1 })
        // The screen lays out its cells itself.
        if file.target != "TerminalUI" {
            faults.formUnion(file.lines(with: ["String(repeating:"]).filter { holds($0, "repeating: \" \"") })
        }
        return faults.union(interpolations(in: file))
    }

    /// Lines where a number is rounded, or taken to another unit, within a text; what is handed to Wording may be.
    private static func interpolations(in file: SourceFile) -> [Int] {
        let rounding =
            /\\\((?!Format\.|Words\.|Figures\.)[^"\n\\]*(\.rounded\(|\/ (1_000|60|1e3|1e6|1_000_000)\b|% (10|60|1_000)\b)/
        let found = file.text.contains("\\(") ? file.text.matches(of: rounding) : []
        let code = found.isEmpty ? [] : file.code.split(separator: "\n", omittingEmptySubsequences: false)
        return found.compactMap { match in
            let line = file.text[..<match.range.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") }
            // Comments say whatever they like.
            return code[line].contains("\"") ? line + 1 : nil
        }
    }

    static let rooms = SourceTree.sources.filter { $0.target != "Wording" && !below.contains($0.target) }

    @Test(arguments: rooms.filter { exceptions[$0.path] == nil })
    func `nothing is formatted or cleaned outside of Wording`(file: SourceFile) {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(Self.faults(in: file) == [], "\(file.path): \(Self.faults(in: file).map { lines[$0 - 1] })")
    }

    @Test(arguments: exceptions.keys.sorted())
    func `an exception is needed`(path: String) throws {
        let file = try #require(SourceTree.sources.first { $0.path == path }, "\(path) is gone: take it off the list")
        #expect(Self.faults(in: file) != [], "\(path) formats nothing any more: take it off the list")
    }

    @Test(arguments: [
        #"let a = String(format: "%.1f", b)"#, #"let a = "\((b * 10).rounded() / 10) ms""#,
        #"let a = "\(b / 1_000) s""#,
        #"let a = b < 10 ? "0\(b)" : "\(b)""#, #"let a = String(b, radix: 16)"#,
        #"let a = text + String(repeating: " ", count: 3)"#, "let a = scalar.properties.generalCategory",
        #"let a = "\(b) call\(b == 1 ? "" : "s")""#, #"let a = b == 1 ? "1 call" : "\(b) calls""#,
        "text.unicodeScalars.filter { !$0.drivesTerminals }", "let a = Date().formatted(.iso8601)",
    ])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.faults(in: SourceFile(path: "Sources/Exports/A.swift", text: "// x\n" + line)) == [2])
    }

    @Test(arguments: [
        #"let a = "\(Format.count(b)) s""#, "let a = (b * 10).rounded() / 10", #"// "\(b / 60) min""#,
        #"let a = String(repeating: "─", count: 3)"#, #"let a = UInt8(b, radix: 16)"#, #"let a = b < 10 ? "" : "x""#,
        #"let a = "\(Words.number(b / 1_000)) s""#, #"let a = b == 1 ? "A turn" : Format.counted(b, "turn")"#,
    ])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.faults(in: SourceFile(path: "Sources/Exports/A.swift", text: line)) == [])
    }
}

import Testing

/// Numbers that the wire, a file or a database says may be anything. Where they are computed with, `+`, `-` and `*` would
/// end the process with every call in it; `addingClamped` and its like stay at the end of the scale.
///
/// Swift has no way to say "this integer came from outside", so the rule goes by the names of the fields that hold such
/// numbers. They are read from the declarations of the types that the readers fill; what every list has (`count`) or what
/// is checked on reading (a sampling rate) is not among them.
@Suite struct ForeignNumberTests {
    /// Where such fields are declared.
    static let declarations = [
        "UsageMetadata.swift", "SessionResumption.swift", "Setup.swift", "Frame.swift", "WireEvent.swift",
        "SessionSummary.swift", "TokenLedger.swift", "Traffic.swift", "FrameOutline.swift", "FrameRequest.swift",
        "FleetTotals.swift",
    ]

    /// Names that also stand for what livetop counts itself, or that are read with limits.
    static let ownNames: Set<String> = [
        "count", "index", "status", "rate", "channels", "sessions", "open", "refused", "messages", "reports",
        "multiSnapshotTurns", "compressions", "pricedSessions", "turnsWithoutUsage", "bytes", "limit", "second", "head",
        "cached", "response", "frameCount", "blockCount", "firstBlock", "blockSize", "wantedFrames", "blockLimit",
        "rateWindow",
    ]

    static let names: Set<String> = {
        let files = SourceTree.sources.filter { declarations.contains($0.name) }
        return Set(files.flatMap(declaredIntegers)).subtracting(ownNames)
    }()

    /// Names of the stored or computed integers of a file: `var NAME: Int64?`.
    static func declaredIntegers(in file: SourceFile) -> [String] {
        let types: Set<Substring> = ["Int", "Int64", "UInt64"]
        return file.tokens.indices.dropLast(3).compactMap { index in
            let words = file.tokens[index..<index + 4].map(\.text)
            guard words[0] == "var" || words[0] == "let", words[2] == ":", types.contains(words[3]) else { return nil }
            return String(words[1])
        }
    }

    /// Lines with a raw operator beside such a name. Counting up by a number of our own (`frames += 1`) is none: nobody
    /// lives to see the end of that.
    static func faults(in file: SourceFile, names: Set<String>) -> Set<Int> {
        let tokens = file.tokens
        var lines: Set<Int> = []
        for (index, token) in tokens.enumerated() where ["+", "-", "*"].contains(token.text) {
            guard index > 0, index + 1 < tokens.count, isOperator(tokens, index) else { continue }
            let isCompound = tokens[index + 1].text == "=" && tokens[index + 1].isGlued
            let right = operand(tokens, from: index + (isCompound ? 2 : 1))
            if isCompound, right.first?.isNumber == true { continue }
            let isName = tokens[index - 1].isWord && !isConstant(tokens, index - 1)
            if isName && names.contains(String(tokens[index - 1].text)) || names.contains(right) {
                lines.insert(token.line)
            }
        }
        return lines
    }

    /// Not a sign, not part of `->`, `&+` or `...`: there is a space before it.
    private static func isOperator(_ tokens: [SourceToken], _ index: Int) -> Bool {
        !tokens[index].isGlued && !(tokens[index + 1].text == ">" && tokens[index + 1].isGlued)
    }

    /// `Type.name` is no number from outside.
    private static func isConstant(_ tokens: [SourceToken], _ index: Int) -> Bool {
        index >= 2 && tokens[index - 1].text == "." && tokens[index - 2].text.first?.isUppercase == true
    }

    /// The last name of `a.b.c`, or the number, that begins at a token; empty behind a conversion such as `Double(…)`.
    private static func operand(_ tokens: [SourceToken], from start: Int) -> String {
        var index = start
        while index < tokens.count, ["(", "$"].contains(tokens[index].text) { index += 1 }
        guard index < tokens.count, tokens[index].isWord, tokens[index].text.first?.isUppercase == false else {
            return ""
        }
        var name = tokens[index].text
        while index + 2 < tokens.count, [".", "?"].contains(tokens[index + 1].text), tokens[index + 1].isGlued {
            index += tokens[index + 1].text == "?" ? 1 : 2
            if tokens[index].isWord { name = tokens[index].text }
        }
        let isCall = index + 1 < tokens.count && tokens[index + 1].text == "(" && tokens[index + 1].isGlued
        return isCall ? "" : String(name)
    }

    /// The simulator and the staged calls say such numbers themselves, the benchmark measures its own, and the relay counts what crossed.
    static let trusted: Set<String> = ["Simulator", "Corpus", "livetop-bench", "Proxy"]

    /// What is left, by the name of the file, and why it cannot go wrong.
    static let exceptions: [String: String] = [
        // Lengths of time, which have 128 bits.
        "PauseClock.swift": "total += instant - start",
        "UtteranceTracker.swift": "total += utterance.duration",
        "AudioGaps.swift": "total += length",
        // Frames of twenty milliseconds that were heard one by one.
        "DuplexWatch.swift": "shares.reduce",
        // Turns of a circle.
        "Fourier.swift": "turns * 6.28",
        // Words.
        "TokensPane.swift": "padding + total",
        "PruneCommand.swift": "+ total + left",
    ]

    @Test(arguments: SourceTree.sources.filter { !trusted.contains($0.target) })
    func `numbers from outside are computed with so that nothing overflows`(file: SourceFile) {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        let faults = Self.faults(in: file, names: Self.names).filter { line in
            !(Self.exceptions[file.name].map { lines[line - 1].contains($0) } ?? false)
        }
        #expect(faults == [], "\(file.path): \(faults.map { lines[$0 - 1] })")
    }

    @Test(arguments: exceptions.keys.sorted())
    func `an exception is needed`(name: String) throws {
        let file = try #require(SourceTree.sources.first { $0.name == name }, "\(name) is gone: take it off the list")
        let faults = Self.faults(in: file, names: Self.names)
        #expect(faults != [], "\(name) has no such line any more: take it off the list")
    }

    @Test func `the names of foreign numbers are known`() {
        for file in Self.declarations { #expect(SourceTree.sources.contains { $0.name == file }, "\(file)") }
        for name in [
            "byteCount", "prompt", "thoughts", "sequence", "bytesUp", "frames", "usedTokens", "lastSequence",
            "lastConsumedClientMessageIndex", "triggerTokens", "droppedFrames", "tokensIn", "turns",
        ] { #expect(Self.names.contains(name), "\(name)") }
    }

    @Test(arguments: [
        "let a = message.byteCount - message.payload.count", "bytesUp += summary.bytesUp",
        "tokensIn = old + state.usage.prompt", "let next = sequence + 1", "x = a * frame.byteCount",
        "total -= (last.usedTokens)", "rest = c.payload?.byteCount + n",
    ])
    func `the rule finds what it forbids`(line: String) {
        let names: Set<String> = ["byteCount", "bytesUp", "prompt", "sequence", "usedTokens"]
        #expect(Self.faults(in: SourceFile(path: "Sources/Exports/A.swift", text: line), names: names) == [1])
    }

    @Test(arguments: [
        "[a] + CommonKeys.turns + CommonKeys.frames",
        "let a = byteCount.addingClamped(1)", "sequence += 1", "a + Double(frame.byteCount)", "func f() -> Int",
        "a &+ byteCount", "f(-byteCount)", "let a = bytes.count - 1", "// a + byteCount",
    ])
    func `the rule leaves alone what is harmless`(line: String) {
        let names: Set<String> = ["byteCount", "sequence"]
        #expect(Self.faults(in: SourceFile(path: "Sources/Exports/A.swift", text: line), names: names) == [])
    }
}

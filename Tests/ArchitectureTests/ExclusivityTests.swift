import Testing

/// Who lends its own property to somebody else by `&` must not be called back meanwhile: Swift ends the process when the
/// property is touched again. Handlers of a connection are called back by everything they call, so they lend to values
/// alone, which know nobody.
@Suite struct ExclusivityTests {
    /// Methods of values (`HeadReader`, `BodyFraming`), one that only cuts, and one of the queue, which calls nobody.
    private static let harmless: Set = ["next", "cutBody", "take", "offer", "swap"]
    private static let lent: Set = ["inbox", "reader", "state", "player", "conversation", "batch", "events", "request"]

    /// Lines on which a handler's property is lent to a method that is not known to keep to itself.
    static func loans(in file: SourceFile) -> Set<Int> {
        var lines: Set<Int> = []
        for (index, token) in file.tokens.enumerated() where token.text == "&" && index + 1 < file.tokens.count {
            let name = file.tokens[index + 1]
            guard name.isGlued, lent.contains(String(name.text)),
                let open = file.tokens[..<index].lastIndex(where: { $0.text == "(" }), open > 0
            else { continue }
            if !harmless.contains(String(file.tokens[open - 1].text)) { lines.insert(token.line) }
        }
        return lines
    }

    @Test(arguments: SourceTree.sources.filter { $0.path.contains("/Exchange/") || $0.path.contains("/Relay/") })
    func `no handler lends what it owns to somebody who can call it back`(file: SourceFile) {
        #expect(Self.loans(in: file) == [], "\(file.path)")
    }

    @Test(arguments: ["exchange.takeBody(from: &inbox)", "peer.fill(&inbox)"])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.loans(in: SourceFile(path: "Sources/Proxy/Exchange/A.swift", text: line)) == [1])
    }

    @Test(arguments: ["try reader.next(from: &inbox)", "try body.take(&inbox)", "swap(&captured, &batch)"])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.loans(in: SourceFile(path: "Sources/Proxy/Exchange/A.swift", text: line)) == [])
    }
}

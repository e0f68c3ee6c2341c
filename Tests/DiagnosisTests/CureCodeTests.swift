import Diagnosis
import Testing

/// Cures as code: whose they are, and that they can be pasted.
@Suite struct CureCodeTests {
    private static let cured = Diagnosis.rules.filter { !$0.code.kits.isEmpty }

    @Test func `the most frequent rules have their cure as code`() {
        #expect(Self.cured.count >= 20)
    }

    @Test(arguments: cured.map(\.id))
    func `code is short, has no tabs and fits a pane`(id: RuleID) throws {
        let rule = try #require(Self.cured.first { $0.id == id })
        for kit in rule.code.kits {
            let lines = try #require(rule.code[kit]).split(separator: "\n", omittingEmptySubsequences: false)
            #expect((1...6).contains(lines.count), "\(id) for \(kit)")
            #expect(lines.allSatisfy { $0.count <= 100 && !$0.contains("\t") }, "\(id) for \(kit)")
        }
    }

    /// A bracket that was opened is closed: what is pasted can be run.
    @Test(arguments: cured.map(\.id))
    func `brackets are paired`(id: RuleID) throws {
        let rule = try #require(Self.cured.first { $0.id == id })
        for kit in rule.code.kits {
            var open: [Character] = []
            let pairs: [Character: Character] = [")": "(", "]": "[", "}": "{"]
            for character in rule.code[kit] ?? "" {
                if pairs.values.contains(character) { open.append(character) }
                if let other = pairs[character] { #expect(open.popLast() == other, "\(id) for \(kit)") }
            }
            #expect(open.isEmpty, "\(id) for \(kit)")
        }
    }

    @Test(
        arguments: [
            ("google-genai-sdk/3.4.0 gl-python/3.11.7", nil, ClientKit.python),
            ("google-genai-sdk/2.34.0 gl-python/3.11.7 livekit-agents/1.8.9", nil, .livekit),
            ("google-genai-sdk/2.34.0 gl-python/3.11.7 pipecat/1.14.0", nil, .pipecat),
            (nil, "google-genai-sdk/2.34.0 gl-python/3.11.7 google-adk/2.13.0", .adk),
            ("google-genai-sdk/2.18.0 gl-node/v20.20.2", nil, .js), (nil, "Python/3.11 websockets/17.4", .raw),
        ] as [(String?, String?, ClientKit)])
    func `a client is known by what it says of itself`(apiClient: String?, userAgent: String?, kit: ClientKit) {
        #expect(ClientKit(apiClient: apiClient, userAgent: userAgent) == kit)
    }

    @Test func `a client that says nothing is not guessed`() {
        #expect(ClientKit(apiClient: nil, userAgent: nil) == nil)
        #expect(ClientKit(apiClient: nil, userAgent: "node") == nil)
    }

    @Test func `code for what a kit stands on is better than any other`() throws {
        let code = try #require(Diagnosis.rules.first { $0.id == "tool-response-missing" }).code
        #expect(code.kit(nearest: .livekit) == .python)
        #expect(code.kit(nearest: .js) == .js)
        #expect(code.kit(nearest: nil) == .python)
    }
}

import LiveProtocol
import SessionModel
import Testing

@Suite struct TokenLedgerTests {
    private func usage(_ prompt: Int, _ response: Int, thoughts: Int = 0, toolUse: Int = 0) -> String {
        """
        {"promptTokenCount":\(prompt),"responseTokenCount":\(response),"thoughtsTokenCount":\(thoughts),\
        "toolUsePromptTokenCount":\(toolUse)}
        """
    }

    private func ledger(_ write: (inout Call) -> Void) -> TokenLedger {
        var call = Call()
        call.begin()
        write(&call)
        return call.state.tokens
    }

    @Test func `nothing is known before the first usage message`() {
        let tokens = ledger { _ in }
        #expect(tokens.context == nil)
        #expect(tokens.occupancy == nil)
        #expect(tokens.limit == ContextLimit(tokens: 32_000, isAssumed: false))
    }

    @Test func `the context is the last report, the bill is the sum`() {
        let tokens = ledger { call in
            call.completeTurn(usage: usage(143, 19, thoughts: 7, toolUse: 1))
            call.completeTurn(usage: usage(181, 24))
        }
        #expect(tokens.context == 205)
        #expect(tokens.billedInput.total == 143 + 1 + 181)
        #expect(tokens.billedOutput.total == 19 + 7 + 24)
        #expect(tokens.billedThoughts == 7)
        #expect(tokens.reports == 2)
        #expect(tokens.multiSnapshotTurns == 0)
    }

    @Test func `tokens are kept by modality and the rest is unattributed`() {
        let tokens = ledger { call in
            call.completeTurn(
                usage: """
                    {"promptTokenCount":522,"promptTokensDetails":[{"modality":"TEXT","tokenCount":400},\
                    {"modality":"AUDIO","tokenCount":97}],"responseTokenCount":42,\
                    "responseTokensDetails":[{"modality":"AUDIO","tokenCount":42}],"thoughtsTokenCount":136}
                    """)
        }
        #expect(tokens.billedInput.text == 400)
        #expect(tokens.billedInput.audio == 97)
        #expect(tokens.billedInput.unattributed == 25)
        #expect(tokens.billedOutput.audio == 42)
        #expect(tokens.billedOutput.text == 136)
        #expect(tokens.context == 700)
        #expect(tokens.contextByModality.total == 700)
    }

    @Test func `growing snapshots within one turn are billed once`() {
        let tokens = ledger { call in
            call.server(#"{"usageMetadata":\#(usage(100, 5))}"#)
            call.server(#"{"usageMetadata":\#(usage(100, 12))}"#)
            call.completeTurn(usage: usage(100, 20))
            call.completeTurn(usage: usage(130, 8))
        }
        #expect(tokens.billedInput.total == 230)
        #expect(tokens.billedOutput.total == 28)
        #expect(tokens.multiSnapshotTurns == 1)
        #expect(tokens.reports == 4)
    }

    @Test func `several generations within one turn are all billed`() {
        let tokens = ledger { call in
            call.server(#"{"usageMetadata":\#(usage(100, 50))}"#)
            call.completeTurn(usage: usage(160, 20))
        }
        #expect(tokens.billedInput.total == 260)
        #expect(tokens.billedOutput.total == 70)
        #expect(tokens.multiSnapshotTurns == 0)
    }

    @Test func `a prompt that shrinks between turns is a compression`() {
        let tokens = ledger { call in
            call.completeTurn(usage: usage(30_000, 10))
            call.completeTurn(usage: usage(16_000, 10), after: 4)
            call.completeTurn(usage: usage(16_100, 10))
        }
        #expect(tokens.compressions == 1)
        #expect(tokens.lastCompressionAt == .seconds(4))
        #expect(tokens.context == 16_110)
    }

    @Test func `a resumed connection goes on billing and is no compression`() throws {
        var first = Call(1)
        first.begin()
        first.server(#"{"sessionResumptionUpdate":{"newHandle":"h:1","resumable":true}}"#)
        first.completeTurn(usage: usage(9_000, 100))
        first.close()
        var second = Call(2, start: 10)
        second.begin(resuming: "h:1")
        second.completeTurn(usage: usage(8_000, 100))
        let fleet = Fleet(folding: [first, second])
        let tokens = try #require(fleet.sessions.first).tokens
        #expect(fleet.sessions.count == 1)
        #expect(tokens.billedInput.total == 17_000)
        #expect(tokens.compressions == 0)
    }

    @Test func `a report without counts leaves the context as it was`() {
        let tokens = ledger { call in
            call.server(#"{"serverContent":{},"usageMetadata":{}}"#)
        }
        #expect(tokens.context == nil)
        #expect(tokens.reports == 1)
    }

    @Test func `turns without usage are counted`() {
        #expect(ledger { $0.completeTurn() }.turnsWithoutUsage == 1)
    }

    @Test func `counts that cannot be are survived`() {
        let huge = "9223372036854775807"
        let tokens = ledger { call in
            for _ in 0..<3 {
                call.completeTurn(usage: #"{"promptTokenCount":\#(huge),"responseTokenCount":"\#(huge)"}"#)
            }
            call.completeTurn(usage: #"{"promptTokenCount":-5,"responseTokenCount":1e300}"#)
        }
        // Clamped as they are read, so that sums of them stay right for long.
        #expect(tokens.billedInput.total == 3 << 53)
        #expect(tokens.context == 2 << 53)
    }

    @Test(arguments: [
        ("models/gemini-3.8-live", ContextLimit(tokens: 131_072, isAssumed: false)),
        ("google/gemini-3.8-live", ContextLimit(tokens: 131_072, isAssumed: false)),
        (
            "projects/p/locations/l/publishers/google/models/gemini-2.0-flash-exp",
            ContextLimit(tokens: 32_000, isAssumed: false)
        ),
        ("models/gemini-2.5-flash-native-audio-preview-01-2027", ContextLimit(tokens: 131_072, isAssumed: true)),
        ("models/gemini-live-2.5-flash-preview", ContextLimit(tokens: 32_000, isAssumed: false)),
        ("models/gemini-2.0-flash-live-777", ContextLimit(tokens: 32_000, isAssumed: true)),
        ("models/gemini-3.9-live", ContextLimit(tokens: 131_072, isAssumed: true)),
        ("models/gemini-3.5-transcribe-live", ContextLimit(tokens: 131_072, isAssumed: false)),
        ("models/llama", nil), ("", nil),
    ])
    func `a model's limit is exact, assumed or unknown`(model: String, limit: ContextLimit?) {
        #expect(ModelTable.builtIn.limit(for: model) == limit)
    }

    @Test func `compression defaults come from the window`() {
        var call = Call()
        call.client(#"{"setup":{"model":"models/gemini-2.0-flash-live-001","contextWindowCompression":{}}}"#)
        #expect(call.state.tokens.compressionTrigger == 25_600)
        #expect(call.state.tokens.compressionTarget == 12_800)
    }
}

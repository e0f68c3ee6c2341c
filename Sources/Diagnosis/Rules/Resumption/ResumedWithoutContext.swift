import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `resumed-without-context`: the handle was taken, and what had been said is gone.
    static let resumedWithoutContext = Rule(
        .resumedWithoutContext, .resumption, .p1, .error,
        title: "resumed, and the conversation is gone",
        cause: "The service took the handle and began with an empty context: the prompt is smaller than before.",
        fix: """
            Resume with the newest handle and with the same kind of credential and method (Constrained or not) as before; where \
            it still begins empty, send a summary of the conversation as the first clientContent.
            """,
        source: "troubleshooting guide (incorrect resumption); public reports of 2025-11 to 2026-11",
        traits: [.needsNoTimes],
        thresholds: [.lostContext],
        covers: [.troubleshooting(.resumptionLogic)],
        examples: scripts
    ) { context in
        let marks = Array(context.session.usage.marks)
        return zip(marks, marks.dropFirst()).compactMap { match($0, $1, context) }
    }

    private static func match(
        _ before: UsageHistory.Mark, _ after: UsageHistory.Mark, _ context: RuleContext
    ) -> RuleMatch? {
        guard before.connection != after.connection, before.prompt > 0, after.prompt > 0,
            let clock = context.clock(after.connection), let setup = clock.setup, clock.setupCompleteAt != nil,
            setup.setup.resumption?.handle != nil, !isCompressed(before.prompt, setup, context),
            !isCompressed(before.prompt, context.clock(before.connection)?.setup, context)
        else { return nil }
        let lost = before.prompt.subtractingClamped(after.prompt)
        let least = max(Double(before.prompt) * context.thresholds[.lostContext], 100)
        guard Double(lost) > least + Double(shorter(setup, than: context.clock(before.connection)?.setup)) else {
            return nil
        }
        let isConstrained = setup.endpoint.method == .bidiGenerateContentConstrained
        let match = RuleMatch(
            """
            The session was resumed with a handle, and its prompt fell from \(Format.count(before.prompt)) to \
            \(Format.counted(after.prompt, "token")).
            """,
            from: setup.at, to: after.frame.at, on: after.connection
        )
        .proof(clock.conduct.setups.first, "setup with a handle").proof(
            after.frame, "usage: prompt \(Format.counted(after.prompt, "token"))"
        )
        .number("before_tokens", Double(before.prompt)).number("after_tokens", Double(after.prompt))
        guard isConstrained else { return match }
        return match.because(
            "Behind an ephemeral token the token's setup counts, and a handle may be taken without effect.")
    }

    /// Compression may have shrunk it: it is asked for, and the prompt was on its way to where that begins.
    private static func isCompressed(_ prompt: Int64, _ setup: SetupSummary?, _ context: RuleContext) -> Bool {
        guard let compression = setup?.setup.compression else { return false }
        let usual = context.session.tokens.limit.map { $0.tokens / 5 * 4 } ?? 0
        return prompt >= (compression.triggerTokens ?? usual) / 2
    }

    /// Tokens by which instruction and tools alone may have shrunk.
    private static func shorter(_ setup: SetupSummary, than earlier: SetupSummary?) -> Int {
        guard let earlier else { return 0 }
        let letters = (earlier.systemInstructionLength ?? 0) - (setup.systemInstructionLength ?? 0)
        let tools = max(earlier.setup.tools.count - setup.setup.tools.count, 0)
        return max(letters, 0) / 3 + tools * 150
    }
}

extension RuleID {
    static let resumedWithoutContext: RuleID = "resumed-without-context"
}

extension Threshold {
    static let lostContext = Threshold(
        "lost_context_ratio", 0.15, "a prompt that is smaller by so much after a resumption has lost what was said")
}

private let scripts: [Example] = [
    Example(calls: { twice(secondPrompt: 300) }) {
        twice(secondPrompt: 2_100)
    },
    Example(calls: { twice(secondPrompt: 300) }) {
        // It is asked for less from now on.
        twice(secondPrompt: 300, instruction: 9_000)
    },
    Example(calls: { twice(secondPrompt: 300, trigger: 30_000) }) {
        // There was enough to compress.
        twice(secondPrompt: 300, trigger: 3_000)
    },
]

/// Two connections of one conversation; `instruction` letters of the first setup are not in the second.
private func twice(secondPrompt: Int, instruction: Int = 40, trigger: Int? = nil) -> [StagedCall] {
    let window = trigger.map { #","contextWindowCompression":{"triggerTokens":\#($0),"slidingWindow":{}}"# } ?? ""
    let text = String(repeating: "Be kind. ", count: instruction / 9)
    var first = StagedCall(1)
    first.begin(#""sessionResumption":{},"systemInstruction":{"parts":[{"text":"\#(text)"}]}\#(window)"#)
    first.exchange(prompt: 1_000)
    first.exchange(prompt: 2_000)
    first.handle("h1")
    first.close(1000, by: .client)
    var second = StagedCall(2, start: first.elapsed + 1)
    second.begin(#""sessionResumption":{"handle":"h1"},"systemInstruction":{"parts":[{"text":"Be kind."}]}\#(window)"#)
    second.exchange(prompt: secondPrompt)
    return [first, second]
}

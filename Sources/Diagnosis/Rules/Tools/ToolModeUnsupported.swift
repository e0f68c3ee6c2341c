import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `tool-mode-unsupported`: the blocking mode is not what the client takes it for.
    static let toolModeUnsupported = Rule(
        .toolModeUnsupported, .tools, .p2, .warning,
        variants: ["non-blocking", "blocking", "scheduling"],
        title: "a function mode that the model does not have",
        cause: "Models differ: up to 3.1 and on Vertex functions block, on 3.8 they do not unless it is asked for.",
        fix:
            "State the behaviour of each function for the model in use, and send scheduling only for NON_BLOCKING ones.",
        source: "livekit/agents#7302, #3482; livekit/agents-js#1412; pipecat-ai/pipecat#4448; pipecat-ai/docs#808",
        traits: [.needsNoTimes],
        cue: .steps(),
        covers: [.practices(.singleCalls)],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, let clock = context.clock(setup.connection) else { return [] }
        var matches = declared(setup, clock)
        let scheduled = clock.conduct.scheduledResponses
        let hasBackground = setup.setup.tools.contains {
            if case .function(_, "NON_BLOCKING") = $0 { true } else { false }
        }
        if !scheduled.isEmpty, !hasBackground, setup.family.blocksOnTools {
            matches.append(
                RuleMatch(
                    "\(Words.count(scheduled.count, "answer")) with scheduling, although the functions block.",
                    variant: "scheduling", from: scheduled.first?.at ?? setup.at, to: scheduled.last?.at, on: clock.id
                ).proof(scheduled.first, "toolResponse with scheduling"))
        }
        return matches
    }

    private static func declared(_ setup: SetupSummary, _ clock: ConnectionClock) -> [RuleMatch] {
        let isVertex = setup.surface == .vertex
        return setup.setup.tools.compactMap { tool -> RuleMatch? in
            guard case .function(let name, let behavior?) = tool else { return nil }
            if behavior == "NON_BLOCKING", setup.family == .live31 || isVertex {
                let place = isVertex ? "Vertex" : setup.model ?? "this model"
                return RuleMatch(
                    "\(name) is declared NON_BLOCKING, which \(place) does not have.", variant: "non-blocking",
                    from: setup.at, on: clock.id
                ).proof(clock.conduct.setups.last, "behavior of \(name)")
            }
            guard behavior == "BLOCKING", setup.family == .extended38 else { return nil }
            return RuleMatch(
                "\(name) is declared BLOCKING, which \(setup.model ?? "this model") does not have.",
                variant: "blocking",
                from: setup.at, on: clock.id
            ).proof(clock.conduct.setups.last, "behavior of \(name)")
        }.prefix(1).map(\.self)
    }
}

extension RuleID {
    static let toolModeUnsupported: RuleID = "tool-mode-unsupported"
}

private let scripts: [Example] = [
    Example("non-blocking", .warning) {
        $0.begin(model: StagedCall.live31, .backgroundFunction)
    } silent: {
        $0.begin(.backgroundFunction)
    }
]

import LiveProtocol
import SessionModel

extension Rule {
    /// `model-sunset`: the model has an end, ahead of the call or behind it.
    static let modelSunset = Rule(
        .modelSunset, .setup, .p3, .error, variants: ["refused", "ended", "ending"],
        title: "the model has an end",
        cause: "Previews end some weeks after their successors; the date is the service's.",
        fix: "Move to the model that takes its place; `livetop models` lists ends, successors and who still calls.",
        source: "docs/protocol.md#models",
        traits: [.needsNoTimes, .endsConnection, .neverFirst],
        cue: .steps(),
        explains: [.handshakeFailed, .modelNotLive],
        examples: scripts
    ) { context in
        context.closes(by: .modelSunset).compactMap { refused($0, context) } + known(context)
    }

    private static func refused(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection), let setup = clock.setup,
            let profile = context.session.profile(of: setup)
        else { return nil }
        let when = profile.ends.map { "ended on \($0)" } ?? "is gone"
        return RuleMatch.end(end, "\(profile.id) \(when): \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup.model = \(setup.setup.model ?? "–")")
            .because("The service no longer takes this model.").cured(by: cure(profile))
    }

    /// On a call that was taken it is a date to know of, and nothing else.
    private static func known(_ context: RuleContext) -> [RuleMatch] {
        guard let setup = context.session.setup, let clock = context.clock(setup.connection),
            clock.setupCompleteAt != nil, let profile = context.session.profile(of: setup), let ends = profile.ends,
            let day = context.session.tokens.day
        else { return [] }
        let isOver = profile.hasEnded(by: day)
        guard isOver || isNear(ends, setup.at) else { return [] }
        return [
            RuleMatch(
                isOver ? "\(profile.id) ended on \(ends), and was still taken." : "\(profile.id) ends on \(ends).",
                variant: isOver ? "ended" : "ending", .info, from: setup.at, on: setup.connection
            )
            .proof(clock.conduct.setups.first, "setup.model = \(setup.setup.model ?? "–")").cured(by: cure(profile))
        ]
    }

    private static func isNear(_ ends: CalendarDay, _ instant: Timestamp) -> Bool {
        (instant + notice).day.map { ends <= $0 } ?? false
    }

    /// Who calls earlier than this before the end has time.
    private static let notice = Duration.seconds(90 * 86_400)

    private static func cure(_ profile: ModelProfile) -> String {
        profile.replacement.map { "Use \($0) instead." }
            ?? "Choose another model: `livetop models` lists what is known."
    }
}

extension SessionState {
    /// What is known of the model of a setup.
    func profile(of setup: SetupSummary) -> ModelProfile? { setup.model.flatMap(tokens.models.profile) }
}

extension CloseCase {
    /// A reason may name the model and be about something else.
    private static let wordsOfAnEnd = [
        "not found", "no longer", "deprecated", "retired", "discontinued", "shut down", "does not exist",
        "bidigeneratecontent", "not available",
    ]

    /// The service refused, in words that name it, a model that had ended by then.
    var isSunset: Bool {
        guard end.isBeforeSetup, let setup = clock.setup, let reason = end.reason?.lowercased(),
            let profile = session.profile(of: setup), profile.hasEnded(by: session.isDated ? end.at.day : nil),
            // Where it was never served it is not its end that is in the way.
            profile.surfaces.contains(setup.surface)
        else { return false }
        // Of one that is gone since nobody knows when, the rules about names of models know more.
        guard profile.ends != nil, reason.hasPart(profile.id.lowercased()) || reason.hasPart("publisher model") else {
            return false
        }
        return Self.wordsOfAnEnd.contains { reason.hasPart($0) }
    }
}

extension RuleID {
    static let modelSunset: RuleID = "model-sunset"
}

private let scripts: [Example] = [
    Example("refused", calls: { [refusal(on: december)] }, silent: { [refusal(on: october)] }),
    Example(
        "ended", .info, behind: .promptHygiene, calls: { [accepted(on: december)] },
        silent: { [accepted(on: january)] }),
    Example(
        "ending", .info, behind: .promptHygiene, calls: { [accepted(on: october)] },
        silent: { [accepted(on: january)] }),
]

/// 2026-12-01, 2026-10-01 and 2026-01-01.
private let december = 1_796_083_200.0
private let october = 1_790_812_800.0
private let january = 1_767_225_600.0

private func refusal(on day: Double) -> StagedCall {
    var call = StagedCall(start: day)
    call.begin(model: StagedCall.live31, isAccepted: false)
    call.close(1008, "models/gemini-3.1-flash-live-preview is not found for API version v1beta", after: 0.2)
    return call
}

private func accepted(on day: Double) -> StagedCall {
    var call = StagedCall(start: day)
    call.begin(model: StagedCall.live31)
    call.exchange()
    return call
}

import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `handshake-failed`: no usable session came of it.
    static let handshakeFailed = Rule(
        .handshakeFailed, .connection, .p1, .error,
        variants: ["http-status", "setup-timeout", "closed-before-setup", "slow"],
        title: "no usable session",
        cause: "The upgrade or the setup did not get through.",
        fix: "Check path and version, the key's restrictions, and that setup is the first thing the client sends.",
        source: "googleapis/python-genai#651; crossbario/autobahn-python#1660; troubleshooting guide",
        traits: [.needsNoTimes, .endsConnection],
        thresholds: [.setupTimeout, .setupSlow],
        covers: [.troubleshooting(.socketInterrupted)],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            refused(clock) ?? closed(clock, context) ?? waiting(clock, context) ?? slow(clock, context)
        }
    }

    private static func refused(_ clock: ConnectionClock) -> RuleMatch? {
        guard let refusal = clock.refusal else { return nil }
        let who = refusal.by == .server ? "The service" : "livetop"
        let at = clock.closedAt ?? clock.openedAt
        let said = HTMLText.plain(EndReason.words(refusal.reason))
        let match = RuleMatch(
            "\(who) answered the upgrade with HTTP \(refusal.status)\(said.isEmpty ? "" : ": \(said)").",
            variant: "http-status", from: clock.openedAt, to: at, on: clock.id
        )
        .proof(at: at, "HTTP \(refusal.status) for \(EndpointPath.words(clock.opening))")
        .number("http_status", Int(refusal.status)).because(meaning(of: refusal.status))
        guard refusal.by == .server, refusal.status == 404 || refusal.status == 400,
            let cure = EndpointPath.cure(clock.opening)
        else { return cure(of: refusal).map { match.cured(by: $0) } ?? match }
        return match.because(cure.cause).cured(by: cure.fix)
    }

    /// Nil where what the rule says for all of them is all there is.
    private static func cure(of refusal: Refusal) -> String? {
        switch (refusal.status, refusal.by) {
        case (403, .proxy):
            "livetop itself refused it: let the page or the host in that the reason names, by --allow-origin or --allow-host."
        case (401, _), (403, _):
            "Check the key or token, what it is restricted to, and that the API is enabled for its project."
        case (429, _):
            "Do not retry at once. Look at the quota of the model in AI Studio, close old sessions, raise the tier."
        case (502, .proxy), (504, .proxy):
            "Follow the reason: name, network, --upstream, --upstream-ca; livetop doctor tries each step of the way."
        case (500..., _): "Try again, with growing pauses (0.5, 1, 2, 4 s)."
        default: nil
        }
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 400, 404: "Path or version of the method do not exist there."
        case 401, 403: "The credential is missing, restricted, or not allowed to use this API."
        case 429: "Too many requests."
        case 502, 504: "The upstream could not be reached: name resolution, network, proxy or certificate."
        case 500...: "The service is failing."
        default: "The service does not upgrade this request."
        }
    }

    private static func closed(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let end = context.end(of: clock.id), end.verdict?.rule == .handshakeFailed else { return nil }
        let stage = clock.setupAt == nil ? "before any setup was sent" : "before the setup was accepted"
        return RuleMatch.end(end, "The connection ended \(stage): \(end.words).", from: clock.openedAt)
            .proof(clock.conduct.setups.first, "setup")
    }

    private static func waiting(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let since = clock.setupAt ?? clock.upgradedAt, clock.setupCompleteAt == nil,
            clock.opening?.endpoint.isDecoded != false
        else { return nil }
        let until = context.end(of: clock.id)?.at ?? context.now
        guard until - since >= context.thresholds.seconds(.setupTimeout) else { return nil }
        let title =
            clock.setupAt == nil
            ? "No setup was sent in \(Words.time(until - since)): the client may be waiting for the service."
            : "Setup was sent and not accepted in \(Words.time(until - since)); the socket stayed open."
        return RuleMatch(title, variant: "setup-timeout", from: since, to: until, on: clock.id)
            .proof(clock.conduct.setups.first, "setup").number("waited_s", (until - since).seconds)
    }

    private static func slow(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let since = clock.setupAt, let until = clock.setupCompleteAt,
            until - since > context.thresholds.seconds(.setupSlow)
        else { return nil }
        return RuleMatch(
            "The service took \(Words.time(until - since)) to accept the setup.", variant: "slow", .warning,
            from: since, to: until, on: clock.id
        )
        .proof(clock.conduct.setups.first, "setup").proof(clock.conduct.setupCompletes.first, "setupComplete")
        .number("setup_s", (until - since).seconds)
        .because("Usually it takes 0.3 to 0.6 s.").cured(by: "Open the connection before the user needs it.")
    }
}

extension RuleID {
    static let handshakeFailed: RuleID = "handshake-failed"
}

extension Threshold {
    static let setupTimeout = Threshold("setup_timeout_s", 10, "nobody waits longer for `setupComplete`")
    static let setupSlow = Threshold("setup_slow_s", 3, "a setup that takes longer to be accepted is slow")
}

private let scripts: [Example] = [
    Example("http-status", calls: { [refused(403)] }, silent: { [StagedCall()] }),
    Example("http-status", calls: { [refused(404, version: "v1alpha", on: .vertex)] }, silent: { [StagedCall()] }),
    Example("setup-timeout", after: 11) {
        $0.begin(isAccepted: false)
    } silent: {
        $0.begin()
    },
    Example("closed-before-setup") {
        $0.begin(isAccepted: false); $0.close(1000, after: 1)
    } silent: {
        $0.begin(); $0.close(1000, after: 1)
    },
]

private func refused(
    _ status: Int, version: String = "v1beta", on surface: Endpoint.Surface = .geminiAPI
) -> StagedCall {
    var call = StagedCall(surface: surface, version: version, isUpgraded: false)
    call.append(.refused(Refusal(status: status, by: .server, reason: "forbidden")))
    call.append(.closed(Closure(by: .server)))
    return call
}

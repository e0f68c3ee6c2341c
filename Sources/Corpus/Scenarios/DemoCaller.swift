public import Simulator

/// One synthetic caller of the demo: what it plays, and what it shows.
public struct DemoCaller: Sendable {
    public var tag: String
    public var script: Script
    /// Connections in a row; each carries the last one's handle.
    public var links: Int
    public var key: String
    public var spelling: Spelling
    /// Wait before the first call.
    public var delay: Duration
    /// The first call begins so long after the demo, whatever its place in the cast; nil one after the other.
    public var start: Duration?
    /// Pause after each call.
    public var pause: Duration
    /// Pause before everything begins again, in a demo that goes on.
    public var rest: Duration
    /// The rule that should name what goes wrong, as in the failure catalogue; nil where nothing does.
    public var failure: String?

    init(
        _ tag: String, _ script: Script, links: Int = 1, key: String = "synthetic-caller",
        spelling: Spelling = .camelCase, delay: Duration = .zero, pause: Duration = .seconds(3),
        rest: Duration = .seconds(3), failure: String? = nil, start: Duration? = nil
    ) {
        self.tag = tag
        self.script = script
        self.links = links
        self.key = key
        self.spelling = spelling
        self.delay = delay
        self.pause = pause
        self.rest = rest
        self.failure = failure
        self.start = start
    }

    /// Ordinary calls first, trouble after them: everything is on screen within two seconds, and every kind of
    /// trouble has happened within half a minute.
    public static let all = calm + troubled + staged + [eager]

    /// The same for somebody who watches: after three seconds one call is near its end, one near the limit of its context,
    /// one interrupted, one broken, and the first two stay so for most of a minute.
    public static let watched = all.map { caller in
        var caller = caller
        switch caller.tag {
        case "staying": (caller.script, caller.start) = (.staying(rounds: 40), .zero)
        case "archive": (caller.script, caller.start, caller.rest) = (.nearlyFull(), .zero, .seconds(5))
        case "typo": caller.start = .zero
        default: break
        }
        return caller
    }

    /// How long before the end the service says so to those who are watched. The real one does so a minute before.
    public static let watchedGoAwayLead = Duration.seconds(52)

    /// Nothing goes wrong with these.
    public static let ordinary = calm + [eager]

    private static let calm = [
        DemoCaller("support", instructed(.voiceTalk(turns: 4), "You help callers of a shop with their orders.")),
        DemoCaller(
            "concierge",
            instructed(
                .voiceTalk(model: "gemini-2.5-flash-native-audio-latest", turns: 3),
                "You are the concierge of a small hotel."), spelling: .snakeCase),
        DemoCaller("chat", instructed(.textTalk(turns: 8), "You plan a robot's next step.")),
        DemoCaller("weather", instructed(.toolUse(turns: 3), "You tell callers the weather of their town.")),
        DemoCaller("impatient", instructed(.toolCancelled(), "You tell callers the weather of their town.")),
        DemoCaller(
            "moving", instructed(.moving(), "You keep somebody company on a long walk."), links: 3, pause: .seconds(1)),
    ]

    private static let eager = DemoCaller(
        "eager", instructed(.talkingOver(), "You tell stories, and stop when somebody speaks."), start: .zero)

    /// The script of an app that says to the model what it is for, as those do in which nothing is wrong.
    private static func instructed(_ script: Script, _ instruction: String) -> Script {
        var script = script
        script.steps = script.steps.map { step in
            guard case .client(.setup(var line), let delay) = step else { return step }
            line.instruction = instruction + " Answer in English, in one or two sentences."
            line.functionDescription = "The weather of a town. Call it when somebody asks for the weather."
            return .client(.setup(line), after: delay)
        }
        return script
    }

    /// The demo hurries: the ends of `archive`, `muted` and `slow` come too early to be told from others.
    private static let troubled = [
        DemoCaller("staying", .staying(), failure: "goaway-ignored"),
        DemoCaller("archive", .longCall()),
        DemoCaller("muted", .muted()),
        DemoCaller("slow", .slowReader(), pause: .seconds(5)),
        DemoCaller(
            "typo", .wrongModel, links: 3, pause: .seconds(2), rest: .seconds(60), failure: "model-not-live"),
        DemoCaller("failing", .failing(), pause: .seconds(6), rest: .seconds(45), failure: "server-internal-error"),
        DemoCaller(
            "quota", .textTalk(turns: 1), key: "mock-busy", pause: .seconds(7), rest: .seconds(60),
            failure: "handshake-failed"),
    ]
}

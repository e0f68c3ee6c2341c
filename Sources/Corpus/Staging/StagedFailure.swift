public import Simulator

/// One way for a session to go wrong, and the nearest session in which it does not.
public struct StagedFailure: Sendable {
    /// The rule that should find it, as named in the failure catalogue.
    public var rule: String
    /// What happens, in a few words; unique.
    public var name: String
    public var fires: @Sendable (StagedVariation) -> StagedSession
    public var silent: @Sendable (StagedVariation) -> StagedSession
    /// Both scripts last less than five seconds and mean the same when mock and client play them through a relay.
    public var isLive: Bool

    public init(
        _ rule: String, _ name: String, isLive: Bool = false,
        fires: @escaping @Sendable (StagedVariation) -> StagedSession,
        silent: @escaping @Sendable (StagedVariation) -> StagedSession
    ) {
        self.rule = rule
        self.name = name
        self.isLive = isLive
        self.fires = fires
        self.silent = silent
    }

    /// Those in which nobody has to speak.
    public static let scripted: [StagedFailure] =
        connection + closeReasons + setups + protocolOrder + context + resumption + tools + turns + playback + clients

    /// All of them; where somebody speaks, with the voice of the simulator.
    public static let all: [StagedFailure] = scripted + audio() + voices()
}

/// What differs from one staging of a failure to the next: model, spelling of the SDK, timing, sizes.
public struct StagedVariation: Sendable, CustomStringConvertible {
    /// From 0.
    public var index: Int
    public var model: String
    public var spelling: Spelling

    public init(_ index: Int) {
        self.index = index
        model = Self.models[index % Self.models.count]
        spelling = index % 2 == 0 ? .camelCase : .snakeCase
    }

    public static let models = [
        "gemini-3.8-live", "gemini-3.1-flash-live-preview", "gemini-2.5-flash-native-audio-latest",
        "gemini-2.5-flash-native-audio-preview-09-2025", "gemini-live-2.5-flash-native-audio",
    ]

    public var seed: UInt64 { UInt64(index) + 1 }

    public var description: String { "#\(index + 1), \(model), \(spelling.rawValue)" }

    /// One of `choices`, another one in each variation.
    public func pick<Choice>(_ choices: [Choice]) -> Choice { choices[index % choices.count] }

    /// Between the bounds, the same for the same variation and `salt`.
    public func seconds(_ range: ClosedRange<Double>, salt: UInt64 = 0) -> Duration {
        var dice = Dice(seed: seed &* 31 &+ salt)
        return .milliseconds(Int(Double.random(in: range, using: &dice) * 1_000))
    }

    /// The same with another model.
    public func with(_ models: [String]) -> StagedVariation {
        var copy = self
        copy.model = pick(models)
        return copy
    }

    var isThree: Bool { model.contains("gemini-3") }
}

// MARK: Parts of scripts

extension StagedVariation {
    /// The setup of a client that does everything as it is advised, with `fields` added or replaced: JSON by name.
    public func setup(
        _ fields: [String: String] = [:], generation: [String: String] = [:], without removed: Set<String> = []
    ) -> ClientLine {
        var generationFields = [
            "responseModalities": #"["AUDIO"]"#,
            "speechConfig": #"{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}}"#,
        ]
        generationFields.merge(generation) { _, new in new }
        var all = [
            "model": "\"\(model.contains("/") ? model : "models/" + model)\"",
            "generationConfig": Self.object(generationFields),
            "systemInstruction":
                #"{"parts":[{"text":"You are the voice of a travel agency. Speak only in English. Be brief."}]}"#,
            "sessionResumption": "{}",
            "contextWindowCompression": #"{"slidingWindow":{}}"#,
            "inputAudioTranscription": #"{"languageCodes":["en-US"]}"#,
            "outputAudioTranscription": "{}",
        ]
        all.merge(fields) { _, new in new }
        return .json("{\"setup\":" + Self.object(all.filter { !removed.contains($0.key) }) + "}")
    }

    /// Declared functions, as they are advised: with a description that says when.
    public static let weatherTool = #"""
        [{"functionDeclarations":[{"name":"get_weather","description":"Only when the user asks for the weather.",\#
        "parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}}]}]
        """#

    static func object(_ fields: [String: String]) -> String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// Typed text in the form that the model takes in mid-session.
    public func typed(_ text: String = "How long will it take?") -> ClientLine {
        isThree ? .text(text) : .content(text)
    }

    /// Setup and its acknowledgement.
    @ScriptBuilder public func opened(_ setup: ClientLine? = nil) -> [Script.Step] {
        client(setup ?? self.setup())
        server(.setupComplete, after: seconds(0.1...0.4, salt: 3))
    }

    /// One turn in which nothing goes wrong.
    @ScriptBuilder public func turn(
        _ length: Duration = .milliseconds(800), after delay: Duration = .milliseconds(500),
        latency: Duration = .milliseconds(400), usage: UsageLine? = nil
    ) -> [Script.Step] {
        client(typed(), after: delay)
        reply(length, after: latency, usage: usage)
    }

    /// The model's part of it.
    @ScriptBuilder public func reply(
        _ length: Duration = .milliseconds(800), after latency: Duration = .milliseconds(400),
        usage: UsageLine? = nil
    ) -> [Script.Step] {
        // The pause of a line comes before its first message, which itself takes a quarter of its length.
        server(.audio(length), after: latency - .milliseconds(25))
        server(.outputTranscription("It should take about ten minutes."))
        server(.generationComplete)
        server(usage.map(ServerLine.turnCompleteWith) ?? .turnComplete, after: length * 3 / 4 + .milliseconds(30))
    }

    /// `count` turns, one every `interval`.
    @ScriptBuilder public func turns(_ count: Int, every interval: Duration) -> [Script.Step] {
        for _ in 0..<count { turn(.milliseconds(900), after: interval - .milliseconds(1_300)) }
    }

    public func session(
        opening: StagedOpening = StagedOpening(), isOpen: Bool = false, patience: Duration = .zero,
        @ScriptBuilder _ steps: () -> [Script.Step]
    ) -> StagedSession {
        session([.init(Script(steps: steps()), opening: opening)], isOpen: isOpen, patience: patience)
    }

    public func session(
        _ links: [StagedSession.Link], isOpen: Bool = false, patience: Duration = .zero
    ) -> StagedSession {
        StagedSession(links: links, spelling: spelling, seed: seed, isOpen: isOpen, patience: patience)
    }
}

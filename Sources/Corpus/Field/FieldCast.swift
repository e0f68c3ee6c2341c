import LiveProtocol
import Simulator

/// What chance decides about one call of the field: who calls, with what, how long, and when it goes wrong. The same
/// seed gives the same call.
public struct FieldCast: Sendable {
    public let seed: UInt64
    var dice: Dice
    /// At 16 kHz, spoken one after the other; in some calls the simulator's own voice speaks instead.
    let sentences: [[Int16]]
    let spelling: Spelling
    let client: FieldClient
    let position: Position
    /// What else is wrong with the call.
    let second: SecondFault?
    var model: FieldModel

    /// When it goes wrong.
    enum Position: CaseIterable { case first, middle, last }

    /// - Parameter mayDouble: another fault may lie over the kind's own.
    init(seed: UInt64, sentences: [[Int16]], mayDouble: Bool) {
        self.seed = seed
        var dice = Dice(seed: seed &* 0x2545_F491_4F6C_DD1D)
        self.sentences = sentences
        spelling = Bool.random(using: &dice) ? .camelCase : .snakeCase
        client = FieldClient.all.randomElement(using: &dice) ?? .plain
        position = Position.allCases.randomElement(using: &dice) ?? .middle
        second =
            mayDouble && Int.random(in: 0..<5, using: &dice) == 0
            ? SecondFault.allCases.randomElement(using: &dice) : nil
        model = FieldModel.spoken.randomElement(using: &dice) ?? .live38
        self.dice = dice
    }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[Int.random(in: choices.indices, using: &dice)] }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &dice) < share }

    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &dice) }

    /// Of so many seconds.
    mutating func time(_ range: ClosedRange<Double>) -> Duration { .milliseconds(Int(number(range) * 1_000)) }

    /// Takes one of those models.
    mutating func use(_ models: [FieldModel]) { model = pick(models) }
}

// MARK: The connection

extension FieldCast {
    /// The setup that such a client sends, with `fields` added or replaced: JSON by name.
    mutating func setup(
        _ fields: [String: String] = [:], generation: [String: String] = [:], without removed: Set<String> = []
    ) -> ClientLine {
        let voice = pick(["Puck", "Kore", "Leda", "Charon", "Aoede", "Orus"])
        var generationFields = [
            "responseModalities": model.answersInText ? #"["TEXT"]"# : #"["AUDIO"]"#,
            "speechConfig": #"{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"\#(voice)"}}}"#,
        ]
        if model.answersInText { generationFields["speechConfig"] = nil }
        if model == .extended38 { generationFields["thinkingConfig"] = #"{"thinkingLevel":"LOW"}"# }
        generationFields.merge(generation) { _, new in new }
        var all = [
            "model": "\"\(model.path)\"",
            "generationConfig": StagedVariation.object(generationFields),
            "systemInstruction": #"{"parts":[{"text":"\#(pick(FieldWords.instructions))"}]}"#,
            "sessionResumption": "{}",
            "contextWindowCompression": #"{"slidingWindow":{}}"#,
            "inputAudioTranscription": "{}",
            "outputAudioTranscription": "{}",
        ]
        if model.family == .translate {
            all["translationConfig"] = #"{"targetLanguageCode":"\#(pick(["de", "fr", "es"]))"}"#
        }
        all.merge(fields) { _, new in new }
        return .json("{\"setup\":" + StagedVariation.object(all.filter { !removed.contains($0.key) }) + "}")
    }

    /// Where the client goes.
    mutating func opening(version: String? = nil, isConstrained: Bool = false, refusal: Refusal? = nil) -> StagedOpening
    {
        var headers = [HeaderField("User-Agent", client.agent)] + client.headers
        var query = ""
        if model.isVertex {
            headers.append(HeaderField("Authorization", "Bearer ya29.synthetic-token-\(seed % 1_000)"))
        } else if isConstrained {
            query = "?access_token=auth_tokens/synthetic\(seed % 10_000)"
        } else if client.isHeaderKey {
            headers.append(HeaderField("x-goog-api-key", "AIzaSyntheticKeyOfNobody\(seed % 10_000)"))
        } else {
            query = "?key=AIzaSyntheticKeyOfNobody\(seed % 10_000)"
        }
        if second == .keyInPage, !model.isVertex, !isConstrained {
            headers.append(HeaderField("Origin", "https://shop.example"))
            headers[0] = HeaderField("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36")
        }
        return StagedOpening(
            surface: model.isVertex ? .vertex : .geminiAPI,
            version: version ?? (model.isVertex ? "v1beta1" : isConstrained ? "v1alpha" : "v1beta"),
            isConstrained: isConstrained, query: query, headers: headers, refusal: refusal)
    }

    func session(_ links: [StagedSession.Link], isOpen: Bool = false, patience: Duration = .zero) -> StagedSession {
        StagedSession(links: links, spelling: spelling, seed: seed, isOpen: isOpen, patience: patience)
    }
}

/// Who calls, by what it says of itself.
struct FieldClient: Sendable {
    var agent: String
    var headers: [HeaderField] = []
    var isHeaderKey = false

    static let plain = FieldClient(agent: "Python/3.12 websockets/15.0.1")

    static let all = [
        plain,
        FieldClient(
            agent: "google-genai-sdk/3.6.1 gl-python/3.12",
            headers: [HeaderField("x-goog-api-client", "google-genai-sdk/3.6.1 gl-python/3.12")], isHeaderKey: true),
        FieldClient(
            agent: "google-genai-sdk/1.55.0 gl-python/3.11",
            headers: [HeaderField("x-goog-api-client", "google-genai-sdk/1.55.0 gl-python/3.11")], isHeaderKey: true),
        FieldClient(
            agent: "google-genai-sdk/2.3.0 gl-node/v22.9.0",
            headers: [HeaderField("x-goog-api-client", "google-genai-sdk/2.3.0 gl-node/v22.9.0")], isHeaderKey: true),
        FieldClient(agent: "Go-http-client/1.1"),
        FieldClient(agent: "livekit-plugins-google/1.8.9", isHeaderKey: true),
        FieldClient(agent: "okhttp/4.12.0"),
    ]
}

/// A fault of another kind over the one that is staged.
public enum SecondFault: String, CaseIterable, Sendable {
    case keyInPage = "key-exposed-in-client"
    case rejectedTurn = "turn-empty-or-blocked"
    case lateTool = "tool-response-missing"
    case offset = "input-signal-defect"
}

import Wording

/// When something is to be broken, as the menu offers it.
enum FaultMoment: Hashable, Sendable, CaseIterable {
    /// As the scenario has it.
    case own
    case now, seconds, toolCall, interrupted, audio, turns, messages

    /// How it is asked for; nil leaves each fault its own.
    func text(_ amount: Int) -> String? {
        switch self {
        case .own: nil
        case .now: "now"
        case .seconds: "\(amount)s"
        case .toolCall: "toolCall"
        case .interrupted: "interrupted"
        case .audio: "audio"
        case .turns: "\(amount)turns"
        case .messages: "\(amount)messages"
        }
    }

    func title(_ amount: Int) -> String {
        switch self {
        case .own: "as it stands"
        case .now: "now"
        case .seconds: "in \(amount) s"
        case .toolCall: "at a tool call"
        case .interrupted: "at an interruption"
        case .audio: "at the model's audio"
        case .turns: "after \(Format.counted(amount, "turn"))"
        case .messages: "after \(Format.counted(amount, "message"))"
        }
    }

    var words: String {
        switch self {
        case .own: "each fault at the moment that the scenario names"
        case .now: "at once; for calls that come, when they begin"
        case .seconds: "← → or digits change it"
        case .toolCall: "behind the next message that calls a function"
        case .interrupted: "behind the next message that says interrupted"
        case .audio: "behind the first sound of the next answer"
        case .turns: "behind a turnComplete; ← → or digits change it"
        case .messages: "messages of the service; ← → or digits change it"
        }
    }

    /// What it has before somebody changes it; nil where nothing is counted.
    var usual: Int? {
        switch self {
        case .seconds: 10
        case .turns: 2
        case .messages: 5
        case .own, .now, .toolCall, .interrupted, .audio: nil
        }
    }

    /// Stops of the keys that change it.
    static let stops = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]
}

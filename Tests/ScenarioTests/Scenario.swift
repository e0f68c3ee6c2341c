import Corpus
import Simulator
import Testing

/// A script and what must follow from it.
struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var script: Script
    var turns: Int
    var interruptions = 0
    var closeCode: UInt16 = 1000

    var testDescription: String { name }

    /// The close is part of the script, so that all depths see it.
    private static func ended(_ script: Script) -> Script { script + Script { client(.close(1000)) } }

    static let all = [
        Scenario(name: "barge-in", script: ended(.bargeIn), turns: 1, interruptions: 1),
        Scenario(name: "text talk", script: ended(.textTalk(turns: 3)), turns: 3),
        Scenario(name: "voice talk", script: ended(.voiceTalk(turns: 2)), turns: 2, interruptions: 1),
        Scenario(name: "tool use", script: ended(.toolUse(turns: 2)), turns: 2),
        Scenario(name: "tool called off", script: ended(.toolCancelled()), turns: 2),
        Scenario(name: "moving", script: .moving(), turns: 1),
        Scenario(name: "wrong model", script: .wrongModel, turns: 0, closeCode: 1008),
        Scenario(name: "failing", script: .failing(), turns: 1, closeCode: 1011),
    ]
}

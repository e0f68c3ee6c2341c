/// One event from the app.
public enum InteractionClientEvent: Hashable, Sendable {
    /// `interaction.create`: what the interaction is asked to be.
    indirect case create(Setup)
    case connect(InteractionConnect)
    /// `input`: what the user says, types or shows, and results of functions.
    case input([InteractionContent])
    /// `interaction.complete`, `interaction.cancel` or `interaction.disconnect`: the word behind the dot.
    case end(String)
    case userAction(UserAction)
    case worldSetup(WorldSetup)
    /// An event that livetop does not know.
    case unknown
}

extension InteractionClientEvent {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        switch node["eventType"]?.string {
        case "interaction.create": self = .create(Setup(interaction: node, &reader))
        case "interaction.connect": self = .connect(InteractionConnect(node, &reader))
        case "interaction.complete": self = .end("complete")
        case "interaction.cancel": self = .end("cancel")
        case "interaction.disconnect": self = .end("disconnect")
        case "input": self = .input(InteractionContent.list(input: node, &reader))
        case "user_action": self = .userAction(UserAction(node, &reader))
        case "world_setup": self = .worldSetup(WorldSetup(node, &reader))
        case let name:
            _ = reader.checked(name ?? "", in: [], "event_type")
            self = .unknown
        }
        if case .end = self { reader.expect(only: ["eventType"], in: node, "interaction") }
    }
}

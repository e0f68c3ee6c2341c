/// `user_action`: the user moves in a world that is generated.
public struct UserAction: Hashable, Sendable {
    public var action: String?
    /// Such as the key that is pressed.
    public var input: String?

    public init(action: String?, input: String?) {
        self.action = action
        self.input = input
    }
}

extension UserAction {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        reader.expect(only: ["eventType", "action", "input"], in: node, "user_action")
        self.init(action: node["action"]?.string, input: node["input"]?.string)
    }
}

/// `interaction.connect`: the connection goes on with an interaction that there is.
public struct InteractionConnect: Hashable, Sendable {
    public var id: String?
    public var isBackground: Bool

    public init(id: String?, isBackground: Bool = false) {
        self.id = id
        self.isBackground = isBackground
    }
}

extension InteractionConnect {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(id: nil)
        for (key, value) in node.fields {
            switch key {
            case "eventType": break
            case "id": id = value.string
            case "background": isBackground = value.isTrue
            default: reader.unknown("interaction.connect", key)
            }
        }
    }
}

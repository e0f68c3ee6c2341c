import LiveProtocol

/// What a message calls itself that livetop does not read: so much is looked at, that it can be counted by its kind.
enum UndecodedName {
    /// Larger messages are not looked into.
    private static let sizeLimit = 64 << 10
    private static let nameLimit = 40

    /// The value of `event_type`, `type` or `event`, else the first name in it; the frame's kind where it is no JSON object.
    static func of(_ frame: Frame) -> String {
        guard let payload = frame.payload, payload.count <= sizeLimit,
            payload.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let document = try? JSONDocument(payload)
        else { return frame.opcode.name }
        let root = document.root
        let said = root["eventType"]?.string ?? root["type"]?.string ?? root["event"]?.string
        var fields = root.fields
        let name = (said ?? fields.next()?.key.string ?? frame.opcode.name)
            .filter { $0.isLetter || $0.isNumber || "._-:/ ".contains($0) }
        return name.isEmpty ? frame.opcode.name : String(name.prefix(nameLimit))
    }
}

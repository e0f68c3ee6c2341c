import LiveProtocol

/// The payload of a message as tools write it: JSON, a text that holds JSON, base64 in its varieties, numbers.
enum PayloadText {
    /// The bytes, and the opcode of the frame that carried them: the announced one, or the one that fits what is there.
    ///
    /// - Parameters:
    ///   - isBase64: the file says that it is base64.
    ///   - isOwn: one of our own archives, which means what it says.
    static func read(
        _ node: JSONNode, _ opcode: Opcode?, isBase64: Bool, _ isOwn: Bool
    ) throws(ImportError) -> (Opcode, [UInt8]) {
        if let bytes = numbers(node) { return (opcode ?? .binary, bytes) }
        if node.isObject || node.isArray { return (opcode ?? .text, Array(node.source)) }
        guard let text = node.stringBytes else { throw ImportError("the message has no data") }
        if let opcode, opcode.isControl { return (opcode, Array(text)) }
        let isBinary = isBase64 || opcode.map { $0 != .text } ?? false
        if isBinary {
            if let bytes = base64(text) { return (opcode ?? .binary, bytes) }
            // Announced as binary and written as the text that it is.
            guard looksLikeJSON(text) else { throw ImportError("a binary message is not base64") }
            return (opcode ?? .binary, Array(text))
        }
        if !isOwn, !looksLikeJSON(text), let bytes = base64(text), looksLikeJSON(bytes[...]) {
            return (opcode ?? .binary, bytes)
        }
        return (opcode ?? .text, Array(text))
    }

    /// Base64 of either alphabet, wrapped or not, also as a data URI.
    static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = text
        if digits.starts(with: "data:".utf8), let comma = digits.firstIndex(of: UInt8(ascii: ",")) {
            digits = digits[(comma + 1)...]
        }
        if let bytes = Base64.decode(digits) { return bytes }
        let joined = digits.filter { $0 > 0x20 }
        return joined.count < digits.count ? Base64.decode(joined[...]) : nil
    }

    private static func looksLikeJSON(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return (try? JSONDocument(Array(text))) != nil
    }

    /// `[123, 34, …]`, and Node's `{"type":"Buffer","data":[…]}`.
    private static func numbers(_ node: JSONNode) -> [UInt8]? {
        let list = node.isArray ? node : node["type"]?.string == "Buffer" ? node["data"] : nil
        guard let list, list.isArray else { return nil }
        var bytes: [UInt8] = []
        for element in list.elements {
            guard !element.isString, let byte = element.int64.flatMap(UInt8.init(exactly:)) else { return nil }
            bytes.append(byte)
        }
        return bytes.isEmpty ? nil : bytes
    }
}

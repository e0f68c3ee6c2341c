import LiveProtocol

/// One message, or the end of a connection, as another tool's file tells it.
struct ForeignMessage {
    /// Nil where the file does not say.
    var direction: Direction?
    var time: ForeignTime?
    var content: Content
    /// The connection and the session it belongs to, in the file's own words.
    var connection: String?
    var session: String?
    /// What our own archives keep beside a message.
    var own: Own?

    enum Content {
        case frame(Opcode, [UInt8])
        case close(CloseCode?, reason: String?)
        /// The connection failed, in the tool's words.
        case failure(String)
        /// Something that happened and is no message, such as that the socket opened.
        case note
    }

    struct Own {
        var sequence: Int64?
        var opcode: Opcode?
        var byteCount: Int?
        var isMasked: Bool?
        var isCut: Bool
        /// What livetop had made of it on purpose.
        var fault: FrameFault?
    }

    /// What the message holds, where it is one of the Live API.
    var kinds: MessageKinds {
        guard case .frame(let opcode, let payload) = content, !opcode.isControl else { return MessageKinds() }
        return MessageClassifier.kinds(of: payload) ?? MessageKinds()
    }

    /// The bytes of `piece` parsed and understood.
    init(parsing piece: [UInt8]) throws(ImportError) {
        let document: JSONDocument
        do { document = try JSONDocument(piece) } catch { throw ImportError("it is not JSON: \(error)") }
        try self.init(document.root)
    }

    init(_ node: JSONNode) throws(ImportError) {
        let found =
            node.isObject ? ForeignMessageReader(node) : node.isArray ? ForeignMessageReader(tuple: node) : nil
        guard var reader = found else { throw ImportError("it is no JSON object") }
        self = try reader.read()
    }

    init(direction: Direction?, time: ForeignTime?, content: Content) {
        (self.direction, self.time, self.content) = (direction, time, content)
    }
}

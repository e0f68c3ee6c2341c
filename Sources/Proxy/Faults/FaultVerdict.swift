import LiveProtocol
import NIOCore

/// A whole message on its way, as faults see it.
struct FaultMessage {
    var kinds = MessageKinds()
    /// Nil for what is not JSON and for what is too large to be kept.
    var document: JSONDocument?

    init(_ message: MessageAssembler.Message) {
        guard !message.isIncomplete, let document = try? JSONDocument(message.payload) else { return }
        self.document = document
        kinds = MessageClassifier.kinds(of: document)
    }
}

/// What becomes of one message.
struct FaultVerdict {
    var isWithheld = false
    var isDuplicated = false
    var isReordered = false
    var isTruncated = false
    var hold: Duration?
    /// The text that is sent in its place.
    var edit: FaultEdit?

    var changed: [UInt8]? { edit.flatMap { $0.isEmpty ? nil : $0.applied() } }

    mutating func change(_ message: FaultMessage, _ body: (inout FaultEdit) -> Void) {
        guard let document = message.document else { return }
        var edit = self.edit ?? FaultEdit(document)
        body(&edit)
        self.edit = edit
    }
}

import LiveProtocol

/// Changes to the text of one message: what no edit names keeps its bytes. Several faults may change the same place, one
/// after the other.
struct FaultEdit {
    private let document: JSONDocument
    private var edits: [Range<Int>: [UInt8]] = [:]
    /// Pieces of audio that were changed, by the place of their text.
    private var sounds: [Range<Int>: [UInt8]] = [:]

    init(_ document: JSONDocument) { self.document = document }

    var isEmpty: Bool { edits.isEmpty && sounds.isEmpty }

    mutating func replace(_ node: JSONNode, by text: some Sequence<UInt8>) { edits[node.byteRange] = Array(text) }

    /// A member in front of all others of an object.
    mutating func insert(member text: String, in node: JSONNode) {
        guard node.isObject else { return }
        let start = node.byteRange.lowerBound + 1
        let isAlone = node.members.first { _ in true } == nil
        edits[start..<start] = Array((text + (isAlone ? "" : ",")).utf8)
    }

    func applied() -> [UInt8] {
        let all = edits.merging(sounds.mapValues { Array(Base64.encode($0).utf8) }) { $1 }
        var bytes = document.bytes
        for edit in all.sorted(by: { $0.key.lowerBound > $1.key.lowerBound }) {
            bytes.replaceSubrange(edit.key, with: edit.value)
        }
        return bytes
    }
}

extension FaultEdit {
    /// Lets `change` have every piece of audio in the message, as bytes of 16-bit samples.
    mutating func changeAudio(_ direction: Direction, by change: (inout [UInt8]) -> Void) {
        for blob in Self.blobs(document.root, direction) {
            guard let type = blob["mimeType"]?.string?.lowercased(), type.hasPrefix("audio/"), let data = blob["data"],
                var samples = sounds[data.byteRange] ?? data.stringBytes.flatMap({ Base64.decode($0) })
            else { continue }
            change(&samples)
            sounds[data.byteRange] = samples
        }
    }

    private static func blobs(_ root: JSONNode, _ direction: Direction) -> [JSONNode] {
        switch direction {
        case .clientToServer:
            guard let input = root["realtimeInput"] else { return [] }
            return [input["audio"]].compactMap(\.self) + (input["mediaChunks"].map { Array($0.elements) } ?? [])
        case .serverToClient:
            let parts = root["serverContent"]?["modelTurn"]?["parts"]
            return parts.map { $0.elements.compactMap { $0["inlineData"] } } ?? []
        }
    }

    /// Says in `usageMetadata` that so many tokens are in the context. False where the message has none.
    mutating func raiseUsage(to tokens: Int64) -> Bool {
        guard let usage = document.root["usageMetadata"], usage.isObject else { return false }
        let known = [usage["promptTokenCount"], usage["totalTokenCount"]].compactMap(\.self)
        guard !known.isEmpty else { return false }
        for count in known { replace(count, by: "\(tokens)".utf8) }
        return true
    }
}

public import LiveProtocol

/// What client and service have agreed on for permessage-deflate (RFC 7692 §7.1), as the upgrade's answer says it. Windows
/// are not in it: a window of 32 KiB reads whatever was written with a smaller one.
public struct CompressionTerms: Hashable, Sendable {
    /// The client begins each message with an empty window (`client_no_context_takeover`).
    public var clientForgets: Bool
    /// The same of the service.
    public var serverForgets: Bool

    public init(clientForgets: Bool = false, serverForgets: Bool = false) {
        self.clientForgets = clientForgets
        self.serverForgets = serverForgets
    }

    /// Nil where the answer took no compression.
    public init?(answer headers: [HeaderField]) {
        let name = ExtensionOffer.header.lowercased()
        let list = ExtensionList(headers.filter { $0.name.lowercased() == name }.map(\.value))
        guard let taken = list.members.first(where: { $0.name == ExtensionList.compression }) else { return nil }
        let parameters = Set(taken.text.split(separator: ";").dropFirst().map { String($0).trimmed.lowercased() })
        self.init(
            clientForgets: parameters.contains("client_no_context_takeover"),
            serverForgets: parameters.contains("server_no_context_takeover"))
    }
}

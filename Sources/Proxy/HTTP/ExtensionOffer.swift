/// What becomes of the extensions that a client offers: compression is passed on as it came, where it can be; what livetop
/// could not read is taken out, so that nobody negotiates it (decision 0034).
struct ExtensionOffer: Hashable, Sendable {
    private let offered: ExtensionList
    private let passesCompression: Bool

    /// - Parameter fields: of the request.
    init(_ fields: [HTTPField], passesCompression: Bool) {
        offered = ExtensionList(fields.values(of: Self.header))
        self.passesCompression = passesCompression
    }

    static let header = "Sec-WebSocket-Extensions"

    private func isPassed(_ member: ExtensionList.Member) -> Bool {
        passesCompression && member.name == ExtensionList.compression
    }

    /// What is taken out, as one line; nil where nothing is.
    var removed: String? {
        let removed = offered.members.filter { !isPassed($0) }
        return removed.isEmpty ? nil : removed.map(\.text).joined(separator: ", ")
    }

    /// Takes it out of `fields`. Lines of which everything is passed stay as they are, byte for byte.
    func apply(to fields: inout [HTTPField]) {
        guard removed != nil else { return }
        let kept = offered.members.filter(isPassed)
        let place = fields.firstIndex { $0.name.lowercased() == Self.header.lowercased() }
        fields.remove([Self.header])
        guard !kept.isEmpty, let place else { return }
        fields.insert(HTTPField(Self.header, kept.map(\.text).joined(separator: ", ")), at: min(place, fields.count))
    }
}

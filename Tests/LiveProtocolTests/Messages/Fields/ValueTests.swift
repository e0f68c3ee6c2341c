import LiveProtocol
import Testing

/// Every value that `docs/protocol.md` lists is known, and any other is kept and counted.
@Suite struct ValueTests {
    @Test func `each of the values is known and no other`() throws {
        let rows = try ProtocolDocument.rows(of: "Values")
        #expect(rows.count > 18)
        for row in rows {
            for path in row[0] {
                for value in row[1] { #expect(try drift(value, of: path, in: row[1]) == [], "\(path) \(value)") }
                let novelty = try drift("NOVELTY", of: path, in: row[1])
                #expect(novelty.count == 1 && novelty[0].hasSuffix("NOVELTY"), "\(path): \(novelty)")
            }
        }
    }

    /// What is not understood of the message that tests the field at `path`, with `value` in place of its own.
    private func drift(_ value: String, of path: String, in values: [String]) throws -> [String] {
        let client = (SetupFields.all + ClientFields.all).first { $0.path == path }
        let server = ServerFields.all.first { $0.path == path }
        let json = try #require(client?.json ?? server?.json, "no field \(path)")
        let own = try #require(values.first { json.contains("\"\($0)\"") }, "\(path) has none of its values")
        let text = json.replacing("\"\(own)\"", with: "\"\(value)\"")
        let document = try JSONDocument(Array(text.utf8))
        var reader = MessageReader()
        if client != nil { _ = reader.clientMessage(document) } else { _ = reader.serverMessage(document) }
        return reader.drift
    }
}

import LiveProtocol
import Testing

/// Every field that `docs/protocol.md` lists is read, in every spelling, and what is not in the list is counted.
@Suite struct FieldTests {
    private static let clientFields = SetupFields.all + ClientFields.all

    private func client(_ json: String) throws -> (ClientMessage, [String]) {
        var reader = MessageReader()
        return (reader.clientMessage(try JSONDocument(Array(json.utf8))), reader.drift)
    }

    private func server(_ json: String) throws -> (ServerMessage, [String]) {
        var reader = MessageReader()
        return (reader.serverMessage(try JSONDocument(Array(json.utf8))), reader.drift)
    }

    @Test(arguments: Self.clientFields)
    func `a field of a client is read in every spelling`(field: ClientField) throws {
        #expect(!field.isRead(ClientMessage()))
        for json in field.spellings {
            let (message, drift) = try client(json)
            #expect(field.isRead(message), "\(json)")
            #expect(drift == [], "\(json)")
        }
    }

    @Test(arguments: ServerFields.all)
    func `a field of the service is read in every spelling`(field: ServerField) throws {
        #expect(!field.isRead(ServerMessage()))
        for json in field.spellings {
            let (message, drift) = try server(json)
            #expect(field.isRead(message), "\(json)")
            #expect(drift == [], "\(json)")
        }
    }

    @Test func `numbers of 64 bits are read as numbers and as strings`() throws {
        let field = try #require(Self.clientFields.first { $0.path.hasSuffix("triggerTokens") })
        #expect(field.spellings.count == 4)
        #expect(field.spellings.contains { $0.contains(#""trigger_tokens":"32000""#) })
    }

    // MARK: Drift

    @Test(arguments: Set(Self.clientFields.map(\.parent)).sorted() + [""])
    func `a field that nobody knows is drift wherever a client puts it`(parent: String) throws {
        let (_, drift) = try client(ClientField.nested(#"{"novelty":1}"#, in: parent))
        #expect(drift.count == 1 && drift.first?.hasSuffix("novelty") == true, "\(drift)")
    }

    @Test(arguments: Set(ServerFields.all.map(\.parent)).sorted() + [""])
    func `a field that nobody knows is drift wherever the service puts it`(parent: String) throws {
        let (_, drift) = try server(ServerField.nested(#"{"novelty":1}"#, in: parent))
        #expect(drift.count == 1 && drift.first?.hasSuffix("novelty") == true, "\(drift)")
    }

    // MARK: Completeness

    @Test func `the fields are those of the document`() throws {
        let rows = try ProtocolDocument.rows(of: "Fields")
        let listed = Set(
            rows.flatMap { cells in cells[0].flatMap { parent in cells[1].map { field($0, of: parent) } } })
        let read = Set(Self.clientFields.map(\.path) + ServerFields.all.map(\.path))
        #expect(read.subtracting(listed) == [])
        #expect(listed.subtracting(read) == [])
    }

    /// The document calls a message itself `{}`.
    private func field(_ name: String, of parent: String) -> String { parent == "{}" ? name : "\(parent).\(name)" }
}

import Foundation
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

    @Test(arguments: [
        "MEDIA_RESOLUTION_LOW", "LOW", "START_SENSITIVITY_LOW", "END_SENSITIVITY_HIGH", "NO_INTERRUPTION",
        "TURN_INCLUDES_ALL_INPUT", "NON_BLOCKING", "VERBATIM", "WHEN_IDLE", "AUDIO", "VAD_SIGNAL_TYPE_SOS",
        "VAD_SIGNAL_TYPE_EOS", "ACTIVITY_START", "ACTIVITY_END", "STANDARD", "ON_DEMAND", "MALFORMED_FUNCTION_CALL",
        "IN_PROGRESS", "RESET_CONTEXT", "C_MAJOR_A_MINOR", "VOCALIZATION",
    ])
    func `a value that no list names is kept and counted`(value: String) throws {
        let quoted = "\"\(value)\""
        let client = Self.clientFields.map(\.json).filter { $0.contains(quoted) }
        let server = ServerFields.all.map(\.json).filter { $0.contains(quoted) }
        #expect(!client.isEmpty || !server.isEmpty)
        for json in client {
            let drift = try self.client(json.replacing(quoted, with: #""NOVELTY""#)).1
            #expect(drift.count == 1 && drift.first?.hasSuffix(".NOVELTY") == true, "\(json): \(drift)")
        }
        for json in server {
            let drift = try self.server(json.replacing(quoted, with: #""NOVELTY""#)).1
            #expect(drift.count == 1 && drift.first?.hasSuffix(".NOVELTY") == true, "\(json): \(drift)")
        }
    }

    // MARK: Completeness

    @Test func `the fields are those of the document`() throws {
        let document = try String(contentsOf: Self.document, encoding: .utf8)
        let section = document.components(separatedBy: "## Fields").last?.components(separatedBy: "\n## ").first ?? ""
        var listed: Set<String> = []
        for row in section.split(separator: "\n") where row.hasPrefix("| `") {
            let cells = row.split(separator: "|").map { cell in cell.matches(of: /`([^`]+)`/).map { String($0.1) } }
            for parent in cells[0] {
                for name in cells[1] { listed.insert(parent == Self.top ? name : "\(parent).\(name)") }
            }
        }
        let read = Set(Self.clientFields.map(\.path) + ServerFields.all.map(\.path))
        #expect(read.subtracting(listed) == [])
        #expect(listed.subtracting(read) == [])
    }

    /// How the document calls a message itself.
    private static let top = "{}"

    private static let document = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/protocol.md")
}

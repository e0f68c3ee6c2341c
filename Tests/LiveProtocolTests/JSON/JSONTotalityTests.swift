import LiveProtocol
import TestSupport
import Testing

/// Law 4 for JSON and messages: whatever the bytes are, there is an answer.
@Suite struct JSONTotalityTests {
    @Test func `random bytes are read or refused`() {
        expectProperty(runs: 2_000) { random in
            let bytes = random.bytes(Int.random(in: 0...200, using: &random))
            read(bytes)
        }
    }

    @Test func `damaged messages are read or refused`() {
        expectProperty(runs: 2_000) { random in
            let fixture = MessageFixtures.all.randomElement(using: &random) ?? ""
            read(random.mutated(Array(fixture.utf8)))
        }
    }

    private func read(_ bytes: [UInt8]) {
        guard let document = try? JSONDocument(bytes) else { return }
        var reader = MessageReader()
        let client = reader.clientMessage(document)
        let server = reader.serverMessage(document)
        let kinds = MessageClassifier.kinds(of: document)
        // The values are used, so that no computed part of them stays untried.
        #expect(client == client && server == server && !kinds.all.isEmpty)
        #expect((try? JSONValue(parsing: JSONValue(document.root).utf8)) != nil)
    }
}

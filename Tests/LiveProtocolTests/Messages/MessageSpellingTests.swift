import LiveProtocol
import Testing

@Suite struct MessageSpellingTests {
    @Test(arguments: MessageFixtures.all)
    func `a message reads the same in snake_case`(text: String) throws {
        let snakeCase = MessageFixtures.snakeCased(text)
        // Otherwise the fixtures, or the rewriting, would prove nothing.
        #expect(snakeCase != text || !text.contains(/"[a-z]+[A-Z][A-Za-z]*"\s*:/))
        let (camel, snake) = (try JSONDocument(Array(text.utf8)), try JSONDocument(Array(snakeCase.utf8)))
        var reader = MessageReader()
        #expect(reader.clientMessage(camel) == reader.clientMessage(snake))
        #expect(reader.serverMessage(camel) == reader.serverMessage(snake))
        #expect(MessageClassifier.kinds(of: camel) == MessageClassifier.kinds(of: snake))
    }

    @Test(arguments: MessageFixtures.all)
    func `every fixture is understood completely by one side`(text: String) throws {
        let document = try JSONDocument(Array(text.utf8))
        var (client, server) = (MessageReader(), MessageReader())
        _ = client.clientMessage(document)
        _ = server.serverMessage(document)
        #expect(client.drift == [] || server.drift == [])
    }
}

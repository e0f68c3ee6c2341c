/// The fields of a value that is being read, or the one case of an enumeration.
struct BinaryReadFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: BinaryDecoder
    var codingPath: [any CodingKey] { [] }

    /// Asked for by enumerations alone: their one case.
    var allKeys: [Key] { (try? decoder.nextString()).flatMap { Key(stringValue: $0) }.map { [$0] } ?? [] }

    func contains(_ key: Key) -> Bool { true }

    /// Asked for what may be missing alone, before it is read.
    func decodeNil(forKey key: Key) throws -> Bool { try !Bool.read(from: decoder) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try decoder.decode(type) }

    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try UInt128.read(from: decoder) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        guard try decoder.string() == key.stringValue else { throw BinaryError.unknownCase }
        return KeyedDecodingContainer(BinaryReadFields<Nested>(decoder: decoder))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { BinaryReadValues(decoder: decoder) }

    func superDecoder() -> any Decoder { decoder }

    func superDecoder(forKey key: Key) -> any Decoder { decoder }
}

/// Values without names that are being read: as many as their reader knows to expect.
struct BinaryReadValues: UnkeyedDecodingContainer, SingleValueDecodingContainer {
    let decoder: BinaryDecoder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var isAtEnd: Bool { false }
    var currentIndex: Int { 0 }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(BinaryReadFields<Nested>(decoder: decoder))
    }

    func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { self }

    func superDecoder() -> any Decoder { decoder }
}

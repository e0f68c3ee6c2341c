/// The fields of a value that is being written, or the one case of an enumeration.
struct BinaryFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: BinaryEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { throw BinaryError.unsupported }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder.encode(value) }

    func encode(_ value: UInt128, forKey key: Key) throws { value.write(to: encoder) }

    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try put(value) }

    // Each is asked for by its type: what the protocol does by itself writes nothing for nil.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try put(value) }
    func encodeIfPresent(_ value: UInt128?, forKey key: Key) throws { try put(value) }

    private func put<Value: Encodable>(_ value: Value?) throws {
        encoder.put(value == nil ? 0 : 1)
        if let value { try encoder.encode(value) }
    }

    /// An enumeration names its case so.
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.put(key.stringValue)
        return KeyedEncodingContainer(BinaryFields<Nested>(encoder: encoder))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { BinaryValues(encoder: encoder) }

    func superEncoder() -> any Encoder { encoder }

    func superEncoder(forKey key: Key) -> any Encoder { encoder }
}

/// Values without names that are being written: as many as their reader knows to expect.
struct BinaryValues: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let encoder: BinaryEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    func encodeNil() throws { throw BinaryError.unsupported }

    func encode<Value: Encodable>(_ value: Value) throws { try encoder.encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(BinaryFields<Nested>(encoder: encoder))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }

    func superEncoder() -> any Encoder { encoder }
}

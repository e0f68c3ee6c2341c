/// Reads what `BinaryEncoder` wrote. Whatever the bytes say, it takes no more memory than values of that many bytes do, and it
/// throws where they are not what was written.
final class BinaryDecoder {
    private let bytes: [UInt8]
    private var position = 0
    private var texts: [String] = []
    private var depth = 0
    private var forms: [ObjectIdentifier: (any BinaryForm.Type)?] = [:]

    private static let depthLimit = 64

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `BinaryError`, and what the value itself throws.
    static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = BinaryDecoder(bytes)
        let value = try decoder.decode(type)
        guard decoder.position == bytes.count else { throw BinaryError.tooLong }
        return value
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard depth < Self.depthLimit else { throw BinaryError.tooDeep }
        depth += 1
        defer { depth -= 1 }
        guard let form = form(of: type) else { return try Value(from: self) }
        guard let value = try form.read(from: self) as? Value else { throw BinaryError.unsupported }
        return value
    }

    private func form<Value>(of type: Value.Type) -> (any BinaryForm.Type)? {
        if let known = forms[ObjectIdentifier(type)] { return known }
        let form = type as? any BinaryForm.Type
        forms[ObjectIdentifier(type)] = .some(form)
        return form
    }

    // MARK: Pieces

    func number() throws -> UInt64 {
        var (number, shift) = (UInt64(0), 0)
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            // Of the tenth byte one bit is left.
            guard shift < 63 || shift == 63 && byte <= 1 else { throw BinaryError.outOfRange }
            number |= UInt64(byte & 127) << UInt64(shift)
            guard byte > 127 else { return number }
            shift += 7
        }
        throw BinaryError.cut
    }

    func bits<Bits: FixedWidthInteger>(_ type: Bits.Type) throws -> Bits {
        try take(MemoryLayout<Bits>.size).reversed().reduce(0) { $0 << 8 | Bits(truncatingIfNeeded: $1) }
    }

    func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw BinaryError.cut }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// How many elements follow, each of which takes a byte at least.
    func count() throws -> Int {
        guard let count = Int(exactly: try number()), count <= bytes.count - position else { throw BinaryError.cut }
        return count
    }

    func string() throws -> String {
        guard let number = Int(exactly: try number()), number <= texts.count else { throw BinaryError.unknownText }
        guard number == 0 else { return texts[number - 1] }
        let utf8 = try take(try count())
        guard let text = String(validating: utf8, as: UTF8.self) else { throw BinaryError.notUTF8 }
        if utf8.count <= BinaryEncoder.textLimit { texts.append(text) }
        return text
    }

    /// The text that comes next, which stays to be read.
    func nextString() throws -> String {
        let (position, count) = (position, texts.count)
        defer {
            self.position = position
            texts.removeSubrange(count...)
        }
        return try string()
    }
}

extension BinaryDecoder: Decoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(BinaryReadFields(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { BinaryReadValues(decoder: self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { BinaryReadValues(decoder: self) }
}

/// Writes a value as bytes, for the same program to read again with `BinaryDecoder`: its fields one after the other, without
/// their names. Equal values are equal bytes in every process.
///
/// ```
/// number   7 bits in each byte, the lowest first; the highest bit says that more follow
/// text     number of a text that was there before, from 1; or 0, its length, UTF-8
/// case     name of the case as a text, its values
/// ```
final class BinaryEncoder {
    private(set) var bytes: [UInt8] = []
    private var texts: [String: UInt64] = [:]
    /// How values of a type are written, by type; nil as `Codable` makes them. Finding that out costs more than writing most.
    private var forms: [ObjectIdentifier: (any BinaryForm.Type)?] = [:]

    /// Longer texts hardly come twice.
    static let textLimit = 64

    private init() {}

    /// - Throws: `BinaryError.unsupported`, and what the value itself throws.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = BinaryEncoder()
        try encoder.encode(value)
        return encoder.bytes
    }

    /// Elements in the order of the bytes that `key` of each is.
    static func ordered<Element, Key: Encodable>(
        _ elements: some Collection<Element>, by key: (Element) -> Key
    ) throws -> [Element] {
        guard elements.count > 1 else { return Array(elements) }
        let known = try elements.map { (bytes: try bytes(of: key($0)), element: $0) }
        return known.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.element)
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        guard let form = form(of: Value.self) else { return try value.encode(to: self) }
        try write(value, as: form)
    }

    private func write<Form: BinaryForm>(_ value: some Encodable, as form: Form.Type) throws {
        guard let value = value as? Form else { throw BinaryError.unsupported }
        try value.write(to: self)
    }

    private func form<Value>(of type: Value.Type) -> (any BinaryForm.Type)? {
        if let known = forms[ObjectIdentifier(type)] { return known }
        let form = type as? any BinaryForm.Type
        forms[ObjectIdentifier(type)] = .some(form)
        return form
    }

    // MARK: Pieces

    func put(_ number: UInt64) {
        var rest = number
        while rest > 127 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    func put(bits: some FixedWidthInteger) { withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) } }

    func put(_ more: [UInt8]) { bytes += more }

    func put(_ text: String) {
        if let number = texts[text] { return put(number) }
        let utf8 = Array(text.utf8)
        put(0)
        put(UInt64(utf8.count))
        put(utf8)
        if utf8.count <= Self.textLimit { texts[text] = UInt64(texts.count + 1) }
    }
}

extension BinaryEncoder: Encoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(BinaryFields(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { BinaryValues(encoder: self) }

    func singleValueContainer() -> any SingleValueEncodingContainer { BinaryValues(encoder: self) }
}

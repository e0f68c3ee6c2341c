/// Writes JSON text: compact, members in their order, everything escaped that RFC 8259 §7 wants escaped.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Depth up to which values are written; deeper ones become `null`. Values come from livetop itself or from
    /// `JSONParser`, which allows no more.
    static let depthLimit = 512

    public mutating func write(_ value: JSONValue) { write(value, depth: 0) }

    /// Text as it is, for JSON that is known to be well-formed.
    public mutating func writeVerbatim(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

    private mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case _ where depth > Self.depthLimit: append("null")
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        // Not-a-number and the infinities have no JSON form: they mean "unknown" wherever they could arise.
        case .number(let value): append(value.isFinite ? String(describing: value) : "null")
        case .string(let value): write(string: value)
        case .array(let elements):
            list("[", "]", elements) { $0.write($1, depth: depth + 1) }
        case .object(let members):
            list("{", "}", members) { writer, member in
                writer.write(string: member.name)
                writer.append(":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            write(&self, element)
        }
        append(close)
    }

    /// A string in quotes.
    public mutating func write(string: String) {
        append("\"")
        let isPlain = string.utf8.allSatisfy { $0 < 0x80 }
        if isPlain { write(escaping: string.utf8) } else { write(escapingHarmful: string) }
        append("\"")
    }

    /// Outside of ASCII, what would drive a terminal that shows the text is escaped as well.
    private mutating func write(escapingHarmful string: String) {
        for scalar in string.unicodeScalars {
            if scalar.value >= 0x80, scalar.drivesTerminals {
                append(JSONEscaping.escape(scalar))
            } else {
                write(escaping: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private mutating func write(escaping text: some Sequence<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F:
                append("\\u00")
                bytes.append(Self.hexDigits[Int(byte >> 4)])
                bytes.append(Self.hexDigits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}

extension JSONValue {
    /// The value as one line of JSON.
    public var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The value as one line of JSON in UTF-8.
    public var utf8: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}

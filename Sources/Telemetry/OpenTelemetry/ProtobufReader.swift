/// Reads the fields of a protocol buffer, as far as they can be read.
enum ProtobufReader {
    enum Value: Hashable {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        /// Of four or eight bytes, which nobody here wants to know.
        case fixed
    }

    static func fields(_ bytes: ArraySlice<UInt8>) -> [(UInt64, Value)] {
        var rest = bytes
        var fields: [(UInt64, Value)] = []
        while let tag = varint(&rest), let value = value(tag & 7, &rest) { fields.append((tag >> 3, value)) }
        return fields
    }

    private static func value(_ wire: UInt64, _ rest: inout ArraySlice<UInt8>) -> Value? {
        switch wire {
        case 0: return varint(&rest).map(Value.varint)
        case 1: return take(8, &rest).map { _ in .fixed }
        case 2: return varint(&rest).flatMap { take($0, &rest) }.map(Value.bytes)
        case 5: return take(4, &rest).map { _ in .fixed }
        default: return nil
        }
    }

    private static func take(_ count: UInt64, _ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let count = Int(exactly: count), count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for place in 0..<10 {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(7 * place)
            if byte < 0x80 { return value }
        }
        return nil
    }
}

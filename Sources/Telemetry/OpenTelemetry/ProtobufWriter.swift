/// Writes protocol buffers: what OTLP needs of them. Fields that hold the default of proto3 are left out, as encoders do.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private enum Wire: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    mutating func write(_ field: UInt64, varint value: UInt64) {
        guard value != 0 else { return }
        tag(field, .varint)
        append(varint: value)
    }

    mutating func write(_ field: UInt64, fixed64 value: UInt64) {
        guard value != 0 else { return }
        write(always: field, fixed64: value)
    }

    /// Also where it is 0, for a choice of several fields: without it nobody would know which was chosen.
    mutating func write(always field: UInt64, fixed64 value: UInt64) {
        tag(field, .fixed64)
        append(value, bytes: 8)
    }

    mutating func write(always field: UInt64, double value: Double) {
        write(always: field, fixed64: value.bitPattern)
    }

    mutating func write(_ field: UInt64, fixed32 value: UInt32) {
        guard value != 0 else { return }
        tag(field, .fixed32)
        append(UInt64(value), bytes: 4)
    }

    mutating func write(_ field: UInt64, _ text: String) {
        guard !text.isEmpty else { return }
        write(always: field, Array(text.utf8))
    }

    mutating func write(_ field: UInt64, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        write(always: field, value)
    }

    mutating func write(always field: UInt64, _ value: [UInt8]) {
        tag(field, .lengthDelimited)
        append(varint: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func write(always field: UInt64, varint value: UInt64) {
        tag(field, .varint)
        append(varint: value)
    }

    /// A message within this one.
    mutating func write(_ field: UInt64, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        write(always: field, inner.bytes)
    }

    /// Numbers of eight bytes each, one behind the other.
    mutating func write(_ field: UInt64, packed values: [UInt64]) {
        guard !values.isEmpty else { return }
        tag(field, .lengthDelimited)
        append(varint: UInt64(values.count) &* 8)
        for value in values { append(value, bytes: 8) }
    }

    private mutating func tag(_ field: UInt64, _ wire: Wire) { append(varint: field << 3 | wire.rawValue) }

    private mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Least significant first.
    private mutating func append(_ value: UInt64, bytes count: Int) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
    }
}

import LiveProtocol
import TestSupport
import Testing

@testable import Telemetry

/// The bytes of protocol buffers; `Tests/OpenTelemetry` has whole requests decoded by others.
@Suite struct ProtobufTests {
    private static func written(_ write: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        write(&writer)
        return writer.bytes
    }

    @Test func `each kind of field has the bytes of the specification`() {
        #expect(Self.written { $0.write(1, varint: 150) } == [0x08, 0x96, 0x01])
        #expect(Self.written { $0.write(2, "testing") } == [0x12, 0x07] + Array("testing".utf8))
        #expect(Self.written { $0.write(7, fixed64: 1) } == [0x39, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(Self.written { $0.write(16, fixed32: 0x301) } == [0x85, 0x01, 0x01, 0x03, 0, 0])
        #expect(Self.written { $0.write(always: 4, double: 1) } == [0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
        #expect(
            Self.written { $0.write(6, packed: [1, 2]) } == [0x32, 16, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0])
        #expect(Self.written { $0.write(3) { $0.write(1, varint: 150) } } == [0x1A, 3, 0x08, 0x96, 0x01])
        #expect(
            Self.written { $0.write(always: 3, varint: UInt64(bitPattern: -1)) }
                == [0x18] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
    }

    @Test func `defaults take no bytes, but for a choice`() {
        #expect(
            Self.written {
                $0.write(1, varint: 0)
                $0.write(2, "")
                $0.write(3, fixed64: 0)
                $0.write(4, fixed32: 0)
                $0.write(5, packed: [])
            } == [])
        #expect(Self.written { $0.write(always: 4, double: 0) }.count == 9)
    }

    @Test func `what is written can be read`() {
        expectProperty { random in
            let numbers = (0..<8).map { _ in UInt64.random(in: 1 ... .max, using: &random) >> UInt64.random(in: 0..<63)
            }
            let bytes = Self.written { writer in
                for (index, number) in numbers.enumerated() {
                    writer.write(always: UInt64(index + 1), varint: number)
                    writer.write(20, fixed64: 7)
                    writer.write(21, [1, 2, 3])
                }
            }
            let read = ProtobufReader.fields(bytes[...])
            try #require(read.count == 24)
            for (index, number) in numbers.enumerated() {
                try #require(read[3 * index] == (UInt64(index + 1), .varint(number)))
                try #require(read[3 * index + 2] == (21, .bytes([1, 2, 3])))
            }
        }
    }

    @Test func `no bytes trap whoever reads an answer`() {
        expectProperty { random in
            let count = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            try #require(OTLPReply(bytes).rejected >= 0)
        }
    }

    @Test func `an answer says what was not taken, in either encoding`() {
        let partial = Self.written { whole in
            whole.write(1) { partial in
                partial.write(1, varint: 3)
                partial.write(2, "too old")
            }
        }
        let json = #"{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}"#
        for body in [partial, Array(json.utf8), Array(json.replacing("\"3\"", with: "3").utf8)] {
            let reply = OTLPReply(body)
            #expect(reply.rejected == 3 && reply.message == "too old")
        }
        for body in ["", "{}", #"{"partialSuccess":null}"#, "{", "<html>"] {
            #expect(OTLPReply(Array(body.utf8)).rejected == 0, "\(body)")
        }
    }
}

import Foundation
import LiveProtocol
import Testing

@testable import Recordings

/// What is written is read again, and what was not written is refused.
@Suite struct BinaryCoderTests {
    private struct Sample: Codable, Hashable {
        enum Shape: Codable, Hashable {
            case dot
            case line(Double, label: String?)
            case nested([Shape])
        }

        enum Word: String, Codable { case one, two }

        var numbers: [Int64] = [0, 1, -1, 63, 64, -64, -65, .max, .min]
        var unsigned: [UInt64] = [0, 127, 128, 1 << 62, .max]
        var wide: UInt128 = 3 << 100 | 5
        var small: UInt8? = 200
        var nothing: UInt8?
        var isSo: Bool? = true
        var words: [Word?] = [.one, nil, .two, .one]
        var shapes: [Shape] = [
            .dot, .line(-0.0, label: nil), .line(.infinity, label: "é"), .nested([.dot, .nested([])]),
        ]
        var bytes: [UInt8] = [0, 255, 7]
        var floats: [Float] = [.zero, -1.5, .greatestFiniteMagnitude]
        var texts = ["", "again", "again", String(repeating: "long ", count: 40), "again"]
        var set: Set<Int> = [5, 3, 900, -2]
        var table: [String: [Word: Int]] = ["b": [.two: 2], "a": [:], "c": [.one: 1, .two: 2]]
        var lengths: [Duration] = [.zero, .milliseconds(-1_500), Duration(attoseconds: 7), .seconds(1 << 40)]
        var ring: Ring<Int> = {
            var ring = Ring<Int>(capacity: 3)
            for number in 1...5 { ring.append(number) }
            return ring
        }()
    }

    @Test func `a value comes back as it was`() throws {
        let sample = Sample()
        let bytes = try BinaryEncoder.bytes(of: sample)
        let back = try BinaryDecoder.value(Sample.self, from: bytes)
        #expect(back == sample)
        #expect(back.shapes[1] == .line(0, label: nil), "and the sign of zero with it")
        if case .line(let zero, _) = back.shapes[1] { #expect(zero.sign == .minus) }
        #expect(Array(back.ring) == [3, 4, 5])
        #expect(try BinaryEncoder.bytes(of: back) == bytes)
    }

    @Test func `equal values are equal bytes in whatever order their sets are`() throws {
        let forwards = Set(0..<200)
        var backwards: Set<Int> = Set(minimumCapacity: 5_000)
        for number in (0..<200).reversed() { backwards.insert(number) }
        #expect(Array(forwards) != Array(backwards))
        #expect(try BinaryEncoder.bytes(of: forwards) == BinaryEncoder.bytes(of: backwards))
    }

    @Test func `whatever is cut off is refused, wherever it is cut`() throws {
        let bytes = try BinaryEncoder.bytes(of: Sample())
        for length in bytes.indices {
            #expect(throws: (any Error).self, "\(length) of \(bytes.count) bytes") {
                try BinaryDecoder.value(Sample.self, from: Array(bytes.prefix(length)))
            }
        }
        #expect(throws: BinaryError.tooLong) { try BinaryDecoder.value(Sample.self, from: bytes + [0]) }
    }

    @Test func `whatever a byte is changed to, reading ends, and what it gives can be written`() throws {
        let bytes = try BinaryEncoder.bytes(of: Sample())
        var refused = 0
        for index in bytes.indices {
            for change in [UInt8(1), 128, 255] {
                var changed = bytes
                changed[index] ^= change
                if let other = try? BinaryDecoder.value(Sample.self, from: changed) {
                    #expect(try !BinaryEncoder.bytes(of: other).isEmpty)
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > bytes.count)
    }

    @Test(arguments: [
        // More elements, and longer texts, than there are bytes.
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [5, 1, 2], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1],
        // A number of more than 64 bits.
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], [UInt8](repeating: 0x80, count: 40) + [1],
    ])
    func `sizes that cannot be are refused`(bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try BinaryDecoder.value([Int64].self, from: bytes) }
        #expect(throws: (any Error).self) { try BinaryDecoder.value([UInt8].self, from: bytes) }
        #expect(throws: (any Error).self) { try BinaryDecoder.value([Int: String].self, from: bytes) }
        #expect(throws: (any Error).self) { try BinaryDecoder.value(String.self, from: bytes) }
    }

    @Test func `texts, numbers and cases that are none are refused`() throws {
        #expect(throws: BinaryError.unknownText) { try BinaryDecoder.value(String.self, from: [1]) }
        #expect(throws: BinaryError.notUTF8) { try BinaryDecoder.value(String.self, from: [0, 2, 0xC3, 0x28]) }
        #expect(throws: BinaryError.outOfRange) { try BinaryDecoder.value(Bool.self, from: [2]) }
        #expect(throws: BinaryError.outOfRange) { try BinaryDecoder.value(UInt8.self, from: [0x80, 0x02]) }
        let other = try BinaryEncoder.bytes(of: "square")
        #expect(throws: (any Error).self) { try BinaryDecoder.value(Sample.Shape.self, from: other) }
        var ring = try BinaryEncoder.bytes(of: Ring<Int>(capacity: 1))
        ring[ring.count - 1] = 2
        #expect(throws: (any Error).self) { try BinaryDecoder.value(Ring<Int>.self, from: ring + [2, 4]) }
    }

    @Test func `values in values without end are refused`() throws {
        var nested = Sample.Shape.dot
        for _ in 0..<200 { nested = .nested([nested]) }
        let bytes = try BinaryEncoder.bytes(of: nested)
        #expect(throws: BinaryError.tooDeep) { try BinaryDecoder.value(Sample.Shape.self, from: bytes) }
    }
}

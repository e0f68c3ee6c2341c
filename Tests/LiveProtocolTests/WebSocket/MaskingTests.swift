import LiveProtocol
import TestSupport
import Testing

@Suite struct MaskingTests {
    @Test func `masking agrees with the RFC's formula at every length and offset`() {
        expectProperty(runs: 200) { random in
            let plain = random.bytes(Int.random(in: 0...70, using: &random))
            let key = MaskingKey(bigEndian: UInt32.random(in: 0 ... .max, using: &random))
            let offset = Int.random(in: 0...9, using: &random)
            var masked = plain
            masked.applyMask(key, offset: offset)
            // RFC 6455 §5.3: transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4).
            let expected = plain.enumerated().map { index, byte in byte ^ key.bytes[(index + offset) % 4] }
            try #require(masked == expected)
        }
    }

    @Test func `a frame masked and unmasked is itself but for who sent it`() {
        let frame = Frame(.text, Array("{}".utf8))
        var returned = frame.masked(with: MaskingKey(bigEndian: 0x0102_0304)).unmasked()
        #expect(returned.isMasked)
        returned.isMasked = false
        #expect(returned == frame)
    }
}

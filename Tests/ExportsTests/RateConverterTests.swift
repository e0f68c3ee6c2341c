import TestSupport
import Testing

@testable import Exports

@Suite struct RateConverterTests {
    private func converted(_ samples: [Int16], from: Int, to: Int, portion: Int = 160) throws -> [Int16] {
        var converter = try #require(RateConverter(from: from, to: to))
        return stride(from: 0, to: samples.count, by: portion).flatMap {
            converter.convert(Array(samples[$0..<min($0 + portion, samples.count)]))
        }
    }

    @Test(arguments: [
        (16_000, 24_000, 1_600, 2_400), (24_000, 16_000, 2_400, 1_600), (8_000, 24_000, 100, 300),
        (44_100, 24_000, 44_100, 24_000), (48_000, 24_000, 7, 3), (24_000, 24_000, 10, 10),
    ])
    func `the length is that of the rates, however it is cut`(from: Int, to: Int, count: Int, expected: Int) throws {
        let samples = [Int16](repeating: 500, count: count)
        for portion in [1, 160, 10_000] {
            #expect(try converted(samples, from: from, to: to, portion: portion).count == expected)
        }
        let converter = try #require(RateConverter(from: from, to: to))
        #expect(converter.outputCount(adding: count) == expected)
    }

    @Test func `pieces make the same sound as the whole`() throws {
        var random = SeededGenerator(seed: 7)
        let samples = (0..<3_000).map { _ in Int16.random(in: .min ... .max, using: &random) }
        let whole = try converted(samples, from: 16_000, to: 24_000, portion: 3_000)
        for portion in [1, 7, 333] {
            #expect(try converted(samples, from: 16_000, to: 24_000, portion: portion) == whole)
        }
    }

    @Test(arguments: [(16_000, 24_000), (24_000, 16_000), (44_100, 24_000)])
    func `a constant stays itself, and so does silence`(from: Int, to: Int) throws {
        let loud = try converted([Int16](repeating: 12_345, count: 4_000), from: from, to: to)
        // Behind the run-in of the filter.
        #expect(loud.dropFirst(200).allSatisfy { $0 == 12_345 })
        #expect(try converted([Int16](repeating: 0, count: 4_000), from: from, to: to).allSatisfy { $0 == 0 })
    }

    @Test func `the loudest sound does not turn over`() throws {
        let square = (0..<2_000).map { $0 / 20 % 2 == 0 ? Int16.max : .min }
        let samples = try converted(square, from: 16_000, to: 24_000)
        #expect(samples.contains(.max) && samples.contains(.min))
        // A sample that had turned over would stand beside one of the other sign at full height.
        #expect(zip(samples, samples.dropFirst()).allSatisfy { abs(Int($0) - Int($1)) < 50_000 })
    }

    @Test func `what cannot be heard at the lower rate does not fold over`() throws {
        // 11 kHz at 24 kHz lies above the 7.2 kHz that 16 kHz keep.
        let tone = (0..<4_800).map { Int16(RateConverter.sine(2 * .pi * 11_000 * Double($0) / 24_000) * 16_000) }
        let rest = try converted(tone, from: 24_000, to: 16_000).dropFirst(200)
        #expect(rest.allSatisfy { abs(Int($0)) < 60 })
    }

    @Test(arguments: [(0, 24_000), (24_000, 0), (-1, 2), (16_001, 24_000), (1_000_000, 1)])
    func `rates that would need an absurd table are refused`(from: Int, to: Int) {
        #expect(RateConverter(from: from, to: to) == nil)
    }

    @Test(arguments: [0, 1, 3, -1, 6, 7, -13, 600])
    func `the sine is one`(sixths: Int) {
        // Of half a turn.
        let expected = [0, 0.5, 0.75.squareRoot(), 1, 0.75.squareRoot(), 0.5]
        let half = (sixths % 12 + 12) % 12
        let value = half < 6 ? expected[half] : -expected[half - 6]
        let angle: Double = Double(sixths) * .pi / 6
        #expect(abs(RateConverter.sine(angle) - value) < 1e-9)
    }
}

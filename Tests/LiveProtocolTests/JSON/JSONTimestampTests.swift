import Foundation
import LiveProtocol
import TestSupport
import Testing

@Suite struct JSONTimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_265_138_123_999_999, "2026-11-21T12:45:38.123Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (Int64.max, "2262-04-11T23:47:16.854Z"), (Int64.min, "1677-09-21T00:12:43.145Z"),
    ])
    func `instants are written as RFC 3339 in UTC`(nanoseconds: Int64, expected: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == expected)
    }

    @Test func `every day agrees with Foundation`() {
        expectProperty(runs: 500) { random in
            let milliseconds = Int64.random(in: -9_000_000_000_000...9_000_000_000_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000 + 0.0001)
            // Whether Foundation ends in Z depends on its version.
            let expected = date.ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)).prefix(23)
            try #require(Timestamp(nanoseconds: milliseconds * 1_000_000).rfc3339 == expected + "Z")
        }
    }
}

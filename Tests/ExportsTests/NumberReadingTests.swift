import LiveProtocol
import TestSupport
import Testing

@testable import Exports

/// Numbers and instants of other tools' files, to the nanosecond or not at all.
@Suite struct NumberReadingTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("12", 12_000_000_000), ("12.", 12_000_000_000), ("12.000000345", 12_000_000_345),
        ("-0.5", -500_000_000), ("0.0000000009", 0), ("1.9999999999", 1_999_999_999), ("1e3", 1_000_000_000_000),
        ("1E+3", 1_000_000_000_000), ("125e-3", 125_000_000), ("0.000125e3", 125_000_000), ("5e-400", 0),
        ("0e400", 0), ("9223372036.854775807", Int64.max), ("000001", 1_000_000_000),
        ("1789898400.123456789", 1_789_898_400_123_456_789), ("999999999.999999999", 999_999_999_999_999_999),
        ("0000000001.5", 1_500_000_000), ("1.0000000000", 1_000_000_000), ("7.5", 7_500_000_000),
    ])
    func `a decimal number of seconds is exact`(text: String, nanoseconds: Int64) {
        #expect(ExactDecimal.nanoseconds(ofSeconds: ArraySlice(text.utf8)) == nanoseconds)
    }

    @Test(arguments: [
        "", "-", ".5", "+1", "1,5", "1.5s", "1e", "1e1.5", "1e401", "nan", "inf", "0x10", " 1", "1 ", "--1", "1..2",
        "9223372036.854775808", "9223372037", "1e10", "99999999999999999999", String(repeating: "1", count: 401),
    ])
    func `what is no number, or does not fit, is none`(text: String) {
        #expect(ExactDecimal.nanoseconds(ofSeconds: ArraySlice(text.utf8)) == nil)
    }

    @Test func `the short way and the long way lead to the same`() {
        expectProperty(runs: 300) { random in
            let digits = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                UInt8.random(in: 0x30...0x39, using: &random)
            }
            var text = digits
            if random.isOne(in: 2) { text.insert(0x2E, at: Int.random(in: 0...text.count, using: &random)) }
            try #require(
                ExactDecimal.nanoseconds(ofSeconds: text[...]) == ExactDecimal.nanoseconds(text[...], power: 9),
                "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test(arguments: [(9, 1_500_000_000), (6, 1_500_000), (3, 1_500), (0, 1)])
    func `units are powers of ten`(power: Int, nanoseconds: Int64) {
        #expect(ExactDecimal.nanoseconds(ArraySlice("1.5".utf8), power: power) == nanoseconds)
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00", 0),
            ("2026-09-20T10:00:00.123456789Z", 1_789_898_400_123_456_789),
            ("2026-09-20T12:00:00.123456789+02:00", 1_789_898_400_123_456_789),
            ("2026-09-20T05:30:00.123456789-0430", 1_789_898_400_123_456_789),
            ("2026-09-20T12:00:00,123456789 +02", 1_789_898_400_123_456_789),
            ("2026-09-20 10:00:00.1234567891 UTC", 1_789_898_400_123_456_789),
            ("2026/09/20t10:00:00z", 1_789_898_400_000_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000_000), ("1999-12-31T23:59:60Z", 946_684_800_000_000_000),
            ("1969-12-31T23:59:59Z", -1_000_000_000), ("2026-09-20T10:00:00.Z", 1_789_898_400_000_000_000),
        ] as [(String, Int64)])
    func `an instant is read as it and its relatives are written`(text: String, nanoseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-09-20", "2026-09-20T10:00", "2026-13-20T10:00:00Z", "2026-00-20T10:00:00Z",
        "2026-09-32T10:00:00Z", "2026-09-00T10:00:00Z", "2026-09-20T24:00:00Z", "2026-09-20T10:60:00Z",
        "2026-09-20T10:00:61Z", "2026-09-20T10:00:00X", "2026-09-20T10:00:00+2", "2026-09-20T10:00:00+24:00",
        "2026-09-20T10:00:00+02:60", "2026-09-20T10:00:00+aa", "9999-09-20T10:00:00Z", "20x6-09-20T10:00:00Z",
        "2026.09.20T10:00:00Z", "２０２６-09-20T10:00:00Z",
    ])
    func `what is no instant is none`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}

@Suite struct ForeignTimeTests {
    private func time(_ json: String, unit: TimeUnit? = nil) throws -> ForeignTime? {
        ForeignTime(try JSONDocument(Array(json.utf8)).root, unit: unit)
    }

    private static let instant = ForeignTime.instant(Timestamp(nanoseconds: 1_789_898_400_125_000_000))

    @Test(arguments: [
        "1789898400.125", "1789898400125", "1789898400125000", "1789898400125000000", "\"1789898400.125\"",
        "\"2026-09-20T10:00:00.125Z\"", "\" 2026-09-20 12:00:00,125+0200 \"", "1.789898400125e9",
    ])
    func `one instant in every spelling`(json: String) throws {
        #expect(try time(json) == Self.instant)
    }

    @Test(
        arguments: [
            ("0", 0), ("12.5", 12_500_000_000), ("\"00:01.250\"", 1_250_000_000), ("\"1:02:03\"", 3_723_000_000_000),
            ("\"61:00\"", 3_660_000_000_000), ("86400123", 86_400_123_000_000_000),
        ] as [(String, Int64)])
    func `a count is one, in seconds or as a clock shows it`(json: String, nanoseconds: Int64) throws {
        guard case .count(let count, _)? = try time(json) else { return #expect(Bool(false), "\(json)") }
        #expect(count == nanoseconds)
    }

    @Test func `the unit of the key stays with the count`() throws {
        #expect(try time("1500", unit: .milliseconds) == .count(1_500_000_000_000, .milliseconds))
        // Nanoseconds since a machine was started are too many to be seconds.
        #expect(try time("99999999999999999") == .count(99_999_999, .seconds))
    }

    @Test(arguments: [
        "null", "-1", "\"\"", "\"soon\"", "\"1:2:3:4\"", "\"a:10\"", "true", "{}", "[1]", "\"-5\"", "1e999",
    ])
    func `what says nothing is nothing`(json: String) throws {
        #expect(try time(json) == nil)
    }

    // MARK: The clock of a connection

    private func reading(
        _ times: [ForeignTime?], startedAt: Timestamp? = nil, length: Duration? = nil
    ) -> ForeignClock.Reading {
        var clock = ForeignClock()
        for time in times { clock.learn(time) }
        return clock.reading(startedAt: startedAt, length: length, writtenAt: Foreign.writtenAt)
    }

    private func counts(_ values: [Int64], unit: TimeUnit? = nil) -> [ForeignTime?] {
        values.map { .count($0 * 1_000_000_000, unit) }
    }

    private static let start = Timestamp(nanoseconds: 1_789_898_400_000_000_000)

    @Test(
        arguments: [
            ([0, 1, 3, 9], "seconds"), ([0, 700, 1_900, 5_000], "milliseconds"),
            ([0, 700_000, 1_900_000, 5_000_000], "microseconds"), ([0, 700_000_000, 1_900_000_000], "nanoseconds"),
        ] as [([Int64], String)])
    func `the unit of counts is the one in which messages follow each other as in a call`(
        values: [Int64], unit: String
    ) {
        let reading = reading(counts(values))
        #expect(reading.unitName == unit)
        #expect(reading.isTimed)
        #expect(!reading.isDated)
        #expect(!reading.isUnitTold)
    }

    @Test func `a length that the file names decides about the unit`() {
        #expect(reading(counts([0, 5_000, 9_000]), length: .seconds(9_000)).unitName == "seconds")
        #expect(reading(counts([0, 5_000, 9_000]), length: .seconds(9)).unitName == "milliseconds")
    }

    @Test func `a count since the start begins there, one since another beginning gives distances`() {
        let near = reading(counts([2, 3, 4]), startedAt: Self.start)
        #expect(near.instant(.count(3_000_000_000, nil)) == Self.start + .seconds(3))
        let far = reading(counts([5_000, 5_001, 5_002]), startedAt: Self.start)
        #expect(far.instant(.count(5_001_000_000_000, nil)) == Self.start + .seconds(1))
        #expect(far.isDated)
    }

    @Test func `half of the messages need a time`() {
        let one = ForeignTime.instant(Self.start)
        #expect(reading([one, nil]).isTimed)
        #expect(reading([one, nil]).timeless == 1)
        #expect(!reading([one, nil, nil]).isTimed)
        #expect(reading([]).isTimed)
        #expect(reading([]).startedAt == Foreign.writtenAt)
    }

    @Test func `one and the same time for all is none`() {
        let same = ForeignTime.instant(Self.start)
        #expect(reading([same, same, same]).isTimed)
        #expect(!reading([same, same, same, same]).isTimed)
        #expect(!reading(counts([0, 0])).isTimed)
        #expect(reading(counts([7, 7])).isTimed)
        #expect(!reading(counts([7, 7, 7, 7])).isTimed)
    }

    @Test(arguments: [
        (3_600, 3_600), (-3_600, -3_600), (19_800, 19_800), (3_630, 3_600), (700, 0), (840, 0), (900, 900),
    ])
    func `a start in another time zone is off by quarters of an hour`(late: Int, error: Int) {
        let first = ForeignTime.instant(Self.start + .seconds(late))
        let reading = reading([first], startedAt: Self.start)
        #expect(reading.zoneError == (error == 0 ? nil : .seconds(error)))
        #expect(reading.startedAt == Self.start + .seconds(error))
        // Ten minutes may be silence; more is told.
        #expect(reading.lateness == (late - error > 600 ? .seconds(late - error) : nil))
    }

    @Test func `the order of a file is told by what rises and falls`() {
        var newest = ForeignClock()
        for value in counts([9, 9, 5, 1]) { newest.learn(value) }
        #expect(newest.isNewestFirst)
        newest.learn(.count(2_000_000_000, nil))
        #expect(!newest.isNewestFirst)
        #expect(!ForeignClock().isNewestFirst)
    }
}

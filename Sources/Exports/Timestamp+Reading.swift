import LiveProtocol

extension Timestamp {
    /// Reads an instant as RFC 3339 and its relatives write it: `2026-09-20T10:00:00.123Z`, an offset with or without a
    /// colon or minutes, a space or `t` in the place of the `T`, a comma in the place of the point. Without a zone it is
    /// read as UTC. Nil for anything else.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy(Self.isDigit) else { return nil }
            return Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        func isOne(of marks: StaticString, at index: Int) -> Bool {
            guard index < bytes.count else { return false }
            return marks.withUTF8Buffer { $0.contains(bytes[index]) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second < 61, isOne(of: "-/", at: 4), isOne(of: "-/", at: 7),
            isOne(of: "Tt ", at: 10), isOne(of: ":", at: 13), isOne(of: ":", at: 16)
        else { return nil }
        var rest = bytes.dropFirst(19)
        var fraction = "0"
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            let digits = rest.dropFirst().prefix(while: Self.isDigit)
            fraction = String(decoding: digits.prefix(9), as: UTF8.self)
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset = Self.offset(rest), let nanoseconds = Int64(fraction.padding(9)) else { return nil }
        // Days since 1970 of the proleptic Gregorian calendar, years counted from March.
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        self.init(nanoseconds: scaled &+ nanoseconds)
    }

    /// Seconds east of Greenwich: `Z`, `+02:00`, `+0200`, `+02`; 0 where nothing is said.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        let text = text.drop { $0 == 0x20 }
        if text.isEmpty || text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8)
            || text.elementsEqual("UTC".utf8)
        {
            return 0
        }
        guard let sign = text.first, sign == 0x2B || sign == 0x2D else { return nil }
        let digits = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 2 || digits.count == 4, digits.allSatisfy(isDigit),
            let hours = Int64(String(decoding: digits.prefix(2), as: UTF8.self)),
            let minutes = Int64("0" + String(decoding: digits.dropFirst(2), as: UTF8.self)), hours < 24, minutes < 60
        else { return nil }
        return (sign == 0x2B ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: "0", count: Swift.max(width - utf8.count, 0))
    }
}

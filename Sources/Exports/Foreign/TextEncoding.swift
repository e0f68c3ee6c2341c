/// Takes the byte order mark from the beginning of a file, and makes UTF-8 of UTF-16, which some shells write.
public struct TextEncoding {
    private enum Form { case unknown, utf8, little, big }

    private var form = Form.unknown
    /// Bytes that are not a whole unit yet.
    private var rest: [UInt8] = []
    private var surrogate: UInt16?

    public init() {}

    /// The next bytes in UTF-8. Bytes of a file without a mark pass through as they are.
    public mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        switch form {
        case .utf8: return bytes
        case .unknown:
            rest += bytes
            guard rest.count >= 3 else { return [] }
            return begin()
        case .little, .big: return transcode(bytes)
        }
    }

    /// What a file of fewer bytes than a mark has.
    public mutating func finish() -> [UInt8] {
        guard form == .unknown else { return [] }
        form = .utf8
        defer { rest = [] }
        return rest
    }

    private mutating func begin() -> [UInt8] {
        let first = rest
        rest = []
        if first.starts(with: [0xEF, 0xBB, 0xBF]) {
            form = .utf8
            return Array(first.dropFirst(3))
        }
        guard first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) else {
            form = .utf8
            return first
        }
        form = first[0] == 0xFF ? .little : .big
        return transcode(Array(first.dropFirst(2)))
    }

    private mutating func transcode(_ bytes: [UInt8]) -> [UInt8] {
        let all = rest + bytes
        rest = all.count % 2 == 1 ? Array(all.suffix(1)) : []
        var units: [UInt16] = []
        units.reserveCapacity(all.count / 2 + 1)
        if let surrogate { units.append(surrogate) }
        surrogate = nil
        for index in stride(from: 0, to: all.count - rest.count, by: 2) {
            let (low, high) = form == .little ? (all[index], all[index + 1]) : (all[index + 1], all[index])
            units.append(UInt16(high) << 8 | UInt16(low))
        }
        // A pair may be cut in two by the end of the bytes.
        if let last = units.last, UTF16.isLeadSurrogate(last) { surrogate = units.popLast() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}

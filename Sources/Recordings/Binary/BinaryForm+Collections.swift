extension Optional: BinaryForm where Wrapped: Codable {
    func write(to encoder: BinaryEncoder) throws {
        encoder.put(self == nil ? 0 : 1)
        if let self { try encoder.encode(self) }
    }

    static func read(from decoder: BinaryDecoder) throws -> Wrapped? {
        try Bool.read(from: decoder) ? try decoder.decode(Wrapped.self) : nil
    }
}

extension Array: BinaryForm where Element: Codable {
    func write(to encoder: BinaryEncoder) throws {
        encoder.put(UInt64(count))
        if let bytes = self as Any as? [UInt8], Element.self == UInt8.self {
            encoder.put(bytes)
        } else {
            for element in self { try encoder.encode(element) }
        }
    }

    static func read(from decoder: BinaryDecoder) throws -> [Element] {
        let count = try decoder.count()
        if Element.self == UInt8.self, let bytes = Array<UInt8>(try decoder.take(count)) as Any as? [Element] {
            return bytes
        }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try decoder.decode(Element.self)) }
        return elements
    }
}

/// In the order of what is written: the order in a set is another in each process, and equal values are to be equal bytes.
extension Set: BinaryForm where Element: Codable {
    func write(to encoder: BinaryEncoder) throws {
        encoder.put(UInt64(count))
        for element in try BinaryEncoder.ordered(self, by: { $0 }) { try encoder.encode(element) }
    }

    static func read(from decoder: BinaryDecoder) throws -> Set<Element> {
        let count = try decoder.count()
        var elements: Set<Element> = []
        for _ in 0..<count { elements.insert(try decoder.decode(Element.self)) }
        return elements
    }
}

extension Dictionary: BinaryForm where Key: Codable, Value: Codable {
    func write(to encoder: BinaryEncoder) throws {
        encoder.put(UInt64(count))
        for (key, value) in try BinaryEncoder.ordered(self, by: \.key) {
            try encoder.encode(key)
            try encoder.encode(value)
        }
    }

    static func read(from decoder: BinaryDecoder) throws -> [Key: Value] {
        let count = try decoder.count()
        var entries: [Key: Value] = [:]
        for _ in 0..<count {
            let key = try decoder.decode(Key.self)
            entries[key] = try decoder.decode(Value.self)
        }
        return entries
    }
}

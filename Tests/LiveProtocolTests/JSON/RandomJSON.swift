import LiveProtocol
import TestSupport

extension SeededGenerator {
    /// A random document of values, names and texts that are hard on parsers.
    mutating func json(depth: Int = 4) -> JSONValue {
        switch UInt8.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
        case 0: .null
        case 1: .bool(.random(using: &self))
        case 2: .integer(Int64(truncatingIfNeeded: next()))
        case 3: .integer(Int64.random(in: -9...9, using: &self))
        case 4: .number(Double.random(in: -1e6...1e6, using: &self))
        case 5: .string(text())
        case 6: .array((0..<Int.random(in: 0...4, using: &self)).map { _ in json(depth: depth - 1) })
        default: object(depth: depth)
        }
    }

    private mutating func object(depth: Int) -> JSONValue {
        // Names are numbered: what two members of one name mean is no two parsers' common ground.
        .object((0..<Int.random(in: 0...4, using: &self)).map { ("\($0)\(text())", json(depth: depth - 1)) })
    }

    private mutating func text() -> String {
        let alphabet: [Character] = ["a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "ü", "漢", "😀", "\u{7F}"]
        return String(
            (0..<Int.random(in: 0...40, using: &self)).compactMap { _ in alphabet.randomElement(using: &self) })
    }

    /// `bytes` with a few of them changed, dropped, doubled or cut off.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &self)
            switch UInt8.random(in: 0..<5, using: &self) {
            case 0: bytes[index] = UInt8(truncatingIfNeeded: next())
            case 1: bytes[index] = Array("{}[]\",:\\0-.eE ntf".utf8).randomElement(using: &self) ?? 0
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(bytes[index], at: index)
            default: bytes.removeSubrange(index...)
            }
        }
        return bytes
    }
}

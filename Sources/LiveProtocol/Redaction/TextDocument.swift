/// One JSON document in a text, read character by character: its characters stand in the chunk as escapes.
struct TextDocument: Sendable {
    private enum Token: Sendable {
        /// Between strings, numbers and words.
        case structure
        case key, text
        /// In a string that is replaced; `start` is where dropping began in this chunk.
        case secret(start: Int, isReplaced: Bool)
        /// In a number that is replaced.
        case secretNumber(start: Int, isReplaced: Bool)
        case word
    }

    private enum Escape: Sendable {
        case none, begun
        /// So many of four digits were read.
        case unicode(digits: Int, unit: UInt16)
    }

    private var places: JSONPlaces
    private var token: Token = .structure
    private var escape: Escape = .none
    /// Where the escape began.
    private var escapeStart = 0
    /// JSON in a string of this document.
    private var nested: NestedJSON

    private static let levelLimit = 128

    /// - Parameter depth: how many JSON strings the document stands in: quotes are escaped so many times.
    init(depth: Int) {
        let backslashes = [UInt8](repeating: UInt8(ascii: "\\"), count: (1 << min(max(depth, 0), 8)) - 1)
        let quote = backslashes + [UInt8(ascii: "\"")]
        places = JSONPlaces(
            root: .textRoot, limit: Self.levelLimit, placeholder: quote + Edits.placeholder + quote)
        nested = NestedJSON(depth: depth + 1)
    }

    /// Its outermost object is closed.
    var isComplete: Bool {
        guard case .structure = token else { return false }
        return places.isEmpty
    }

    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        switch token {
        case .structure, .secretNumber, .word: takeStructure(byte, from: start, to: end, &edits)
        case .key, .text, .secret: takeInString(byte, from: start, to: end, &edits)
        }
    }

    // MARK: Structure

    private mutating func takeStructure(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        switch byte {
        case UInt8(ascii: "\""):
            endWord(at: start, &edits)
            beginString(from: start, to: end)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            endWord(at: start, &edits)
            places.open(isArray: byte == UInt8(ascii: "["), at: start)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            endWord(at: start, &edits)
            places.close(at: start, &edits)
        case UInt8(ascii: ":"):
            endWord(at: start, &edits)
            places.colon()
        case UInt8(ascii: ","):
            endWord(at: start, &edits)
            places.comma(at: start)
        case 0...0x20: endWord(at: start, &edits)
        default: beginWord(byte, at: start)
        }
    }

    private mutating func beginWord(_ byte: UInt8, at start: Int) {
        guard case .structure = token else { return }
        places.beginWord(byte, at: start)
        let isNumber = JSONPlaces.beginsNumber(byte)
        let isReplaced = isNumber && places.expected?.replacesNumbers == true
        token = isReplaced ? .secretNumber(start: start, isReplaced: false) : .word
    }

    private mutating func endWord(at index: Int, _ edits: inout Edits) {
        defer { token = .structure }
        guard case .secretNumber(let start, let isReplaced) = token else { return }
        edits.replace(from: start, to: index, by: isReplaced ? [] : places.placeholder)
    }

    // MARK: Strings

    private mutating func beginString(from start: Int, to end: Int) {
        guard let expected = places.expected else {
            places.beginKey()
            token = .key
            return
        }
        places.beginValue(at: start)
        guard !expected.replacesStrings else {
            token = .secret(start: end, isReplaced: false)
            return
        }
        places.beginText()
        token = .text
    }

    private mutating func takeInString(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        switch escape {
        case .none:
            switch byte {
            case UInt8(ascii: "\\"):
                escape = .begun
                escapeStart = start
            case UInt8(ascii: "\""): endString(at: start, &edits)
            default: takeCharacter(byte, from: start, to: end, &edits)
            }
        case .begun:
            guard byte != UInt8(ascii: "u") else {
                escape = .unicode(digits: 0, unit: 0)
                return
            }
            escape = .none
            takeCharacter(PayloadRedactor.unescaped(byte), from: escapeStart, to: end, &edits)
        case .unicode(let digits, let unit):
            guard let digit = PercentCoding.hexValue(byte) else {
                escape = .none
                takeInString(byte, from: start, to: end, &edits)
                return
            }
            let unit = unit << 4 | UInt16(digit)
            guard digits == 3 else {
                escape = .unicode(digits: digits + 1, unit: unit)
                return
            }
            escape = .none
            // Beyond ASCII there are no names.
            takeCharacter(unit < 0x80 ? UInt8(unit) : 0xFF, from: escapeStart, to: end, &edits)
        }
    }

    private mutating func takeCharacter(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        switch token {
        case .key: places.appendToKey(byte)
        case .text:
            places.appendToName(byte)
            nested.take(byte, from: start, to: end, &edits)
        default: break
        }
    }

    private mutating func endString(at index: Int, _ edits: inout Edits) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: index, by: isReplaced || start >= index ? [] : Edits.placeholder)
        case .text:
            nested.endText(at: index, &edits)
            places.endText(&edits)
        default: break
        }
        token = .structure
    }

    // MARK: Chunks

    mutating func endChunk(at count: Int, _ edits: inout Edits) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced || start >= count ? [] : Edits.placeholder)
            token = .secret(start: 0, isReplaced: isReplaced || start < count)
        case .secretNumber(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced ? [] : places.placeholder)
            token = .secretNumber(start: 0, isReplaced: true)
        default: break
        }
        escapeStart = -1
        places.endChunk()
        nested.endChunk(at: count, &edits)
    }

    mutating func resume(at index: Int) {
        switch token {
        case .secret(_, let isReplaced): token = .secret(start: index, isReplaced: isReplaced)
        case .secretNumber(_, let isReplaced): token = .secretNumber(start: index, isReplaced: isReplaced)
        default: break
        }
        escapeStart = index
        nested.resume(at: index)
    }
}

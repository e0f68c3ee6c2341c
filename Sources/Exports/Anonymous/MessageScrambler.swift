import LiveProtocol

/// Makes a message anonymous: other words, noise for sound, bytes without meaning for pictures; structure, names of tools
/// and fields, numbers and kinds of the protocol stay.
struct MessageScrambler {
    var words: WordScrambler
    let direction: Direction
    private var payload: [UInt8] = []
    private var edits: [(range: Range<Int>, bytes: [UInt8])] = []

    init(_ words: WordScrambler, _ direction: Direction) { (self.words, self.direction) = (words, direction) }

    /// - Parameter sound: of this direction of the connection.
    mutating func scrambled(_ payload: [UInt8], _ sound: inout SoundScrambler) -> [UInt8] {
        guard let document = try? JSONDocument(payload) else { return scrambledText(payload, &sound) }
        (self.payload, edits) = (payload, [])
        visit(document.root, key: "", MessagePlace(), &sound)
        return edited
    }

    /// What is no JSON, or the beginning of some that was cut.
    private func scrambledText(_ payload: [UInt8], _ sound: inout SoundScrambler) -> [UInt8] {
        var bytes = payload
        let isText =
            String(validating: payload.dropLast(3), as: UTF8.self) != nil || payload.first.map(Self.isOpening) == true
        if isText { words.scramble(0..<bytes.count, of: &bytes) } else { sound.scrambleOpaque(&bytes) }
        return bytes
    }

    private static func isOpening(_ byte: UInt8) -> Bool { "{[".utf8.contains(byte) }

    private var edited: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(payload.count)
        var kept = 0
        for edit in edits {
            result += payload[kept..<edit.range.lowerBound]
            result += edit.bytes
            kept = edit.range.upperBound
        }
        return result + payload[kept...]
    }

    // MARK: Places

    private mutating func visit(
        _ node: JSONNode, key: String, _ place: MessagePlace, _ sound: inout SoundScrambler
    ) {
        if node.isObject {
            visitMembers(of: node, key: key, place, &sound)
        } else if node.isArray {
            for element in node.elements { visit(element, key: key, place, &sound) }
        } else if node.isString {
            visit(string: node, key: key, place)
        } else if place.isPersonalNumber(under: key), node.double != nil {
            scramble(node, isInstruction: false)
        }
    }

    private mutating func visitMembers(
        of node: JSONNode, key: String, _ place: MessagePlace, _ sound: inout SoundScrambler
    ) {
        let media = place.isFree ? nil : MediaObject(node, direction)
        let isDeclaration = key == "functiondeclarations"
        var position = node.byteRange.lowerBound + 1
        for (name, value) in node.members {
            let written = name.string
            let key = written.lowercased().filter { $0 != "_" }
            scrambleKey(written, from: &position, before: value)
            if isDeclaration, key == "name", value.source.count >= 3 { words.tools.insert(Array(value.source)) }
            if let media, key == "data", value.isString {
                edits.append((value.byteRange, media.scrambled(value, &sound)))
            } else {
                noteBoundary(key, &sound)
                visit(value, key: key, place.inside(key, isFromService: direction == .serverToClient), &sound)
            }
        }
    }

    /// Where livetop begins to measure anew.
    private func noteBoundary(_ key: String, _ sound: inout SoundScrambler) {
        switch key {
        case "activityend", "audiostreamend", "turncomplete": sound.restart()
        default: break
        }
    }

    private mutating func visit(string node: JSONNode, key: String, _ place: MessagePlace) {
        switch place.treatment(of: key) {
        case .keep: break
        case .scramble: scramble(node, isInstruction: place.isInstruction)
        case .service:
            var bytes = Array(node.source)
            words.scrambleService(0..<bytes.count, of: &bytes)
            edits.append((node.byteRange, bytes))
        }
    }

    private mutating func scramble(_ node: JSONNode, isInstruction: Bool) {
        var bytes = Array(node.source)
        words.scramble(0..<bytes.count, of: &bytes, isInstruction: isInstruction)
        edits.append((node.byteRange, bytes))
    }

    // MARK: Keys

    /// A key that no programmer chose is somebody's words.
    private mutating func scrambleKey(_ key: String, from position: inout Int, before value: JSONNode) {
        let start = value.byteRange.lowerBound - (value.isString ? 1 : 0)
        defer { position = value.byteRange.upperBound + (value.isString ? 1 : 0) }
        guard !Self.isName(key), let range = writtenKey(from: position, to: start) else { return }
        var bytes = Array(payload[range])
        words.scramble(0..<bytes.count, of: &bytes)
        edits.append((range, bytes))
    }

    private static func isName(_ key: String) -> Bool {
        guard key.utf8.count <= 64, let first = key.utf8.first else { return false }
        return (isLetter(first) || first == UInt8(ascii: "_") || first == UInt8(ascii: "$"))
            && key.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_-.$".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// The key that stands between two places of the document, without its quotes.
    private func writtenKey(from start: Int, to end: Int) -> Range<Int>? {
        let quote = UInt8(ascii: "\"")
        guard start < end, let first = payload[start..<end].firstIndex(of: quote),
            let last = payload[start..<end].lastIndex(of: quote), first < last
        else { return nil }
        return first + 1..<last
    }
}

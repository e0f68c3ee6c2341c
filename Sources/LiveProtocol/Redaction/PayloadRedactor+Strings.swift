/// Strings: what becomes of one as a whole.
extension PayloadRedactor {
    /// Longer handles are replaced like other secrets instead of being collected for their hash.
    private static let handleLimit = 64 << 10
    /// Longer values are replaced, and not remembered.
    private static let learnedLimit = 4_096

    /// - Parameter start: behind the quote.
    mutating func beginString(_ bytes: borrowing Span<UInt8>, at start: Int) {
        guard let expected = places.expected else {
            places.beginKey()
            token = .key
            return
        }
        places.beginValue(at: start - 1)
        switch expected {
        case _ where expected.replacesStrings:
            value.removeAll(keepingCapacity: true)
            token = .secret(start: start, isReplaced: false)
        case .handle:
            value.removeAll(keepingCapacity: true)
            token = .handle(start: start)
        case .media: beginMedia(at: start, isGuess: false)
        case .possibleMedia where MediaGuess.isMedia(bytes, from: start): beginMedia(at: start, isGuess: true)
        default: beginText(at: start)
        }
    }

    private mutating func beginMedia(at start: Int, isGuess: Bool) {
        token = .media(isEscaped: false)
        media = (start, isGuess)
    }

    private mutating func beginText(at start: Int) {
        token = .text
        places.beginText()
        if isJSON == true, let name = places.streamOfText() {
            stream = name
            if let begun = streams.take(name) {
                text = begun
                text.resume(at: start, tools.secrets)
            }
        }
        beginRuledText(at: start)
    }

    mutating func endString(at index: Int) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: index, by: isReplaced || start == index ? [] : Edits.placeholder)
            learn()
        case .handle(let start):
            edits.replace(from: start, to: index, by: value.isEmpty ? [] : Array(tools.hash(value).utf8))
            if value.count >= SecretIndex.leastCount { learned.append(.handle(value)) }
        case .text:
            endTextOrPiece(at: index)
            places.endText(&edits)
            endRuledText(at: index)
            takeIfText(UInt8(ascii: "\""), at: index)
        default:
            endText(at: index)
            takeIfText(UInt8(ascii: "\""), at: index)
        }
        token = .structure
    }

    private mutating func endTextOrPiece(at index: Int) {
        guard let name = stream else { return endText(at: index) }
        stream = nil
        text.endPiece(at: index, &edits)
        streams.keep(text, as: name)
        text = TextRedactor(context: context, secrets: tools.secrets)
    }

    /// What stood in a secret's place may come back. Among the user's words it has to look like a secret.
    private mutating func learn() {
        guard value.count >= SecretIndex.leastCount, value.count <= Self.learnedLimit else { return }
        let hasDigit = value.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard places.expected == .secret || value.count >= 12 && hasDigit else { return }
        learned.append(.value(value))
    }

    // MARK: Bytes

    /// Takes bytes of a string that hold no escapes.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        switch token {
        case .secret:
            if value.count <= Self.learnedLimit { for index in range { value.append(bytes[index]) } }
        case .handle:
            for index in range { take(bytes[index], from: index, to: index + 1) }
        case .key:
            places.appendToKey(bytes, range)
            text.takeStructure(bytes, range, &edits)
        default:
            if ruled != nil { for index in range { value.append(bytes[index]) } }
            if places.isInName { for index in range { places.appendToName(bytes[index]) } }
            text.take(bytes, range, &edits)
        }
    }

    /// Takes one unescaped byte of a string, which stands at `start..<end`.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int) {
        switch token {
        case .key:
            places.appendToKey(byte)
            text.takeStructure(byte, from: start, to: end, &edits)
        case .handle(let dropStart):
            value.append(byte)
            if value.count > Self.handleLimit { token = .secret(start: dropStart, isReplaced: false) }
        case .secret:
            if value.count <= Self.learnedLimit { value.append(byte) }
        default:
            if ruled != nil { value.append(byte) }
            places.appendToName(byte)
            text.take(byte, from: start, to: end, &edits)
        }
    }
}

/// Where a message, or a fragment of one, ends.
extension PayloadRedactor {
    /// What was followed to the end of the message goes no further.
    mutating func endMessage(at count: Int) {
        switch token {
        case .structure, .key, .text, .harmlessWord: text.endText(at: count, &edits)
        case .media, .secret, .handle, .secretWord: return
        }
    }

    /// Drops what must not leave with this chunk, and turns positions into those of the next.
    mutating func endChunk(at count: Int) {
        places.endChunk()
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced || start == count ? [] : Edits.placeholder)
            token = .secret(start: 0, isReplaced: isReplaced || start < count)
        case .secretWord(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced ? [] : Edits.quotedPlaceholder)
            token = .secretWord(start: 0, isReplaced: true)
        case .handle(let start):
            edits.replace(from: start, to: count, by: [])
            token = .handle(start: 0)
        case .media: return
        default:
            text.endChunk(at: count, escapeStart: escape.start, &edits)
            endRuledChunk(at: count)
        }
        switch escape {
        case .none: return
        case .begun: escape = .begun(start: -1)
        case .unicode(_, let digits, let unit): escape = .unicode(start: -1, digits: digits, unit: unit)
        }
    }
}

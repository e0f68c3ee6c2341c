/// A text that the user's own patterns look at.
struct RuledText: Sendable {
    /// Where it begins in this chunk.
    var start: Int
    /// What was known of it there: what the patterns leave is looked at once more.
    var text: TextRedactor
}

extension PayloadRedactor {
    /// The user's patterns look at what people said and at the user's own words.
    mutating func beginRuledText(at start: Int) {
        guard tools.rule != nil, places.levels.last?.isFreeForm == true || KeyHash.texts.contains(places.key) else {
            return
        }
        value.removeAll(keepingCapacity: true)
        ruled = RuledText(start: start, text: text)
    }

    /// The text ends, or the part of it that is in this chunk.
    mutating func endRuledText(at end: Int) {
        guard let ruled else { return }
        self.ruled = nil
        guard let left = tools.rule?(String(decoding: value, as: UTF8.self)) else { return }
        let bytes = Array(left.utf8)
        let known = ruled.text.redacted(bytes, tools.secrets) ?? bytes
        let redacted = Redaction.bytes(known, tools.secrets) ?? known
        var writer = JSONWriter()
        writer.write(string: String(decoding: redacted, as: UTF8.self))
        edits.replaceAll(from: ruled.start, to: end, by: Array(writer.bytes.dropFirst().dropLast()))
    }

    /// The part in the next chunk is a text of its own.
    mutating func endRuledChunk(at count: Int) {
        guard ruled != nil else { return }
        endRuledText(at: escape.start ?? count)
        value.removeAll(keepingCapacity: true)
        if escape.start == nil { ruled = RuledText(start: 0, text: text) }
    }
}

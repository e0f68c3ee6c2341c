extension Format {
    /// The key of a document in words, without its unit, which stands behind the value: `response latency` of
    /// `responseLatencyMs`, `billed input audio tokens` of `billedInputAudioTokens`.
    public static func key(_ name: String) -> String {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1] += character.lowercased()
        }
        if words.count > 1, words.last == "ms" { words.removeLast() }
        return words.joined(separator: " ")
    }

    /// How long something was, to the tenth of a second below a minute: `0.4 s`, `52.1 s`, `1:10`; unknown without a length.
    public static func length(_ length: Duration?) -> String {
        guard let length, length < .seconds(60) else { return clock(length) }
        return Words.time(length)
    }
}

import LiveProtocol

/// What the user has put in and no turn has taken yet: what was typed, and pieces of a transcript.
struct PendingWords: Codable, Hashable, Sendable {
    private(set) var input: TurnTracker.Input?
    /// The user's latest words were typed, not transcribed.
    private var endsTyped = false

    /// Something came in, such as the beginning of speech; its words may be empty.
    mutating func note(_ text: String, at instant: Timestamp) {
        var input = input.take() ?? TurnTracker.Input(at: instant)
        input.text.append(text)
        self.input = input
    }

    /// What is typed comes whole, and does not run into what was typed before it.
    mutating func type(_ text: String, at instant: Timestamp) {
        endsTyped = true
        note(spaced(text, behind: input?.text), at: instant)
    }

    mutating func transcribe(_ text: String, at instant: Timestamp) {
        note(transcribed(text, behind: input?.text), at: instant)
    }

    /// A piece of a transcript as it follows `earlier`, words of a turn perhaps.
    mutating func transcribed(_ text: String, behind earlier: BoundedText?) -> String {
        defer { endsTyped = false }
        return spaced(text, behind: earlier)
    }

    /// A turn begins to be answered: all of it is that turn's.
    mutating func take() -> TurnTracker.Input? { input.take() }

    /// Pieces of a transcript bring their own spaces, except where they follow what was typed.
    private func spaced(_ text: String, behind earlier: BoundedText?) -> String {
        guard endsTyped, !text.isEmpty, !text.hasPrefix(" "), earlier?.isEmpty == false else { return text }
        return " " + text
    }
}

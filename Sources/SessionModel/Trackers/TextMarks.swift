import LiveProtocol

/// Where in the turn's audio its transcript stands, so that what was heard of the text can be told from what was not.
///
/// A transcript comes beside the audio, about when its words do: each mark says how long a text belongs to how much
/// audio. Between two marks the words are taken to be spread evenly.
public struct TextMarks: Codable, Hashable, Sendable {
    private struct Mark: Codable, Hashable, Sendable {
        var utf8Count: Int
        var audio: Duration
    }

    /// In the order of both quantities.
    private var marks: [Mark] = []

    static let limit = 32

    public init() {}

    /// The text has reached `utf8Count`, the audio delivered so far `audio`.
    mutating func add(utf8Count: Int, audio: Duration) {
        if marks.last?.utf8Count == utf8Count { return }
        if marks.last?.audio == audio { marks.removeLast() }
        // Every other one goes: a long turn is marked coarsely, all along.
        if marks.count == Self.limit { marks = marks.indices.filter { $0 % 2 == 1 }.map { marks[$0] } }
        marks.append(Mark(utf8Count: utf8Count, audio: audio))
    }

    /// How much of the text has been spoken when `audio` has been heard, in UTF-8 bytes; nil without marks.
    public func utf8Count(after audio: Duration) -> Int? {
        guard let last = marks.last else { return nil }
        var start = Mark(utf8Count: 0, audio: .zero)
        for mark in marks {
            if audio < mark.audio {
                guard audio > start.audio else { return start.utf8Count }
                let share = (audio - start.audio).seconds / (mark.audio - start.audio).seconds
                return start.utf8Count + Int(clamping: Double(mark.utf8Count - start.utf8Count) * share)
            }
            start = mark
        }
        return last.utf8Count
    }
}

import LiveProtocol
import SessionModel
import Wording

/// Something that was said, placed where it was heard: what subtitles show. Transcripts come without times, so every
/// place is an approximation.
struct SpokenLine: Hashable {
    enum Speaker: String {
        case user = "User"
        case model = "Model"
    }

    var speaker: Speaker
    /// Counted from the beginning of the session.
    var start: Duration
    var end: Duration
    var text: String
    /// The model's words that were generated and never played, in the last line before the interruption.
    var unheard = ""

    static let shortest = Duration.milliseconds(300)
    /// Two lines of 42 characters are what players show.
    private static let length = 84

    /// Of one turn, in the order of the conversation.
    static func lines(of place: TurnPlace) -> [SpokenLine] { [userLine(place)].compactMap { $0 } + modelLines(place) }

    /// The user's words: from the arrival of the transcript (or text) to the answer.
    private static func userLine(_ place: TurnPlace) -> SpokenLine? {
        let turn = place.turn
        let text = turn.userText.value.onOneLine.trimmed
        guard !text.isEmpty, let start = place.position(turn.userAt ?? turn.openedAt) else { return nil }
        let end = place.position(turn.answeredAt) ?? start
        // An answer may be on its way before the transcript is: then the time that one needs to read has to do.
        return SpokenLine(
            speaker: .user, start: start, end: max(end, start + readingTime(text)), text: text)
    }

    private static func readingTime(_ text: String) -> Duration {
        .milliseconds(min(max(Int64(text.utf8.count) * 60, 1_000), 6_000))
    }

    private static func modelLines(_ place: TurnPlace) -> [SpokenLine] {
        let turn = place.turn
        guard turn.firstAudioAt != nil else { return writtenLine(place) }
        let (heard, unheard) = split(turn, at: place.now)
        guard let start = playbackStart(place) else { return [] }
        let length = turn.playback.heard(at: place.now)
        var lines = pieces(of: heard).map { piece in
            // Words are spread over the sound by where they stand in the text.
            let (from, to) = (offset(piece.start, heard, length, turn), offset(piece.end, heard, length, turn))
            return SpokenLine(
                speaker: .model, start: start + from, end: start + max(to, from + shortest), text: piece.text)
        }
        guard !unheard.isEmpty else { return lines }
        if lines.isEmpty {
            lines = [SpokenLine(speaker: .model, start: start, end: start + max(length, shortest), text: "…")]
        }
        lines[lines.count - 1].unheard = unheard
        return lines
    }

    /// Text of a conversation without sound.
    private static func writtenLine(_ place: TurnPlace) -> [SpokenLine] {
        let text = place.turn.modelText.value.onOneLine.trimmed
        guard !text.isEmpty, let start = place.position(place.turn.firstTextAt ?? place.turn.openedAt) else {
            return []
        }
        let end = max(place.position(place.turn.completedAt) ?? start, start + readingTime(text))
        return [SpokenLine(speaker: .model, start: start, end: end, text: text)]
    }

    /// Text that was heard and text that was not: an estimate, cut between words.
    private static func split(_ turn: Turn, at now: Timestamp) -> (heard: String, unheard: String) {
        let text = turn.modelText.value
        guard turn.heard(at: now) < turn.playback.delivered else { return (text.onOneLine.trimmed, "") }
        let bytes = Array(text.utf8)
        var end = min(max(turn.heardTextLength(at: now), 0), bytes.count)
        while end < bytes.count, end > 0, bytes[end] != 0x20 { end -= 1 }
        let parts = (bytes.prefix(end), bytes.dropFirst(end))
        return (
            String(decoding: parts.0, as: UTF8.self).onOneLine.trimmed,
            String(decoding: parts.1, as: UTF8.self).onOneLine.trimmed
        )
    }

    /// When the turn's first sample sounded.
    private static func playbackStart(_ place: TurnPlace) -> Duration? {
        let playback = place.turn.playback
        guard let first = playback.firstAudioAt else { return nil }
        guard let end = playback.endsAt else { return place.position(first) }
        // The queue may have held an earlier turn's sound.
        let played = playback.delivered - playback.discarded
        return place.position(max(first, end - played - playback.starved))
    }

    private static func offset(_ byte: Int, _ text: String, _ length: Duration, _ turn: Turn) -> Duration {
        let total = text.utf8.count
        guard byte < total else { return length }
        var (low, high) = (Int64(0), max(length.nanoseconds, 0))
        // The marks say how much text belongs to how much sound: the other way round it is a search.
        for _ in 0..<24 where low < high {
            let middle = low + (high - low) / 2
            if (turn.modelMarks.utf8Count(after: .nanoseconds(middle)) ?? 0) < byte {
                low = middle
            } else {
                high = middle
            }
        }
        return .nanoseconds(low)
    }

    private struct Piece {
        var start: Int
        var end: Int
        var text: String
    }

    /// Cut after a sentence where there is one, otherwise between words.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var current = ""
        var (start, position) = (0, 0)
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !current.isEmpty, current.utf8.count + word.utf8.count >= length || current.endsSentence {
                pieces.append(Piece(start: start, end: position, text: current.trimmed))
                (current, start) = ("", position)
            }
            current += current.isEmpty ? String(word) : " " + word
            position += word.utf8.count + 1
        }
        if !current.trimmed.isEmpty { pieces.append(Piece(start: start, end: text.utf8.count, text: current.trimmed)) }
        return pieces.filter { !$0.text.isEmpty }
    }
}

extension String {
    fileprivate var endsSentence: Bool {
        utf8.count > 24 && (last.map { ".!?…。！？".contains($0) } ?? false)
    }

    /// Without spaces at both ends.
    var trimmed: String {
        let start = unicodeScalars.drop { $0 == " " }
        let end = start.lastIndex { $0 != " " }
        return end.map { String(start[...$0]) } ?? ""
    }
}

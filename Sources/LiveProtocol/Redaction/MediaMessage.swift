/// A message that was read and holds nothing that is replaced, with the one string that changes from each to the next: its
/// media. Almost all messages of a call are such audio in the same wrapping, and reading them was half of what ingest did.
///
/// Media are not scanned, whatever they spell. So the next message of the same bytes around other media holds nothing either,
/// as long as the redactor knows no more than it did, and no value is in the middle of something. Texts that come in pieces may be,
/// where the message has nothing to do with them: while the model speaks, its transcript comes between its audio.
struct MediaMessage: Sendable {
    private let mould: JSONMould
    /// That it is media was told by how it looks (`MediaGuess`).
    private let isGuess: Bool
    /// It neither begins nor continues nor ends a text that comes in pieces.
    private let isApart: Bool

    /// Nil where the media have escapes in them.
    ///
    /// - Parameter start: of the media, behind the opening quote.
    init?(_ payload: [UInt8], mediaFrom start: Int, isGuess: Bool, isApart: Bool) {
        let end = ByteSearch.firstQuote(in: payload.span, from: start)
        guard start <= end, let mould = JSONMould(payload, around: payload[start..<end]) else { return nil }
        (self.mould, self.isGuess, self.isApart) = (mould, isGuess, isApart)
    }

    /// Whether `payload` is the same but for its media. Mutating, though it changes nothing: whoever has it in an optional
    /// would work on a copy.
    ///
    /// - Parameter hasTexts: some have come in pieces and not ended.
    mutating func matches(_ payload: [UInt8], besideTexts hasTexts: Bool) -> Bool {
        guard isApart || !hasTexts, let media = mould.hole(of: payload) else { return false }
        return !isGuess || MediaGuess.isMedia(payload.span, from: media.startIndex)
    }
}

import LiveProtocol
import SessionModel

/// One piece of sound and its place, in samples at the rate of the export.
struct SoundPiece {
    /// Since the beginning of the session, or of the sound where nothing has a place.
    var start: Int64
    /// Samples that are used: the rest was never heard.
    var count: Int64
    /// It goes on where the one before it ended.
    var isContinuous: Bool
    var chunk: AudioChunk
    var format: AudioFormat

    var end: Int64 { start + count }
}

/// Puts the pieces of one direction where they belong. Every pass over the same events gives the same pieces.
struct SoundPlacer {
    enum Layout {
        /// One after the other, as if nothing had been between them.
        case gapless
        /// The microphone's own clock: jitter of the network is not heard, a pause of the client is.
        case microphone(openedAt: Timestamp)
        /// The playback clock: at once and in real time, nothing after an interruption.
        case playback(openedAt: Timestamp, cuts: PlaybackCuts)
    }

    private let direction: Direction
    private let rate: Int
    private let layout: Layout
    private var decoding = Decoding()
    /// Where the next piece begins if nothing moves it.
    private var cursor: Int64 = 0
    private var isFirst = true
    private var flow = PlaybackFlow()

    /// What is late by more is a pause and not jitter.
    private static let pause = Duration.milliseconds(200)

    init(_ direction: Direction, rate: Int, _ layout: Layout) {
        (self.direction, self.rate, self.layout) = (direction, rate, layout)
    }

    mutating func pieces(in event: WireEvent) -> [SoundPiece] {
        if case .frame(let other, _) = event.kind, other != direction { return [] }
        return decoding.decode(event).compactMap { fact in
            let isFlushed = flow.apply(fact)
            switch fact.kind {
            case .client(.audio(let chunk)), .server(.audio(let chunk)): return place(chunk, at: fact.at, isFlushed)
            default: return nil
            }
        }
    }

    private mutating func place(_ chunk: AudioChunk, at instant: Timestamp, _ isFlushed: Bool) -> SoundPiece? {
        guard let format = chunk.format, format.bytesPerSample == 2, format.rate > 0 else { return nil }
        let samples = Int64(chunk.byteCount / (2 * max(format.channels, 1)))
        var piece = SoundPiece(
            start: cursor, count: samples * Int64(rate) / Int64(format.rate), isContinuous: !isFirst, chunk: chunk,
            format: format)
        switch layout {
        case .gapless: break
        case .microphone(let openedAt):
            let due = position(instant - openedAt) - piece.count
            if isFirst || due > cursor + position(Self.pause) { move(&piece, to: max(due, cursor)) }
        case .playback(let openedAt, let cuts):
            guard !isFlushed || cuts.isIgnored else { return nil }
            move(&piece, to: max(cursor, position(instant - openedAt)))
            guard let cut = cuts.next(after: flow.flushes).map({ position($0 - openedAt) }) else { break }
            guard piece.start < cut else { return nil }
            piece.count = min(piece.count, cut - piece.start)
        }
        isFirst = false
        cursor = piece.end
        return piece
    }

    private func move(_ piece: inout SoundPiece, to start: Int64) {
        piece.isContinuous = piece.isContinuous && start == cursor
        piece.start = start
    }

    private func position(_ length: Duration) -> Int64 {
        Int64(clamping: (length.seconds * Double(rate)).rounded())
    }
}

/// When the client dropped what it had not played: known from a first pass, so that a second one can place sound before
/// it meets the interruption.
struct PlaybackCuts {
    /// The model's sound is kept whole.
    var isIgnored = false
    private var instants: [Timestamp] = []
    private var flow = PlaybackFlow()
    private var decoding = Decoding()

    mutating func note(_ event: WireEvent) {
        if case .frame(.clientToServer, _) = event.kind { return }
        for fact in decoding.decode(event) {
            let before = flow.flushes
            _ = flow.apply(fact)
            if flow.flushes > before { instants.append(fact.at) }
        }
    }

    /// The first cut after `count` of them.
    func next(after count: Int) -> Timestamp? {
        isIgnored || count >= instants.count ? nil : instants[count]
    }
}

/// Where playback stands, as `PlaybackClock` has it.
private struct PlaybackFlow {
    /// How often the client dropped what it had.
    private(set) var flushes = 0
    private var connection: ConnectionID?
    private var isTurnOver = true
    private var isFlushing = false

    /// True for audio that a client drops because its turn was interrupted.
    mutating func apply(_ event: LiveEvent) -> Bool {
        switch event.kind {
        case .server(.audio):
            isTurnOver = false
            connection = event.connection
            return isFlushing
        case .server(.interrupted):
            isFlushing = !isTurnOver
            flushes += 1
        case .server(.turnComplete): (isTurnOver, isFlushing) = (true, false)
        case .wire(.closed) where connection == event.connection:
            (isTurnOver, isFlushing) = (true, false)
            flushes += 1
        default: break
        }
        return false
    }
}

import Listening
public import LiveProtocol

/// One exchange: what the user put in and the model's answer, up to `turnComplete`.
public struct Turn: Codable, Hashable, Sendable {
    /// From 1, over the whole session.
    public var index: Int
    public var connection: ConnectionID
    /// First input of the user that is visible on the wire (transcript, text, activity mark); nil when the turn has
    /// none, as with plain audio and no transcription.
    public var userAt: Timestamp?
    /// First part, transcript or tool call of the model.
    public var openedAt: Timestamp
    public var firstTextAt: Timestamp?
    public var firstAudioAt: Timestamp?
    /// Last model audio; after an interruption this is what still came.
    public var lastAudioAt: Timestamp?
    public var interruptedAt: Timestamp?
    public var generationCompleteAt: Timestamp?
    public var completedAt: Timestamp?
    /// `turnCompleteReason` as on the wire; nil for the ordinary end.
    public var reason: String?
    /// The connection closed before the turn was complete.
    public var isCutOff = false
    /// What the user said: transcript of the audio, or the text sent.
    public var userText = BoundedText()
    /// What the model said: text parts, else the transcript of its audio.
    public var modelText = BoundedText()
    /// How `modelText` and the audio belong together.
    public var modelMarks = TextMarks()
    public var thoughts = BoundedText()
    /// Model audio received.
    public var audioDuration: Duration = .zero
    public var audioByteCount: Int64 = 0
    /// Part of `audioDuration` that arrived after `interrupted`.
    public var audioAfterInterruption: Duration = .zero
    /// How the audio came, and what was heard of it.
    public var playback = TurnPlayback()
    /// Silence at the beginning of the audio; nil while nothing audible came.
    public var leadingSilence: Duration?
    /// The loudest 20 ms of the audio, in decibels below full scale; nil where nothing could be measured.
    public var loudest: Double?
    public var toolCalls = 0
    /// The first `toolLimit` calls.
    public var tools: [ToolSpan] = []
    /// Calls of the turn before, where that one ended with them and the answer is this turn's (non-blocking tools).
    var earlierTools: [ToolSpan] = []
    /// When the server signalled that it noticed the user's end.
    public var endpointedAt: Timestamp?
    /// Instants at which the user may have ended.
    var userEnds = UserMarks()

    static let toolLimit = 16

    /// A tool call inside the turn.
    public struct ToolSpan: Codable, Hashable, Sendable {
        public var id: String?
        public var name: String
        public var calledAt: Timestamp
        /// `toolResponse`, the service's result or cancellation.
        public var endedAt: Timestamp?
        /// The service ran it: nobody waited for the client.
        public var isService = false
        /// The service took it back before an answer came.
        public var isCancelled = false
    }

    public init(index: Int, connection: ConnectionID, openedAt: Timestamp) {
        self.index = index
        self.connection = connection
        self.openedAt = openedAt
    }

    public var isOpen: Bool { completedAt == nil && !isCutOff }

    /// The user's first visible input, else the model's first fact.
    public var startedAt: Timestamp { min(userAt ?? openedAt, openedAt) }

    /// First model audio, or text in a turn that has no audio; nil while there is neither.
    public var answeredAt: Timestamp? { firstAudioAt ?? firstTextAt }

    /// First audible sample, if the client plays at once.
    public var firstAudibleAt: Timestamp? {
        guard let firstAudioAt, let leadingSilence else { return nil }
        return firstAudioAt + leadingSilence
    }

    /// The first turn of a session is shown and kept out of percentiles: connections, caches and models warm up in it.
    public var isColdStart: Bool { index == 1 }

    /// Sound came, and its loudest 20 ms are so faint that nobody can hear them. Exact zeros are no sound.
    public var isInaudible: Bool { loudest.map { $0 <= OutputAudio.audible && $0 > Decibels.silence + 1 } ?? false }

    /// Played by `now`, of what can be heard. An estimate.
    public func heard(at now: Timestamp) -> Duration { isInaudible ? .zero : playback.heard(at: now) }

    /// The same of all that was delivered; nil without audio.
    public func heardRatio(at now: Timestamp) -> Double? {
        playback.heardRatio(at: now).map { isInaudible ? 0 : $0 }
    }

    /// How much of `modelText` was heard by `now`, in UTF-8 bytes: all of it in a turn without audio. An estimate.
    public func heardTextLength(at now: Timestamp) -> Int {
        guard firstAudioAt != nil else { return modelText.value.utf8.count }
        return modelMarks.utf8Count(after: heard(at: now)) ?? 0
    }
}

extension Turn {
    /// The user's end → the answer by every anchor there is, the best first (`docs/metrics.md#anchors`).
    public var responses: [Latency] {
        answeredAt.map { userEnds.latencies(to: $0) } ?? []
    }

    /// The response latency, by the best anchor there is: one that is sound, else an end of speech that is not certain,
    /// else what comes some time after it, which makes the latency a lower bound (`Exactness.biased`). Nil without an
    /// answer, and without any start.
    ///
    /// A turn has the anchors of what its answer answers: the last input before the turn opened, or the response to
    /// a tool call where that came later. What a tool takes is the app's time: it is in `perceivedGap`, and not here.
    public var response: Latency? { latest { $0.startedAt <= openedAt || $0.anchor == .tool } ?? latest { _ in true } }

    /// From the user's end, whatever tools were called since; nil where only the tools' part is known.
    var sinceUser: Latency? {
        func isUser(_ latency: Latency) -> Bool { latency.anchor != .tool }
        let latest = latest { isUser($0) && $0.startedAt <= openedAt } ?? latest(where: isUser)
        return latest ?? (tools.isEmpty && earlierTools.isEmpty ? response : nil)
    }

    /// What `response` counts as in percentiles: itself, or the lower bound where it is not certain.
    public var countedResponse: Latency? {
        guard let response, response.confidence == .low else { return response }
        return responses.first { $0.confidence == .high && $0.anchor.input == response.anchor.input }
    }

    /// By the best anchor of the last input that `isCause` accepts; what is not certain is no cause beside what is.
    private func latest(where isCause: (Latency) -> Bool) -> Latency? {
        let causes = responses.filter(isCause)
        let certain = causes.filter { $0.confidence == .high }
        guard let cause = (certain.isEmpty ? causes : certain).max(by: { $0.startedAt < $1.startedAt }) else {
            return nil
        }
        let same = responses.filter { $0.anchor.input == cause.anchor.input }
        return same.first(where: \.isSound) ?? same.first { $0.confidence == .low } ?? same.first
    }

    /// It called tools and ended before it said anything: what it was asked for, a later turn says.
    var isDeferred: Bool { toolCalls > 0 && answeredAt == nil && interruptedAt == nil && !isOpen && !isCutOff }

    mutating func add(_ chunk: AudioChunk, at instant: Timestamp) {
        if firstAudioAt == nil { firstAudioAt = instant }
        lastAudioAt = instant
        audioByteCount = audioByteCount.addingClamped(Int64(chunk.byteCount))
        audioDuration += chunk.duration ?? .zero
        if interruptedAt != nil { audioAfterInterruption += chunk.duration ?? .zero }
    }

    mutating func say(_ text: String) {
        modelText.append(text)
        modelMarks.add(utf8Count: modelText.value.utf8.count, audio: audioDuration)
    }

    mutating func call(_ call: FunctionCall, at instant: Timestamp) {
        toolCalls += 1
        let span = ToolSpan(id: call.id?.shortened, name: call.name.shortened, calledAt: instant)
        // A streamed call comes in pieces under one id.
        if let id = span.id, tools.contains(where: { $0.id == id && $0.endedAt == nil }) { return }
        if tools.count < Self.toolLimit { tools.append(span) }
    }

    /// A tool of the service is none that the client has to answer.
    mutating func call(_ call: ServiceCall, at instant: Timestamp) {
        var span = ToolSpan(id: call.id?.shortened, name: call.name.shortened, calledAt: instant)
        span.isService = true
        if let id = span.id, tools.contains(where: { $0.id == id && $0.endedAt == nil }) { return }
        if tools.count < Self.toolLimit { tools.append(span) }
    }

    /// Ends the first pending call for which `matches` holds.
    mutating func endTool(at instant: Timestamp, cancelled: Bool = false, where matches: (ToolSpan) -> Bool) {
        func end(_ spans: inout [ToolSpan]) -> Bool {
            guard let index = spans.firstIndex(where: { $0.endedAt == nil && matches($0) }) else { return false }
            spans[index].endedAt = instant
            spans[index].isCancelled = cancelled
            return true
        }
        if !end(&tools) { _ = end(&earlierTools) }
    }
}

extension Anchor {
    /// What the user, or the app for them, put in.
    fileprivate enum Input { case speech, text, tool }

    fileprivate var input: Input {
        switch self {
        case .clientVAD, .localVAD, .serverVAD, .serverSignal, .transcript: .speech
        case .text: .text
        case .tool: .tool
        }
    }
}

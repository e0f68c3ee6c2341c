import Diagnosis
import Listening
import LiveProtocol
import SessionModel

/// Folds a session event by event and hands out each part of it once nothing that comes can change it.
///
/// A `SessionState` keeps the latest hundred turns and a few hundred runs of sound. This follows its histories, so that
/// a session of any length passes through completely, in constant memory.
struct SessionReader {
    private let session: SessionID
    private let openedAt: Timestamp
    private var folding: Folding
    private var turns = HistoryFeed<Turn, Int>(\.index)
    private var speech = HistoryFeed<SpeechSegment, Timestamp>(\.onset)
    private var microphone = HistoryFeed<LaneHistory.Run, Timestamp>(\.start)
    private var received = HistoryFeed<LaneHistory.Run, Timestamp>(\.start)
    private var heard = HistoryFeed<LaneHistory.Run, Timestamp>(\.start)
    private var tools = HistoryFeed<ToolCall, ToolKey> { ToolKey($0) }
    private var interruptions = HistoryFeed<Interruption, Timestamp>(\.at)

    /// - Parameter first: the session's first event, which is still to be read: times count from it.
    init(_ source: ExportSource, first: WireEvent) {
        session = source.session
        openedAt = first.at
        folding = source.beginning
    }

    /// As read so far. Not to be kept while reading goes on: changing what somebody else holds, too, costs a copy.
    var state: SessionState { folding.fleet[session] ?? SessionState(id: session, openedAt: openedAt) }

    /// What the rules found on the way.
    var ledger: FindingLedger? { folding.ledger(of: session) }

    /// The last event that was read.
    var lastAt: Timestamp { state.lastAt }

    /// A part of the session that is over, or as much of it as there is at the end.
    enum Part {
        case turn(Turn)
        /// Speech of the user, the model's echo included.
        case speech(SpeechSegment)
        case microphone(LaneHistory.Run)
        case received(LaneHistory.Run)
        case heard(LaneHistory.Run)
        case tool(ToolCall)
        case interruption(Interruption)
    }

    private struct ToolKey: Equatable {
        var id: String?
        var name: String
        var at: Timestamp?

        init(_ call: ToolCall) {
            (id, name, at) = (call.id, call.name, call.calledAt ?? call.answeredAt)
        }
    }

    /// - Parameters:
    ///   - live: gets what the event says, with the state after it.
    ///   - part: gets what is settled now.
    mutating func read(
        _ event: WireEvent, live: (LiveEvent, SessionState) throws -> Void = { _, _ in },
        part: (Part) throws -> Void = { _ in }
    ) rethrows {
        for fact in folding.decode(event) {
            folding.apply(fact)
            try live(fact, state)
        }
        try takeParts(of: state, part)
    }

    private mutating func takeParts(of state: SessionState, _ part: (Part) throws -> Void) rethrows {
        for turn in turns.take(state.turns.recent) { try part(.turn(turn)) }
        for segment in speech.take(state.inputAudio.speech) { try part(.speech(segment)) }
        for run in microphone.take(state.lanes.microphone) { try part(.microphone(run)) }
        for run in received.take(state.lanes.received) { try part(.received(run)) }
        for run in heard.take(state.lanes.heard) { try part(.heard(run)) }
        for call in tools.take(state.tools.recent) { try part(.tool(call)) }
        for interruption in interruptions.take(state.interruptions.recent) { try part(.interruption(interruption)) }
    }

    /// Everything that is left, including what is not over yet.
    mutating func finish(_ part: (Part) throws -> Void) rethrows {
        folding.finish()
        let state = state
        try takeParts(of: state, part)
        if let turn = turns.newest(of: state.turns.recent) { try part(.turn(turn)) }
        if let turn = state.turns.current { try part(.turn(turn)) }
        if let segment = speech.newest(of: state.inputAudio.speech) { try part(.speech(segment)) }
        if let segment = state.inputAudio.currentSpeech { try part(.speech(segment)) }
        if let run = microphone.newest(of: state.lanes.microphone) { try part(.microphone(run)) }
        if let run = received.newest(of: state.lanes.received) { try part(.received(run)) }
        if let run = heard.newest(of: state.lanes.heard) { try part(.heard(run)) }
        if let call = tools.newest(of: state.tools.recent) { try part(.tool(call)) }
        for call in state.tools.pending { try part(.tool(call)) }
        if let interruption = interruptions.newest(of: state.interruptions.recent) {
            try part(.interruption(interruption))
        }
    }
}

/// Follows a history of fixed size: gives each element once, when a newer one has come.
private struct HistoryFeed<Element, Key: Equatable> {
    private let key: (Element) -> Key
    /// Of the newest element, which may still change.
    private var pending: Key?

    init(_ key: @escaping (Element) -> Key) { self.key = key }

    mutating func take(_ history: Ring<Element>) -> ArraySlice<Element> {
        guard let last = history.last else { return [] }
        let newest = key(last)
        guard newest != pending else { return [] }
        // Several may have come at once. One that is not there any more was overtaken by a whole history.
        let start = pending.flatMap { pending in history.lastIndex { key($0) == pending } } ?? history.startIndex
        pending = newest
        return ArraySlice(history[start..<(history.endIndex - 1)])
    }

    func newest(of history: Ring<Element>) -> Element? { history.last }
}

extension ExportSource {
    /// Folds the whole session; nil when nothing is recorded of it.
    func read(
        live: (LiveEvent, SessionState) throws -> Void = { _, _ in },
        part: (SessionReader.Part) throws -> Void = { _ in }
    ) throws -> SessionReader? {
        var reader: SessionReader?
        try forEachEvent { event in
            if reader == nil { reader = SessionReader(self, first: event) }
            try reader?.read(event, live: live, part: part)
        }
        try reader?.finish(part)
        return reader
    }
}

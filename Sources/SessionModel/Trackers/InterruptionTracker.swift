import Listening
public import LiveProtocol

/// Barge-ins: speech over the model → `interrupted` → silence.
public struct InterruptionTracker: Codable, Hashable, Sendable {
    /// The latest 100.
    public private(set) var recent = Ring<Interruption>(capacity: 100)
    public private(set) var count = 0
    /// Interruptions of which it is known whether somebody spoke.
    public private(set) var judged = 0
    /// Part of `judged`: nobody did.
    public private(set) var falseCount = 0

    /// Latest onsets of the user that are on the wire.
    private var onsets = UserMarks()
    /// The client's latest text.
    private var message: Interruption.OwnMessage?
    private var watch = BargeInWatch()
    /// What is being found out about the newest of `recent`; nil once it is settled.
    private var inquiry: Inquiry?
    /// When audio of the user came last that livetop can listen to.
    private var listenedAt: Timestamp?

    public init() {}

    /// Speech over the model that no `interrupted` followed, in all.
    public var missedCount: Int { watch.count }

    /// The latest of it.
    public var missed: Ring<MissedBargeIn> { watch.missed }

    /// The latest barge-in that could be measured.
    public var lastDetection: Latency? { recent.last { $0.detection != nil }?.detection }

    /// - Parameter playback: as it was before the event.
    mutating func apply(
        _ event: LiveEvent, input: HeardSpeech, playback: PlaybackClock, _ metrics: inout MetricLog
    ) {
        if let inquiry, inquiry.isOver(at: event.at) { settle(input, at: event.at, &metrics) }
        switch event.kind {
        case .client(let fact):
            note(fact, event)
            apply(fact, at: event.at, input)
        case .server(.voiceActivity(let activity)): note(activity, at: event.at, input)
        case .server(.interrupted): open(event, input, playback, &metrics)
        case .server(.audio(let chunk)): add(chunk, event)
        case .server(.turnComplete):
            if recent.last?.connection == event.connection { inquiry?.isTurnOpen = false }
        case .wire(.closed):
            if recent.last?.connection == event.connection { settle(input, at: event.at, &metrics) }
        default: break
        }
        watch.apply(event, input: input, playback: playback)
    }

    private mutating func apply(_ fact: ClientFact, at instant: Timestamp, _ input: HeardSpeech) {
        switch fact {
        case .audio(let chunk):
            if chunk.format != nil, !chunk.base64.isEmpty { listenedAt = instant }
            noteOnset(input)
        case .activityStart: onsets.set(.clientVAD, instant)
        // `clientContent` interrupts by itself, realtime text does on some models.
        case .content, .text: onsets.set(.text, instant)
        default: break
        }
    }

    private mutating func note(_ fact: ClientFact, _ event: LiveEvent) {
        switch fact {
        case .text(let text): message = Interruption.OwnMessage(frame: event.mark, text: text.shortened)
        case .content(let content):
            let text = content.turns.filter { $0.role != "model" }.map(\.text).joined(separator: " ")
            message = Interruption.OwnMessage(frame: event.mark, text: text.shortened)
        default: break
        }
    }

    private mutating func note(_ activity: VoiceActivity, at instant: Timestamp, _ input: HeardSpeech) {
        guard activity.isStart else { return }
        onsets.set(.serverSignal, instant)
        onsets.remove(.serverVAD)
        // A sample cannot begin speech before it has come: such an offset is on another clock.
        guard let onset = activity.audioOffset.flatMap(input.arrival), onset <= instant else { return }
        onsets.set(.serverVAD, onset)
    }

    private mutating func open(
        _ event: LiveEvent, _ input: HeardSpeech, _ playback: PlaybackClock, _ metrics: inout MetricLog
    ) {
        settle(input, at: event.at, &metrics)
        count += 1
        let inquiry = Inquiry(at: event.at, onsets, playback)
        var interruption = Interruption(at: event.at, connection: event.connection, sequence: event.sequence)
        interruption.backlog = playback.backlog(at: event.at)
        interruption.detections = onsets.latencies(to: event.at, where: inquiry.wasSounding)
        if let message, event.at - message.frame.at <= .milliseconds(1_500), inquiry.wasSounding(at: message.frame.at) {
            interruption.message = message
        }
        message = nil
        if playback.isTurnOpen || interruption.backlog > .zero {
            interruption.delivered = playback.turn.delivered
            interruption.heard = playback.turn.heard(at: event.at)
        }
        recent.append(interruption)
        self.inquiry = inquiry
        onsets = UserMarks()
        noteOnset(input)
    }

    /// Audio that still comes in the interrupted turn.
    private mutating func add(_ chunk: AudioChunk, _ event: LiveEvent) {
        guard let inquiry, inquiry.isTurnOpen, recent.last?.connection == event.connection else { return }
        change { interruption in
            interruption.lastAudioAt = event.at
            interruption.audioAfter += chunk.duration ?? .zero
        }
    }

    /// The local VAD may come to know the onset after the fact.
    private mutating func noteOnset(_ input: HeardSpeech) {
        guard let inquiry else { return }
        let speech = inquiry.cause(in: input)
        change { interruption in
            interruption.detections.removeAll { $0.anchor == .localVAD }
            guard let speech else { return }
            let latency = Latency(
                anchor: .localVAD, startedAt: speech.onset, duration: interruption.at - speech.onset,
                confidence: speech.onsetConfidence)
            let better = interruption.detections.prefix { $0.anchor == .clientVAD }
            interruption.detections.insert(latency, at: better.count)
        }
    }

    private mutating func settle(_ input: HeardSpeech, at now: Timestamp, _ metrics: inout MetricLog) {
        guard let inquiry = inquiry.take() else { return }
        let isFalse = inquiry.isFalse(input, listenedAt: listenedAt, at: now)
        change { interruption in
            interruption.isSettled = true
            interruption.isFalse = isFalse
        }
        if isFalse != nil { judged += 1 }
        if isFalse == true { falseCount += 1 }
        if let interruption = recent.last { interruption.record(in: &metrics) }
    }

    private mutating func change(_ change: (inout Interruption) -> Void) {
        _ = recent.updateLast(where: { _ in true }, change)
    }
}

extension Interruption {
    fileprivate func record(in metrics: inout MetricLog) {
        metrics.record(.bargeIn, detections, headline: detection, at: at)
        // Without audio there is nothing that could have stopped.
        guard delivered > .zero else { return }
        metrics.record(.backlog, backlog.milliseconds, at: at)
        metrics.record(.stop, stop.milliseconds, at: at)
    }
}

import LiveProtocol
import SessionModel

extension SessionDocument {
    var turns: [Turn] { Array(state.turns.recent) + [state.turns.current].compactMap(\.self) }

    func turn(_ turn: Turn) -> JSONValue {
        let response = turn.response
        return .object(
            [
                ("index", .integer(turn.index)),
                ("startedAt", offset(turn.startedAt)),
                ("responseLatencyMs", .milliseconds(response?.duration)),
                ("responseAnchor", .string(response?.anchor.rawValue)),
                ("responseExactness", .string(response?.exactness.rawValue)),
                ("responseConfidence", .string(response?.confidence.rawValue)),
                ("responses", .array(turn.responses.map(latency))),
                ("isColdStart", .bool(turn.isColdStart)),
                ("perceivedGapMs", .milliseconds(turn.perceivedGap)),
                ("perceivedGapAnchor", .string(turn.perceivedGapAnchor?.rawValue)),
                ("segments", .array(turn.segments.map(segment))),
                ("leadingSilenceMs", .milliseconds(turn.leadingSilence)),
            ] + instants(turn) + [
                ("interrupted", .bool(turn.interruptedAt != nil)),
                ("isCutOff", .bool(turn.isCutOff)),
                ("reason", .string(turn.reason)),
                ("toolCalls", .integer(turn.toolCalls)),
                ("tokens", tokens(of: turn)),
                ("userText", text(turn.userText)),
                ("modelText", text(turn.modelText)),
                ("thoughts", text(turn.thoughts)),
            ] + sound(turn))
    }

    private func instants(_ turn: Turn) -> [(String, JSONValue)] {
        [
            ("userAt", offset(turn.userAt)),
            ("openedAt", offset(turn.openedAt)),
            ("endpointedAt", offset(turn.endpointedAt)),
            ("firstTextAt", offset(turn.firstTextAt)),
            ("firstAudioAt", offset(turn.firstAudioAt)),
            ("firstAudibleAt", offset(turn.firstAudibleAt)),
            ("lastAudioAt", offset(turn.lastAudioAt)),
            ("interruptedAt", offset(turn.interruptedAt)),
            ("generationCompleteAt", offset(turn.generationCompleteAt)),
            ("completedAt", offset(turn.completedAt)),
        ]
    }

    /// A turn without audio has no playback.
    private func sound(_ turn: Turn) -> [(String, JSONValue)] {
        let playback = turn.firstAudioAt == nil ? nil : turn.playback
        return [
            ("audioSeconds", .seconds(turn.audioDuration)),
            ("audioAfterInterruptionMs", .milliseconds(turn.interruptedAt.map { _ in turn.audioAfterInterruption })),
            ("heardSeconds", .seconds(playback.map { _ in turn.heard(at: now) })),
            ("heardRatio", .number(playback.flatMap { _ in turn.heardRatio(at: now) })),
            ("rtf", .number(playback?.realTimeFactor)),
            ("underruns", .integer(playback?.underruns)),
            ("starvedMs", .milliseconds(playback?.starved)),
            ("maxBacklogMs", .milliseconds(playback?.maxBacklog)),
        ]
    }

    private func latency(_ latency: Latency) -> JSONValue {
        .object([
            ("anchor", .string(latency.anchor.rawValue)), ("from", offset(latency.startedAt)),
            ("ms", .milliseconds(latency.duration)), ("confidence", .string(latency.confidence.rawValue)),
            ("exactness", .string(latency.exactness.rawValue)),
        ])
    }

    private func segment(_ segment: TurnSegment) -> JSONValue {
        .object([
            ("name", .string(segment.name.rawValue)), ("at", offset(segment.startedAt)),
            ("ms", .milliseconds(segment.duration)), ("exactness", .string(segment.exactness.rawValue)),
        ])
    }

    private func text(_ text: BoundedText) -> JSONValue { text.isEmpty ? .null : .string(text.value) }

    // MARK: Interruptions

    func interruption(_ interruption: Interruption) -> JSONValue {
        let detection = interruption.detection
        let hadAudio = interruption.delivered + interruption.audioAfter > .zero
        return .object([
            ("at", offset(interruption.at)),
            ("connection", .string(interruption.connection.description)),
            ("seq", .integer(interruption.sequence)),
            ("detectionMs", .milliseconds(detection?.duration)),
            ("anchor", .string(detection?.anchor.rawValue)),
            ("detections", .array(interruption.detections.map(latency))),
            ("stopMs", .milliseconds(hadAudio ? interruption.stop : nil)),
            ("backlogMs", .milliseconds(hadAudio ? interruption.backlog : nil)),
            ("heardRatio", .number(interruption.heardRatio)),
            ("audioAfterMs", .milliseconds(hadAudio ? interruption.audioAfter : nil)),
            ("isFalse", .bool(interruption.isFalse)),
        ])
    }

    var bargeIns: JSONValue {
        let interruptions = state.interruptions
        return .object([
            ("interruptions", .integer(interruptions.count)),
            ("judged", .integer(interruptions.judged)),
            ("false", .integer(interruptions.falseCount)),
            ("missed", .integer(interruptions.missedCount)),
        ])
    }

    // MARK: Tools

    /// In the order in which they were called; strays last.
    var tools: [ToolCall] {
        state.tools.all.sorted {
            ($0.calledAt ?? $0.answeredAt ?? now) < ($1.calledAt ?? $1.answeredAt ?? now)
        }
    }

    func tool(_ call: ToolCall) -> JSONValue {
        .object([
            ("id", .string(call.id)),
            ("name", .string(call.name)),
            ("calledAt", offset(call.calledAt)),
            ("endedAt", offset(call.answeredAt)),
            ("durationMs", .milliseconds(call.duration)),
            ("outcome", .string(call.outcome.rawValue)),
            ("runBy", .string(call.isService ? "service" : "client")),
        ])
    }
}

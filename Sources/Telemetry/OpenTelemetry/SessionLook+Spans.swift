internal import LiveProtocol
internal import SessionModel

extension SessionLook {
    /// Tells the generations, tool calls and speech that are over and were not told before.
    func trace(_ cursor: inout SessionCursor, _ news: inout CallTelemetry.News) {
        traceGenerations(&cursor, &news)
        traceTools(&cursor, &news.spans)
        if options.conventions.knowsSpeech { traceSpeech(&cursor, &news.spans) }
    }

    private func traceGenerations(_ cursor: inout SessionCursor, _ news: inout CallTelemetry.News) {
        for turn in state.turns.recent where turn.index > cursor.turn {
            guard turn.index < state.turns.count || isSettled(end(of: turn)) else { break }
            news.missedSpans += Int64(turn.index - cursor.turn - 1)
            cursor.turn = turn.index
            guard let place = place(of: turn.connection), place.isSampled else { continue }
            news.spans.append(span(of: turn, place))
        }
    }

    /// Where the model was interrupted, or was done, or its connection ended.
    private func end(of turn: Turn) -> Timestamp {
        let end = turn.interruptedAt ?? turn.completedAt
        return max(end ?? clock(of: turn.connection)?.closedAt ?? turn.lastAudioAt ?? turn.openedAt, turn.openedAt)
    }

    private func span(of turn: Turn, _ place: TracePlace) -> OTLPSpan {
        let operation = options.conventions.generation
        var attributes = identity(of: turn.connection, operation)
        addRequest(&attributes)
        addOutcome(of: turn, &attributes)
        addUsage(of: turn, &attributes)
        if options.capturesContent { addContent(of: turn, &attributes) }
        let error = turn.isCutOff && turn.interruptedAt == nil ? "session_closed" : nil
        attributes.add(SemanticNames.errorType, error)
        return OTLPSpan(
            trace: place.trace, id: options.identity.span(of: .generation(turn: turn.index), in: state.id),
            parent: place.parent, isParentRemote: place.parent != nil,
            name: ([operation] + [state.setup?.model].compactMap(\.self)).joined(separator: " "), kind: .client,
            start: turn.openedAt, end: end(of: turn), attributes: attributes.list, error: error)
    }

    private func addRequest(_ attributes: inout OTLPAttributes) {
        guard let generation = state.setup?.setup.generation else { return }
        let modalities = (generation.responseModalities ?? []).map { $0.uppercased() }
        let output = modalities.contains("AUDIO") ? "speech" : modalities.contains("TEXT") ? "text" : nil
        attributes.add(SemanticNames.outputType, output)
        attributes.add(SemanticNames.temperature, generation.temperature)
        attributes.add(SemanticNames.topP, generation.topP)
        attributes.add(SemanticNames.topK, generation.topK)
        attributes.add(SemanticNames.maxTokens, generation.maxOutputTokens)
    }

    private func addOutcome(of turn: Turn, _ attributes: inout OTLPAttributes) {
        attributes.add(SemanticNames.finishReasons, [turn.finishReason])
        attributes.add(SemanticNames.turnIndex, Int64(turn.index))
        attributes.add(SemanticNames.turnOutcome, turn.outcomeLabel)
        if let response = turn.countedResponse {
            attributes.add(SemanticNames.firstAnswer, response.duration.seconds)
            attributes.add(SemanticNames.firstAnswerAnchor, response.anchor.rawValue)
            attributes.add(SemanticNames.firstAnswerExactness, response.exactness.rawValue)
        }
        if let interruptedAt = turn.interruptedAt {
            let sample = state.metrics.samples(of: .bargeIn).last { $0.at == interruptedAt }
            attributes.add(SemanticNames.interruptionLatency, sample.map { $0.value / 1e3 })
        }
        if turn.index == state.turns.count { attributes.add(SemanticNames.contextRatio, state.tokens.occupancy) }
    }

    private func addUsage(of turn: Turn, _ attributes: inout OTLPAttributes) {
        // Without a usage message nobody knows: an estimate is not told as if somebody did.
        guard let tokens = state.tokens.tokens(ofTurn: turn.index), !tokens.isEstimated else { return }
        attributes.add(SemanticNames.inputTokens, tokens.input.total)
        attributes.add(SemanticNames.outputTokens, tokens.output.total)
        for modality in Modality.allCases {
            for (counts, isInput) in [(tokens.input, true), (tokens.output, false)] where counts[modality] > 0 {
                guard let name = SemanticNames.tokens(modality, isInput: isInput) else { continue }
                attributes.add(name, counts[modality])
            }
        }
        if tokens.cached > 0 { attributes.add(SemanticNames.cachedTokens, tokens.cached) }
        if tokens.thoughts > 0 { attributes.add(SemanticNames.reasoningTokens, tokens.thoughts) }
    }

    private func addContent(of turn: Turn, _ attributes: inout OTLPAttributes) {
        let message = { (role: String, text: String, members: [(String, JSONValue)]) in
            let part = JSONValue.object([("type", "text"), ("content", .string(text))])
            return JSONValue.array([.object([("role", .string(role)), ("parts", .array([part]))] + members)]).text
        }
        if !turn.userText.isEmpty {
            attributes.add(SemanticNames.inputMessages, message("user", turn.userText.value, []))
        }
        if !turn.modelText.isEmpty {
            let reason = [("finish_reason", JSONValue.string(turn.finishReason))]
            attributes.add(SemanticNames.outputMessages, message("assistant", turn.modelText.value, reason))
        }
    }

    // MARK: Tools

    private func traceTools(_ cursor: inout SessionCursor, _ spans: inout [OTLPSpan]) {
        let all =
            state.tools.recent.filter { $0.outcome != .unknown } + state.tools.service.filter { $0.answeredAt != nil }
        // Most looks find nothing new; what the rings have forgotten does not come again.
        let fresh = all.filter { !cursor.tools.contains(ToolCallKey($0)) }
        if cursor.tools.count > 2 * all.count + 16 { cursor.tools.formIntersection(all.map(ToolCallKey.init)) }
        for call in fresh {
            guard let calledAt = call.calledAt, let end = end(of: call) else { continue }
            // The client may answer on the connection that continues the session.
            guard call.outcome != .unanswered || isLast || now - end >= .seconds(10) else { continue }
            cursor.tools.insert(ToolCallKey(call))
            cursor.toolCount += 1
            guard let place = place(of: call.connection), place.isSampled else { continue }
            spans.append(span(of: call, number: cursor.toolCount, from: calledAt, to: end, place))
        }
    }

    private func end(of call: ToolCall) -> Timestamp? {
        call.answeredAt ?? (call.outcome == .unanswered ? clock(of: call.connection)?.closedAt ?? now : nil)
    }

    private func span(
        of call: ToolCall, number: Int, from start: Timestamp, to end: Timestamp, _ place: TracePlace
    ) -> OTLPSpan {
        var attributes = identity(of: call.connection, SemanticNames.toolOperation)
        attributes.add(SemanticNames.toolName, call.name)
        attributes.add(SemanticNames.toolType, call.isService ? "extension" : "function")
        attributes.add(SemanticNames.toolCall, call.id)
        if options.capturesContent { attributes.add(SemanticNames.toolArguments, call.arguments) }
        let failure = [.cancelled, .unanswered].contains(call.outcome) ? call.outcome.rawValue : nil
        attributes.add(SemanticNames.errorType, failure)
        // A turn that stays open until the answer has the call in it; one that ends with the call has it beside it.
        let turn = turn(around: start, end, on: call.connection)
        let parent = turn.map { options.identity.span(of: .generation(turn: $0), in: state.id) }
        return OTLPSpan(
            trace: place.trace, id: options.identity.span(of: .tool(number: number), in: state.id),
            parent: parent ?? place.parent, isParentRemote: parent == nil && place.parent != nil,
            name: "\(SemanticNames.toolOperation) \(call.name)", kind: .internal, start: start, end: max(start, end),
            attributes: attributes.list, error: call.outcome == .unanswered ? failure : nil)
    }

    /// The number of the turn that went on from the call to its end.
    private func turn(around start: Timestamp, _ end: Timestamp, on connection: ConnectionID?) -> Int? {
        let holds = { (turn: Turn) in
            turn.connection == connection && turn.openedAt <= start && (turn.isOpen || self.end(of: turn) >= end)
        }
        if let current = state.turns.current, holds(current) { return current.index }
        return state.turns.recent.last(where: holds)?.index
    }

    // MARK: Speech

    private func traceSpeech(_ cursor: inout SessionCursor, _ spans: inout [OTLPSpan]) {
        for speech in state.utterances.recent where cursor.speech.map({ speech.onset > $0 }) ?? true {
            guard isSettled(speech.end) else { break }
            cursor.speech = speech.onset
            // The model's own voice is nobody's.
            guard speech.isEcho != true, let place = place(of: speech.connection), place.isSampled else { continue }
            spans.append(span(of: speech, place))
        }
    }

    private func span(of speech: SpokenInput, _ place: TracePlace) -> OTLPSpan {
        var attributes = identity(of: speech.connection, SemanticNames.speechOperation)
        attributes.add(SemanticNames.isEstimated, true)
        attributes.add(SemanticNames.speechConfidence, speech.endConfidence.rawValue)
        attributes.add(SemanticNames.speechLevel, speech.level)
        attributes.add(SemanticNames.speechToNoise, speech.snr)
        return OTLPSpan(
            trace: place.trace, id: options.identity.span(of: .speech(onset: speech.onset), in: state.id),
            parent: place.parent, isParentRemote: place.parent != nil, name: SemanticNames.speechOperation,
            kind: .internal, start: speech.onset, end: max(speech.onset, speech.end), attributes: attributes.list)
    }
}

extension Turn {
    fileprivate var finishReason: String {
        if interruptedAt != nil { return "interrupted" }
        if isCutOff { return "error" }
        return reason ?? "stop"
    }
}

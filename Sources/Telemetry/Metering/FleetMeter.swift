public import Diagnosis
public import LiveProtocol
public import SessionModel

/// Counts for `/metrics`, fed with the same facts as the sessions.
///
/// Counters begin with the process and never fall, whatever becomes of the sessions that they were counted from. A frame
/// costs an addition or two, one with sound also a look for its connection; what needs a session's state is counted at the
/// ends of turns, at usage messages, at closes.
public struct FleetMeter: Sendable {
    private var samples = MetricSamples()
    private var traffic = TrafficCounts()
    private var sound = SoundCounts()
    private var calls: [ConnectionID: CallMeter] = [:]
    private var sessions: [SessionID: SessionMeter] = [:]
    private var models = LabelNames()
    private var tools = LabelNames()

    /// A session that is not continued for so long is over.
    private static let patience = Duration.seconds(60)
    /// A longer pause between messages with sound is between two stretches.
    private static let longestGap = Duration.seconds(5)

    /// Names the traces that observations are told with; nil where nobody exports them.
    private let identity: TraceIdentity?

    public init(traces identity: TraceIdentity? = nil) {
        self.identity = identity
        samples.initialize()
    }

    /// All values, as of the latest fact and the latest look.
    public var values: MetricSamples {
        var values = samples
        traffic.write(into: &values)
        sound.write(into: &values)
        return values
    }

    /// Counts a fact.
    ///
    /// - Parameter fleet: after the fact.
    public mutating func note(_ fact: LiveEvent, in fleet: Fleet) {
        switch fact.kind {
        case .frame(let direction, let opcode, let byteCount): traffic.frame(direction, opcode, byteCount)
        case .message(let direction, let digest): traffic.message(direction, digest.kind)
        case .undecodable(let direction, _, _):
            samples.add(to: .malformedFrames, direction.label, "undecodable")
        case .client(.audio(let chunk)): hear(chunk, .clientToServer, fact)
        case .server(.audio(let chunk)): hear(chunk, .serverToClient, fact)
        case .wire(let event): note(event, fact, fleet)
        case .client(let client): note(client, fact, fleet)
        case .server(let server): note(server, fact, fleet)
        case .closeFrame, .unknownField, .undecoded: break
        }
    }

    private mutating func hear(_ chunk: AudioChunk, _ direction: Direction, _ fact: LiveEvent) {
        let gap = calls[fact.connection, default: CallMeter()].sound(direction, at: fact.at)
        sound.hear(direction, lasting: chunk.duration, after: gap.flatMap { $0 <= Self.longestGap ? $0 : nil })
    }

    // MARK: Connections

    private mutating func note(_ event: WireEvent.Kind, _ fact: LiveEvent, _ fleet: Fleet) {
        switch event {
        case .upgraded(let handshake):
            calls[fact.connection, default: CallMeter()].upgradedAt = fact.at
            for (phase, length) in handshake.timings.phases {
                samples.observe(length.seconds, in: .connectDuration, phase)
            }
        case .refused(let refusal): samples.add(to: .connectErrors, refusal.label)
        case .framingLost(let direction, _): samples.add(to: .malformedFrames, direction.label, "framing_lost")
        case .closed(let closure): close(closure, fact, fleet)
        case .opened, .frame, .paused, .resumed, .captureGap, .pathSample, .fault: break
        }
    }

    private mutating func close(_ closure: Closure, _ fact: LiveEvent, _ fleet: Fleet) {
        let call = calls.removeValue(forKey: fact.connection) ?? CallMeter()
        if let upgradedAt = call.upgradedAt {
            samples.add(to: .closes, closure.codeLabel, closure.by.label)
            samples.observe((fact.at - upgradedAt).seconds, in: .connectionDuration, call.model)
        }
        if call.isResuming { samples.add(to: .resumptions, call.model, "refused") }
        guard let id = fleet.session(of: fact.connection), let state = fleet[id] else { return }
        countTurns(of: state)
        countTokens(of: state)
        countLatencies(of: state)
        for tool in state.tools.recent where tool.outcome == .unanswered && tool.connection == fact.connection {
            samples.add(to: .toolCalls, tools.name(tool.name), "unanswered")
        }
        sessions[id, default: SessionMeter()].openedAt = state.openedAt
        if !state.isOpen { sessions[id]?.endedAt = fact.at }
        // Nobody may ever look.
        if sessions.count > 2 * fleet.sessions.count + 64 { endSessions(fleet) { _ in fact.at } }
    }

    private mutating func note(_ client: ClientFact, _ fact: LiveEvent, _ fleet: Fleet) {
        switch client {
        case .setup(let setup):
            let model = models.name(setup.model.map(ModelTable.bareID))
            calls[fact.connection, default: CallMeter()].model = model
            calls[fact.connection]?.isResuming = setup.resumption?.handle != nil
            samples.add(to: .sessionsStarted, model, setup.resumption?.handle == nil ? "false" : "true")
            guard let id = fleet.session(of: fact.connection) else { return }
            sessions[id, default: SessionMeter()].model = model
            sessions[id]?.endedAt = nil
        case .activityEnd, .audioStreamEnd: calls[fact.connection]?.endSound(.clientToServer)
        case .toolResponse(let response) where !response.willContinue: countTool(response, fact, fleet)
        default: break
        }
    }

    private mutating func note(_ server: ServerFact, _ fact: LiveEvent, _ fleet: Fleet) {
        let model = calls[fact.connection]?.model ?? LabelNames.unknown
        switch server {
        case .setupComplete where calls[fact.connection]?.isResuming == true:
            calls[fact.connection]?.isResuming = false
            samples.add(to: .resumptions, model, "accepted")
        case .resumptionUpdate(let update) where update.handle != nil: calls[fact.connection]?.hasHandle = true
        case .goAway(let goAway):
            samples.add(to: .goAways, model)
            if let left = goAway.timeLeft { samples.observe(left.seconds, in: .goAwayTimeLeft, model) }
        case .interrupted:
            samples.add(to: .interruptions, model)
            calls[fact.connection]?.endSound(.serverToClient)
        case .toolCallCancellation(let ids):
            guard let state = state(of: fact, in: fleet) else { return }
            for call in state.tools.recent where call.outcome == .cancelled && ids.contains(call.id ?? "") {
                samples.add(to: .toolCalls, tools.name(call.name), "cancelled")
            }
        case .usage:
            guard let state = state(of: fact, in: fleet) else { return }
            countTokens(of: state)
            if let share = state.tokens.occupancy { samples.observe(share, in: .contextUsed, model) }
        case .turnComplete:
            calls[fact.connection]?.endSound(.serverToClient)
            guard let state = state(of: fact, in: fleet) else { return }
            countTurns(of: state)
            countLatencies(of: state)
        default: break
        }
    }

    /// A copy, and not a cheap one: for what happens once a turn.
    private func state(of fact: LiveEvent, in fleet: Fleet) -> SessionState? {
        fleet.session(of: fact.connection).flatMap { fleet[$0] }
    }

    // MARK: Sessions

    private mutating func countTurns(of state: SessionState) {
        let meter = sessions[state.id, default: SessionMeter()]
        for turn in state.turns.recent where turn.index > meter.turn {
            samples.add(to: .turns, meter.model, turn.outcomeLabel)
            let end = turn.completedAt ?? turn.interruptedAt ?? turn.lastAudioAt ?? turn.openedAt
            let length = (end - turn.openedAt).seconds
            let exemplar = self.exemplar(of: turn, in: state, length, at: end)
            samples.observe(length, in: .turnDuration, meter.model, exemplar: exemplar)
        }
        sessions[state.id, default: meter].turn = state.turns.recent.last?.index ?? meter.turn
    }

    private mutating func countTokens(of state: SessionState) {
        var meter = sessions[state.id, default: SessionMeter()]
        let tokens = state.tokens
        for modality in Modality.allCases {
            count(tokens.billedInput[modality], &meter.input[modality], "input", modality, meter.model, tokens)
            count(tokens.billedOutput[modality], &meter.output[modality], "output", modality, meter.model, tokens)
        }
        samples.add(
            Double(max(tokens.billedCached.subtractingClamped(meter.cached), 0)), to: .cachedTokens, meter.model)
        samples.add(
            Double(max(tokens.billedThoughts.subtractingClamped(meter.thoughts), 0)), to: .thoughtTokens, meter.model)
        (meter.cached, meter.thoughts) = (tokens.billedCached, tokens.billedThoughts)
        sessions[state.id] = meter
    }

    private mutating func count(
        _ billed: Int64, _ counted: inout Int64, _ direction: String, _ modality: Modality, _ model: String,
        _ ledger: TokenLedger
    ) {
        let more = billed.subtractingClamped(counted)
        guard more > 0 else { return }
        counted = billed
        samples.add(Double(more), to: .tokens, model, direction, modality.label)
        if let dollars = ledger.cost(of: more, modality, isInput: direction == "input") {
            samples.add(dollars, to: .cost, model, modality.label)
        }
    }

    private mutating func countLatencies(of state: SessionState) {
        var meter = sessions[state.id, default: SessionMeter()]
        countSamples(.response, of: state, since: &meter.responseAt, in: .response, meter.model) { $0.answeredAt }
        countSamples(.bargeIn, of: state, since: &meter.bargeInAt, in: .interruptionLatency, meter.model) {
            $0.interruptedAt
        }
        sessions[state.id] = meter
    }

    private mutating func countSamples(
        _ metric: Metric, of state: SessionState, since last: inout Timestamp?, in family: MetricFamily,
        _ model: String,
        at instant: (Turn) -> Timestamp?
    ) {
        for sample in state.metrics.samples(of: metric) where last.map({ sample.at > $0 }) ?? true {
            last = sample.at
            guard !sample.isColdStart else { continue }
            let turn = (Array(state.turns.recent) + [state.turns.current].compactMap(\.self)).last {
                instant($0) == sample.at
            }
            let exemplar = turn.flatMap { self.exemplar(of: $0, in: state, sample.value / 1e3, at: sample.at) }
            samples.observe(sample.value / 1e3, in: family, model, exemplar: exemplar)
        }
    }

    /// Where the generation is to be found in the traces; nil where it is in none.
    private func exemplar(of turn: Turn, in state: SessionState, _ value: Double, at instant: Timestamp) -> Exemplar? {
        guard let place = TracePlace(of: turn.connection, in: state, identity), place.isSampled else { return nil }
        let span = identity?.span(of: .generation(turn: turn.index), in: state.id)
        return Exemplar(trace: place.trace, span: span, value: value, at: instant)
    }

    private mutating func countTool(_ response: FunctionResponse, _ fact: LiveEvent, _ fleet: Fleet) {
        guard let state = state(of: fact, in: fleet),
            let call = state.tools.recent.last(where: { call in
                call.answer.map { $0.frame.sequence == fact.sequence && $0.frame.at == fact.at } ?? false
            })
        else { return }
        let name = tools.name(call.name)
        samples.add(to: .toolCalls, name, call.outcome.label)
        if call.outcome == .answered, let length = call.duration {
            samples.observe(length.seconds, in: .toolDuration, name)
        }
    }

    /// Connections that turned out to continue an older session: what was counted of them as a session of their own is
    /// that one's.
    public mutating func take(_ joins: [Fleet.Join]) {
        for join in joins {
            guard let own = sessions.removeValue(forKey: SessionID(join.connection)) else { continue }
            sessions[join.session, default: own].endedAt = nil
        }
    }

    // MARK: Looking

    /// Takes the figures that are true of a moment, and counts what became known since the last look.
    ///
    /// - Parameters:
    ///   - findings: what is wrong with each session.
    ///   - now: the present of a connection.
    public mutating func look(
        at fleet: Fleet, findings: [SessionID: [Finding]], now: (ConnectionID) -> Timestamp
    ) {
        lookAtCalls(now)
        samples.clear(.sessionsActive)
        var fullest = 0.0
        let states = fleet.sessions.span
        for index in states.indices where states[index].isOpen {
            let id = states[index].id
            samples.add(to: .sessionsActive, sessions[id]?.model ?? LabelNames.unknown)
            fullest = max(fullest, states[index].tokens.occupancy ?? 0)
            countLatencies(of: states[index])
        }
        samples.set(.contextUsedMax, to: fullest)
        count(findings)
        endSessions(fleet, now)
    }

    private mutating func lookAtCalls(_ now: (ConnectionID) -> Timestamp) {
        var (oldest, oldestWithout) = (0.0, 0.0)
        for (id, call) in calls {
            guard let upgradedAt = call.upgradedAt else { continue }
            let age = (now(id) - upgradedAt).seconds
            oldest = max(oldest, age)
            if !call.hasHandle { oldestWithout = max(oldestWithout, age) }
        }
        samples.set(.connectionAge, to: oldest)
        samples.set(.connectionAgeWithoutHandle, to: oldestWithout)
    }

    private mutating func count(_ findings: [SessionID: [Finding]]) {
        for (id, found) in findings {
            for finding in found {
                guard sessions[id, default: SessionMeter()].rules.insert(finding.rule.rawValue).inserted else {
                    continue
                }
                samples.add(to: .findings, finding.rule.rawValue, finding.severity.rawValue)
            }
        }
    }

    /// Counts sessions that are over, and forgets those that the fleet has forgotten.
    private mutating func endSessions(_ fleet: Fleet, _ now: (ConnectionID) -> Timestamp) {
        for (id, meter) in sessions {
            let isKnown = fleet.session(of: id.firstConnection) == id
            if let endedAt = meter.endedAt, !isKnown || now(id.firstConnection) - endedAt >= Self.patience {
                samples.observe((endedAt - (meter.openedAt ?? endedAt)).seconds, in: .sessionDuration, meter.model)
                sessions[id]?.endedAt = nil
            }
            if !isKnown { sessions[id] = nil }
        }
    }
}

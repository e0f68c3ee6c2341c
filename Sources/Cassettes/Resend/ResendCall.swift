import LiveProtocol
import NIOCore
import NIOWebSocket
import Simulator

/// One connection that is sent again: a task reads, and one performs. Sound keeps its pace; words and tools' answers
/// wait for the service in a lane of their own.
actor ResendCall {
    typealias Inbound = NIOAsyncChannelInboundStream<WebSocketFrame>
    typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    private let plan: ResendPlan
    private let handles: ResendHandles
    private let deadline: ContinuousClock.Instant
    /// Longest wait for the service behind the time at which a step was due.
    private let patience: Duration
    private let outbound: Outbound
    private let channel: any Channel
    private let progress = ResendProgress()
    private var assembler = MessageAssembler(sizeLimit: 1 << 26)
    private(set) var outcome = ResendOutcome(.broken)
    private var hasSentClose = false

    init(
        _ plan: ResendPlan, _ handles: ResendHandles, _ deadline: ContinuousClock.Instant, _ patience: Duration,
        _ outbound: Outbound, _ channel: any Channel
    ) {
        self.plan = plan
        self.handles = handles
        self.deadline = deadline
        self.patience = patience
        self.outbound = outbound
        self.channel = channel
    }

    // MARK: Reading

    /// Reads until the connection ends.
    func read(_ inbound: Inbound) async {
        do {
            for try await frame in inbound {
                guard await receive(frame) else { break }
            }
        } catch {
            // A reset or a truncated stream: the outcome says `broken` unless a close frame crossed before.
        }
        await progress.end()
    }

    private func receive(_ frame: WebSocketFrame) async -> Bool {
        switch frame.opcode {
        case .ping: try? await send(.pong, frame.data)  // fails only when the connection is gone
        case .connectionClose:
            var data = frame.data
            outcome.ending = .closed(code: data.readInteger(), reason: String(buffer: data))
            await close()
            return false
        case .text, .binary, .continuation:
            let part = Frame(
                Opcode(rawValue: UInt8(webSocketOpcode: frame.opcode)), Array(frame.data.readableBytesView),
                isFinal: frame.fin)
            guard let message = assembler.append(part).message else { return true }
            outcome.messagesReceived += 1
            let news = ServerNews(message.payload)
            await handles.note(news.handle)
            await progress.note(news)
        default: break
        }
        return true
    }

    // MARK: Performing

    /// Says everything, waits as the recorded client did, and closes.
    func perform() async {
        let opened = ContinuousClock.now
        let isSaid = await say(plan.steps.filter { !$0.isAfterSetup }, from: opened)
        outcome.isSetUp = await progress.wait(for: .setUp, patience: min(patience, deadline - .now)) != nil
        if isSaid, outcome.isSetUp { await converse() }
        outcome.isCut = outcome.isCut || ContinuousClock.now >= deadline || Task.isCancelled
        await close()
        // The answer ends `read`; a service that keeps silent is not waited for longer than this.
        if await progress.wait(for: .end, patience: .seconds(5)) == nil { try? await channel.close() }
    }

    private func converse() async {
        let start = ContinuousClock.now
        let steps = plan.steps.filter(\.isAfterSetup)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await self.say(steps.filter { $0.gate == .none }, from: start) }
            group.addTask { _ = await self.say(steps.filter { $0.gate != .none }, from: start) }
            await group.waitForAll()
        }
        await listen(from: start)
    }

    /// Until the recorded end, and until the service has said as much as then.
    private func listen(from start: ContinuousClock.Instant) async {
        await rest(until: start + plan.endsAt)
        let gate = plan.isEndedByServer ? ResendProgress.Gate.end : .step(.turns(plan.turns))
        _ = await progress.wait(for: gate, patience: min(patience, deadline - .now))
    }

    /// False when not everything could be said.
    private func say(_ steps: [ResendPlan.Step], from start: ContinuousClock.Instant) async -> Bool {
        for step in steps {
            await rest(until: start + step.at)
            if step.gate != .none {
                let patience = min(start + step.at + patience, deadline) - .now
                let opening = await progress.wait(for: .step(step.gate), patience: patience)
                if let opening { await rest(until: opening + step.afterGate) }
            }
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                outcome.isCut = true
                return false
            }
            // The connection is gone: how, the reading task has seen.
            do { try await say(step) } catch { return false }
        }
        return true
    }

    private func say(_ step: ResendPlan.Step) async throws {
        guard let payload = await payload(of: step) else {
            outcome.answersLeftOut += 1
            return
        }
        outcome.messagesSent += 1
        try await send(step.isText ? .text : .binary, ByteBuffer(bytes: payload))
    }

    /// Nil for the answer to a call that did not come.
    private func payload(of step: ResendPlan.Step) async -> [UInt8]? {
        guard case .calls = step.gate, let answer = ToolAnswer(step.payload) else {
            return step.isAfterSetup ? step.payload : ResendMessage.setup(step.payload, handle: await handles.newest)
        }
        let current = await progress.calls
        return answer.translated { id in plan.numbering.reference(of: id).flatMap { current.id(of: $0) } }
    }

    private func rest(until instant: ContinuousClock.Instant) async {
        // Fails only when it is cancelled, which the caller looks at.
        try? await Task.sleep(until: min(instant, deadline), clock: .continuous)
    }

    private func close() async {
        guard !hasSentClose else { return }
        hasSentClose = true
        let payload = ByteBuffer(bytes: MockClosure(code: plan.closeCode, reason: "").payload)
        try? await send(.connectionClose, payload)  // fails only when the connection is gone
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) async throws {
        try await outbound.write(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: payload))
    }
}

import LiveProtocol
import NIOCore

/// What happens at once.
extension FaultCall {
    func start(_ index: Int) {
        guard !hasEnded, armed[index].phase == .waiting else { return }
        armed[index].begin()
        let fault = armed[index].fault
        if fault.kind.name.isLasting { last(index) } else { perform(index, fault) }
    }

    private func last(_ index: Int) {
        let fault = armed[index].fault
        let way = fault.kind.name.directions.isEmpty ? nil : armed[index].direction
        let length = fault.duration.map { " for \(FaultTime.protobuf($0))" } ?? " until the call ends"
        note(index, "begins\(length)", way)
        guard let duration = fault.duration else { return }
        schedule(duration) { call in
            call.armed[index].phase = .over
            call.goOn()
        }
    }

    private func perform(_ index: Int, _ fault: Fault) {
        switch fault.kind {
        case .goAway(let timeLeft, let code): goAway(index, timeLeft, code)
        case .close(let code, let reason): close(index, code, reason)
        case .reset: cut(index, "resets the connection") { LegEnd.reset($0) }
        case .fin: cut(index, "ends the connection without a close frame") { LegEnd.close($0, isTruncated: false) }
        case .halfClose: halfClose(index)
        case .interrupted:
            note(index, "sends interrupted", .serverToClient)
            inject(#"{"serverContent":{"interrupted":true}}"#)
        case .toolCall(let name): callTool(index, name ?? talk.firstFunction ?? "livetop_probe")
        case .toolCancel: cancelWaiting()
        default: break
        }
    }

    private func goAway(_ index: Int, _ timeLeft: Duration, _ code: CloseCode?) {
        let left = FaultTime.protobuf(timeLeft)
        note(index, "sends goAway with \(left) left", .serverToClient)
        inject(#"{"goAway":{"timeLeft":"\#(left)"}}"#)
        guard let code else { return }
        // Until then it can be ended, and the close with it.
        if armed[index].phase == .over { armed[index].phase = .active }
        schedule(timeLeft) { call in
            guard call.armed[index].phase != .over else { return }
            if call.armed[index].phase == .active { call.armed[index].phase = .over }
            call.close(index, code, "Deadline expired before operation could complete.")
        }
    }

    func close(_ index: Int, _ code: CloseCode, _ reason: String) {
        guard !hasEnded, let down, !down.isMuted else { return }
        note(index, "closes with \(code.rawValue)\(reason.isEmpty ? "" : " ‘\(reason)’")", .serverToClient)
        let detail = "injected: \(armed[index].fault.description)"
        recorder.noteClosureByProxy(Closure(by: .proxy, code: code, reason: reason, detail: detail))
        down.inject(.close(code, reason: reason)) { down.isMuted = true }
        // The client's answer goes upstream like anything that it sends; one that does not answer is let go.
        schedule(.seconds(5)) { call in
            if let context = call.up?.context { LegEnd.close(context, isTruncated: false) }
        }
    }

    /// Ends a leg in a way of its own: the client's, unless the other one was asked for.
    private func cut(_ index: Int, _ words: String, _ end: @escaping (ChannelHandlerContext) -> Void) {
        note(index, words, armed[index].direction)
        recorder.noteClosureByProxy(Closure(by: .proxy, detail: "injected: \(armed[index].fault.description)"))
        let isUp = armed[index].direction == .clientToServer
        if !isUp { down?.isMuted = true }
        // In a turn of its own: whoever asks for it is in the middle of reading.
        eventLoop.assumeIsolated().execute { [weak self] in
            if let context = (isUp ? self?.down : self?.up)?.context { end(context) }
        }
    }

    private func halfClose(_ index: Int) {
        note(index, "sends nothing any more, and goes on reading", armed[index].direction)
        let isUp = armed[index].direction == .clientToServer
        (isUp ? up : down)?.isMuted = true
        recorder.noteClosureByProxy(Closure(by: .proxy, detail: "injected: \(armed[index].fault.description)"))
        eventLoop.assumeIsolated().execute { [weak self] in
            if let context = (isUp ? self?.down : self?.up)?.context { LegEnd.closeOutput(context, isTruncated: false) }
        }
    }

    private func callTool(_ index: Int, _ name: String) {
        let id = talk.invent()
        note(index, "calls \(name)", .serverToClient)
        let text = JSONValue.object([
            (
                "toolCall",
                .object([
                    (
                        "functionCalls",
                        .array([
                            .object([
                                ("id", .string(id)), ("name", .string(name)),
                                ("args", .object([(String, JSONValue)]())),
                            ])
                        ])
                    )
                ])
            )
        ])
        inject(text.text)
    }

    /// Cancels the newest call that waits, for every fault that is there for it.
    func cancelWaiting() {
        for index in armed.indices where armed[index].phase == .active && armed[index].fault.kind == .toolCancel {
            guard let id = talk.openCalls.last, armed[index].hit() else { continue }
            talk.cancel(id)
            note(index, "cancels call \(id)", .serverToClient)
            inject(JSONValue.object([("toolCallCancellation", .object([("ids", .array([.string(id)]))]))]).text)
        }
    }

    private func inject(_ json: String) {
        guard let down else { return }
        let text = Array(json.utf8)
        down.inject(Frame(down.opcode, text))
        guard depth < 4, let kinds = MessageClassifier.kinds(of: text) else { return }
        depth += 1
        trigger(.serverToClient, kinds)
        depth -= 1
    }
}

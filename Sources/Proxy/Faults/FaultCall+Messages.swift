import LiveProtocol
import NIOCore

/// Messages on their way.
extension FaultCall {
    /// What becomes of a whole message.
    func judge(_ direction: Direction, _ message: FaultMessage) -> FaultVerdict {
        var verdict = FaultVerdict()
        if direction == .clientToServer, let root = message.document?.root {
            // The service has never asked: an answer would be a mistake of the client's.
            switch talk.heard(client: root) {
            case .none: break
            case .all: verdict.isWithheld = true
            case .some(let list, let kept):
                let rest = kept.map { Array($0.source) }.joined(separator: [UInt8(ascii: ",")])
                verdict.change(message) { edit in
                    edit.replace(list, by: [UInt8(ascii: "[")] + rest + [UInt8(ascii: "]")])
                }
            }
        }
        for index in armed.indices where armed[index].phase == .active {
            apply(index, direction, message, &verdict)
        }
        return verdict
    }

    private func apply(
        _ index: Int, _ direction: Direction, _ message: FaultMessage, _ verdict: inout FaultVerdict
    ) {
        switch armed[index].fault.kind {
        case .drop(let selector):
            guard isHit(index, selector, direction, message) else { return }
            verdict.isWithheld = true
            note(index, "withholds \(message.kinds.first.rawValue)", direction)
        case .duplicate(let selector):
            guard isHit(index, selector, direction, message) else { return }
            verdict.isDuplicated = true
            note(index, "passes \(message.kinds.first.rawValue) on twice", direction)
        case .hold(let selector, let time):
            guard direction == .serverToClient, isHit(index, selector, direction, message) else { return }
            verdict.hold = time
            note(index, "holds \(message.kinds.first.rawValue) back for \(FaultTime.protobuf(time))", direction)
        case .reorder(let selector):
            guard direction == .serverToClient, isHit(index, selector, direction, message) else { return }
            verdict.isReordered = true
            note(index, "passes \(message.kinds.first.rawValue) on behind the next message", direction)
        default:
            direction == .clientToServer ? applyUp(index, message, &verdict) : applyDown(index, message, &verdict)
        }
    }

    private func isHit(
        _ index: Int, _ selector: FaultSelector, _ direction: Direction, _ message: FaultMessage
    ) -> Bool {
        armed[index].concerns(direction) && selector.matches(direction, message.kinds) && armed[index].hit()
    }

    private func applyUp(_ index: Int, _ message: FaultMessage, _ verdict: inout FaultVerdict) {
        let kind = armed[index].fault.kind
        if case .resumeRefused = kind, message.kinds.contains(.setup) { return refuseResumption(index, &verdict) }
        guard message.kinds.contains(.realtimeAudio) else { return }
        switch kind {
        case .noise(let level):
            var dice = armed[index].dice
            verdict.change(message) { edit in
                edit.changeAudio(.clientToServer) { FaultSound.noise(&$0, level: level, &dice) }
            }
            armed[index].dice = dice
        case .gain(let decibels):
            verdict.change(message) { edit in
                edit.changeAudio(.clientToServer) { FaultSound.gain(&$0, decibels: decibels) }
            }
        case .loss(let percent):
            guard armed[index].dice.fraction() * 100 < percent else { return }
            verdict.change(message) { $0.changeAudio(.clientToServer, by: FaultSound.silence) }
        default: return
        }
        _ = armed[index].hit()
    }

    private func applyDown(_ index: Int, _ message: FaultMessage, _ verdict: inout FaultVerdict) {
        switch armed[index].fault.kind {
        case .handleWithheld where message.kinds.contains(.sessionResumptionUpdate):
            verdict.isWithheld = armed[index].hit()
        case .silence where message.kinds.contains(.audio):
            verdict.change(message) { $0.changeAudio(.serverToClient, by: FaultSound.silence) }
            _ = armed[index].hit()
        case .usageJump(let tokens) where message.kinds.contains(.usageMetadata):
            guard armed[index].hit() else { return }
            verdict.change(message) { _ = $0.raiseUsage(to: tokens) }
            note(index, "says that \(tokens) tokens are in the context", .serverToClient)
        case .unknownField where message.document?.root.isObject == true:
            guard armed[index].hit() else { return }
            verdict.change(message) { edit in
                if let root = message.document?.root { edit.insert(member: Self.unknownMember, in: root) }
            }
            note(index, "adds a field that nobody knows", .serverToClient)
        case .truncate:
            guard armed[index].hit() else { return }
            verdict.isTruncated = true
            note(index, "sends half of a message and ends the connection", .serverToClient)
            let detail = armed[index].fault.description
            recorder.noteClosureByProxy(Closure(by: .proxy, detail: "injected: \(detail)"))
            eventLoop.assumeIsolated().execute { [weak self] in
                if let context = self?.up?.context { LegEnd.close(context, isTruncated: true) }
            }
        default: break
        }
    }

    private static let unknownMember = #""livetopUnknownField":{"note":"a field of tomorrow"}"#

    private func refuseResumption(_ index: Int, _ verdict: inout FaultVerdict) {
        guard talk.hasHandle else {
            armed[index].phase = .over
            return note(index, "does nothing: the setup has no handle")
        }
        guard armed[index].hit() else { return }
        verdict.isWithheld = true
        // Behind the message that sets it off.
        eventLoop.assumeIsolated().execute { [weak self] in
            self?.close(index, CloseCode(rawValue: 1008), "BidiGenerateContent session not found")
        }
    }

    /// A control frame that is kept from its receiver.
    func drops(_ frame: Frame, _ direction: Direction) -> Bool {
        var isDropped = false
        for index in armed.indices where armed[index].phase == .active {
            switch armed[index].fault.kind {
            case .pingTimeout where frame.opcode == .pong && direction == .serverToClient:
                isDropped = armed[index].hit()
            case .drop(let selector) where selector.matches(frame.opcode) && armed[index].concerns(direction):
                guard armed[index].hit() else { continue }
                isDropped = true
                note(index, "withholds a \(frame.opcode.name)", direction)
            default: break
            }
        }
        return isDropped
    }

    /// A whole message has passed, or would have: what waits for it begins.
    func passed(_ direction: Direction, _ message: FaultMessage, isWithheld: Bool) {
        if direction == .serverToClient, !isWithheld, let root = message.document?.root {
            talk.heard(server: root)
            cancelWaiting()
        }
        trigger(direction, message.kinds)
        publish()
    }

    func trigger(_ direction: Direction, _ kinds: MessageKinds) {
        for index in armed.indices where armed[index].isTriggered(by: direction, kinds) { start(index) }
    }

    /// When bytes may go on that have come now.
    func release(_ direction: Direction, _ byteCount: Int) -> NIODeadline {
        let now = eventLoop.now
        var release = now
        for index in armed.indices where armed[index].phase == .active && armed[index].direction == direction {
            switch armed[index].fault.kind {
            case .delay(let time): release = release + TimeAmount(time)
            case .jitter(let time): release = release + TimeAmount(time * armed[index].dice.fraction())
            case .throttle(let rate):
                let needed = Duration.nanoseconds(Int64(clamping: Double(byteCount) / Double(max(rate, 1)) * 1e9))
                release = max(release, armed[index].busyUntil ?? release) + TimeAmount(needed)
                armed[index].busyUntil = release
            case .stall: return .distantFuture
            default: break
            }
        }
        return release
    }
}

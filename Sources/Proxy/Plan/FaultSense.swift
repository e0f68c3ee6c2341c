import LiveProtocol

/// Whether a fault can happen at all.
enum FaultSense {
    static func check(_ fault: Fault) throws(FaultError) {
        try checkMoment(fault)
        try checkWay(fault)
        try checkRepetition(fault)
    }

    /// What happens with the first message has happened before anything else could.
    private static func checkMoment(_ fault: Fault) throws(FaultError) {
        switch fault.kind {
        case .refuse where fault.trigger != .now:
            throw .never("an upgrade is refused before there is a call", cure: "leave the moment out: refuse 429")
        case .resumeRefused where fault.trigger != .now:
            throw .never("a handle comes with the first message", cure: "leave the moment out: resume-refused")
        default: break
        }
        try checkBeginning(fault)
    }

    /// Setup and its answer come once, before there is a turn or a word.
    private static func checkBeginning(_ fault: Fault) throws(FaultError) {
        let named: FaultSelector
        switch fault.kind {
        case .drop(let selector), .duplicate(let selector), .reorder(let selector), .hold(let selector, _):
            named = selector
        default: return
        }
        guard !named.kinds.isEmpty, named.kinds.allSatisfy({ $0 == .setup || $0 == .setupComplete }) else { return }
        switch fault.trigger {
        case .now, .after: return
        case .turns, .messages: break
        case .event(let selector):
            if selector.kinds.isEmpty || selector.kinds.contains(.setup) && !named.kinds.contains(.setup) { return }
        }
        throw .never(
            "\(named.name) has passed by then", cure: "leave the moment out: \(fault.kind.name.rawValue) \(named.name)")
    }

    private static func checkWay(_ fault: Fault) throws(FaultError) {
        switch fault.kind {
        case .drop(let selector), .duplicate(let selector):
            let direction = fault.direction
            guard direction.map(selector.mayTravel) ?? true else {
                throw .never(
                    "no \(selector.name) goes \(direction?.name ?? "")",
                    cure: "leave dir out, or name \(direction?.opposite.name ?? "the other way")")
            }
        case .hold(let selector, _), .reorder(let selector):
            guard selector.mayTravel(.serverToClient) else {
                throw FaultError(
                    "\(selector.name) goes to the service, where the order of messages is kept",
                    cure: "delay or drop it instead: drop \(selector.name)")
            }
            guard selector.opcode == nil else {
                throw .never(
                    "\(selector.name) is no message", cure: "drop \(selector.name), or ping-timeout, can be done")
            }
        default: break
        }
    }

    private static func checkRepetition(_ fault: Fault) throws(FaultError) {
        if fault.duration != nil, !fault.kind.name.isLasting {
            throw FaultError(
                "\(fault.kind.name.rawValue) happens at once and lasts for no time", cure: "leave 'for' out")
        }
        guard fault.every != nil else { return }
        if fault.kind.name.isLasting {
            throw FaultError("\(fault.kind.name.rawValue) goes on by itself", cure: "leave 'every' out")
        }
        switch fault.kind {
        case .close, .reset, .fin, .halfClose, .truncate, .refuse, .resumeRefused:
            throw .never("a call ends once", cure: "leave 'every' out; name more calls with --next")
        default: break
        }
        let isCounted =
            switch fault.trigger {
            case .now, .after: fault.kind.name.waitsForMessage
            case .turns, .messages, .event: true
            }
        guard isCounted else {
            throw .never("there is nothing to count", cure: "name what happens again and again: @toolCall,every=2")
        }
    }
}

import LiveProtocol

/// Calls whose arguments come in pieces, on one connection: each is told with what there is of its arguments.
struct PartialCalls: Sendable {
    private struct Open: Sendable {
        var id: String?
        var name: String
        var arguments = PartialArguments()
    }

    private var open: [Open] = []
    private static let limit = 16

    /// The call with its arguments so far; as it came, where none are streamed.
    mutating func completed(_ call: FunctionCall) -> FunctionCall {
        guard !call.partialArguments.isEmpty || call.willContinue || isOpen(call) else { return call }
        var place = open.firstIndex {
            $0.id == call.id && (call.id != nil || $0.name == call.name || call.name.isEmpty)
        }
        if place == nil {
            if open.count == Self.limit { open.removeFirst() }
            open.append(Open(id: call.id, name: call.name))
            place = open.count - 1
        }
        guard let place else { return call }
        for piece in call.partialArguments { open[place].arguments.add(piece) }
        var whole = call
        if whole.name.isEmpty { whole.name = open[place].name }
        whole.arguments = call.arguments ?? open[place].arguments.json
        if !call.willContinue { open.remove(at: place) }
        return whole
    }

    private func isOpen(_ call: FunctionCall) -> Bool {
        call.arguments == nil && open.contains { $0.id == call.id && (call.id != nil || call.name.isEmpty) }
    }
}

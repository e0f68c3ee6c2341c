import LiveProtocol

/// Several lines that go together.
extension StagedCall {
    /// One exchange that goes well.
    package mutating func exchange(prompt: Int? = 100) {
        text("Hello?", after: 1)
        speak()
        completeTurn(prompt: prompt)
    }

    /// Setup and two exchanges that go well.
    package mutating func talk() {
        begin()
        exchange()
        exchange()
    }

    /// Turns until the prompt has that many tokens.
    package mutating func fill(to prompt: Int, _ more: SetupFields = .none) {
        begin(more)
        for turn in 1...5 { exchange(prompt: prompt / 5 * turn) }
    }
}

extension [StagedCall] {
    /// A connection that breaks after its second handle, and one that comes back with a handle or without.
    package static func resumed(
        after seconds: Double, handle: String? = "h2", refused: Bool = false
    ) -> [StagedCall] {
        var first = StagedCall(1)
        first.begin(.resumption)
        first.handle("h1")
        first.exchange()
        first.handle("h2")
        first.drop()
        var second = StagedCall(2, start: first.elapsed + seconds)
        second.begin(handle.map(SetupFields.resuming) ?? .resumption, isAccepted: !refused)
        if refused { second.close(1011, "Internal error encountered.", after: 0.6) } else { second.exchange() }
        return [first, second]
    }
}

package import LiveProtocol

/// One field of the setup that is said otherwise when a session is sent again: `generationConfig.temperature=0.2`.
package struct SetupChange: Hashable, Sendable {
    /// Names from the setup on, in either spelling.
    package var path: [String]
    /// Nil takes the field out.
    package var value: JSONValue?

    /// Reads `PATH=VALUE`: the value as JSON, or as a text where it is none; without a value the field goes. A bare model
    /// is written as the service has it.
    package init?(argument text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isNameByte) }) else { return nil }
        let written = String(text[text.index(after: equals)...])
        let json = try? JSONValue(parsing: Array(written.utf8))
        value = written.isEmpty || json == .null ? nil : json ?? .string(written)
        if path == ["model"], let name = value?.string, !name.contains("/") { value = .string("models/\(name)") }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    /// The message with the change; bytes without a setup come back as they are.
    func applied(to payload: [UInt8]) -> [UInt8] {
        guard let message = try? JSONValue(parsing: payload), message[anyCase: "setup"] != nil else { return payload }
        return message.replacing(anyCase: "setup") { Self.changed($0, path[...], value) }.utf8
    }

    private static func changed(_ object: JSONValue, _ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return value ?? object }
        let rest = path.dropFirst()
        if object[anyCase: name] != nil {
            return object.replacing(anyCase: name) { rest.isEmpty ? value : changed($0, rest, value) }
        }
        guard value != nil else { return object }
        let inner = rest.isEmpty ? value ?? .null : changed(.object([JSONValue.Member]()), rest, value)
        return .object((object.members ?? []) + [JSONValue.Member(name, inner)])
    }
}

extension ResendPlan {
    /// The same with another setup.
    package func setting(_ changes: [SetupChange]) -> ResendPlan {
        var plan = self
        plan.steps = steps.map { step in
            var step = step
            if !step.isAfterSetup { step.payload = changes.reduce(step.payload) { $1.applied(to: $0) } }
            return step
        }
        return plan
    }

    /// The same in less time: all that waits for the clock waits a `factor`th as long, and not at all with an infinite one.
    /// What waits for the service still does.
    package func sped(by factor: Double) -> ResendPlan {
        let quick = { (length: Duration) -> Duration in factor.isFinite ? length / max(factor, 0.01) : .zero }
        var plan = self
        plan.steps = steps.map { step in
            var step = step
            (step.at, step.afterGate) = (quick(step.at), quick(step.afterGate))
            return step
        }
        plan.endsAt = quick(endsAt)
        return plan
    }
}

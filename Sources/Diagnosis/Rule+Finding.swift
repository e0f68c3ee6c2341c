import LiveProtocol
import SessionModel

extension Finding {
    /// What `match` leaves open comes from the rule.
    init(_ rule: Rule, _ match: RuleMatch) {
        self.init(
            rule: rule.id, variant: match.variant, severity: match.severity ?? rule.severity,
            confidence: match.confidence, isPrediction: match.isPrediction, from: match.from, to: match.to,
            connection: match.connection, evidence: match.evidence, numbers: match.numbers, title: match.title,
            cause: match.cause ?? rule.cause, fix: match.fix ?? rule.fix)
    }
}

extension RuleMatch {
    /// The match with one more piece of proof; a mark that is not there is no proof.
    func proof(_ mark: FrameMark?, _ note: String) -> RuleMatch {
        guard let mark, let connection else { return self }
        return adding(Evidence(connection: connection, sequence: mark.sequence, at: mark.at, note: note))
    }

    /// The match with an instant that is no frame.
    func proof(at instant: Timestamp?, _ note: String) -> RuleMatch {
        guard let instant, let connection else { return self }
        return adding(Evidence(connection: connection, at: instant, note: note))
    }

    func number(_ name: String, _ value: Double?) -> RuleMatch {
        guard let value, value.isFinite else { return self }
        var match = self
        match.numbers.append(Finding.Number(name, value))
        return match
    }

    func number(_ name: String, _ value: Int) -> RuleMatch { number(name, Double(value)) }

    func on(_ connection: ConnectionID) -> RuleMatch {
        var match = self
        match.connection = connection
        return match
    }

    /// Sure only as far as an estimate is.
    func unsure(if isUnsure: Bool = true) -> RuleMatch {
        var match = self
        if isUnsure { match.confidence = .low }
        return match
    }

    func predicted(_ isPrediction: Bool = true) -> RuleMatch {
        var match = self
        match.isPrediction = isPrediction
        return match
    }

    func because(_ cause: String) -> RuleMatch {
        var match = self
        match.cause = cause
        return match
    }

    func cured(by fix: String) -> RuleMatch {
        var match = self
        match.fix = fix
        return match
    }

    private func adding(_ evidence: Evidence) -> RuleMatch {
        var match = self
        match.evidence.append(evidence)
        match.evidence.sort { $0.at < $1.at }
        return match
    }
}

internal import LiveProtocol
internal import SessionModel

extension Direction {
    var label: String {
        switch self {
        case .clientToServer: "up"
        case .serverToClient: "down"
        }
    }
}

extension Party {
    var label: String {
        switch self {
        case .client: "client"
        case .server: "upstream"
        case .proxy: "proxy"
        case .transport: "transport"
        }
    }
}

extension Closure {
    /// The code where it is one that the registry or the service knows; `none` without a close frame.
    var codeLabel: String {
        guard let code else { return "none" }
        return code.name == nil ? "other" : String(code.rawValue)
    }
}

extension Refusal {
    var label: String {
        guard by != .server else { return status >= 500 ? "http_5xx" : "http_4xx" }
        switch status {
        case 504: return "timeout"
        case 502, 503: return "unreachable"
        default: return "not_allowed"
        }
    }

    static let labels = ["http_4xx", "http_5xx", "timeout", "unreachable", "not_allowed"]
}

extension ConnectTimings {
    var phases: [(String, Duration)] {
        [("dns", dns), ("tcp", connect), ("tls", tls), ("upgrade", response)].compactMap { name, length in
            length.map { (name, $0) }
        }
    }
}

extension Modality {
    var label: String { self == .unspecified ? "unknown" : rawValue.lowercased() }
}

extension Turn {
    var outcomeLabel: String {
        if interruptedAt != nil { return "interrupted" }
        if isCutOff { return "session_closed" }
        return reason == nil ? "complete" : "error"
    }

    static let outcomeLabels = ["complete", "interrupted", "session_closed", "error"]
}

extension ToolCall.Outcome {
    var label: String { self == .answered ? "ok" : rawValue }
}

extension MetricSamples {
    /// Known labels are told from the start as 0, so that a rate sees the first of them.
    mutating func initialize() {
        for direction in Direction.allCases {
            for reason in ["undecodable", "framing_lost"] { add(0, to: .malformedFrames, direction.label, reason) }
        }
        for reason in Refusal.labels { add(0, to: .connectErrors, reason) }
        for code in ["1000", "1001", "1006", "1007", "1008", "1011", "none", "other"] {
            for side in Party.allCases { add(0, to: .closes, code, side.label) }
        }
    }
}

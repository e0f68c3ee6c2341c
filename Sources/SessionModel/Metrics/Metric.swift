/// The quantities that have percentiles, named as in `stats --json`, `check`, the filter and the Metrics screen.
public enum Metric: String, CaseIterable, Codable, Hashable, Sendable {
    /// `setup` forwarded → `setupComplete`.
    case setup = "setup_ms"
    /// The user's end, by the anchor given with the sample → first model audio (or text, in a text session).
    case response = "response_ms"
    /// First model audio → its first audible sample.
    case leadingSilence = "leading_silence_ms"
    /// The user's onset during playback, by the anchor given with the sample → `interrupted`.
    case bargeIn = "bargein_ms"
    /// `interrupted` → last model audio of that turn; 0 when none came after it.
    case stop = "stop_ms"
    /// Model audio delivered and not yet played at `interrupted`.
    case backlog = "backlog_ms"
    /// `toolCall` → `toolResponse`.
    case tool = "tool_ms"
    /// Last use of the old connection → `setupComplete` of the new one.
    case resumeGap = "resume_gap_ms"
    /// Length of an input audio message.
    case chunk = "chunk_ms"
    /// How far apart input audio messages came from their own length, p95 of which is the jitter.
    case jitter = "jitter_ms"
    /// Signal-to-noise ratio of a speech segment of the input.
    case snr = "snr_db"
    /// Model audio received in a turn ÷ the time it took to come; above 1 is faster than real time.
    case realTimeFactor = "rtf"
    /// Context used ÷ the model's limit, after each usage message.
    case contextRatio = "context_ratio"
    /// What the session has cost, after each usage message, where all its prices are known.
    case cost = "cost_usd"
}

extension Metric {
    /// It compares instants. The others come from the content of messages alone.
    var restsOnTimes: Bool {
        switch self {
        case .setup, .response, .bargeIn, .stop, .backlog, .tool, .resumeGap, .jitter, .realTimeFactor: true
        case .leadingSilence, .chunk, .snr, .contextRatio, .cost: false
        }
    }

    /// Words for a heading.
    public var title: String {
        switch self {
        case .setup: "Setup"
        case .response: "Response latency"
        case .leadingSilence: "Leading silence"
        case .bargeIn: "Barge-in detection"
        case .stop: "Audio after interruption"
        case .backlog: "Backlog at interruption"
        case .tool: "Tool call"
        case .resumeGap: "Reconnect gap"
        case .chunk: "Input chunk"
        case .jitter: "Input jitter"
        case .snr: "Signal to noise"
        case .realTimeFactor: "Output real-time factor"
        case .contextRatio: "Context used"
        case .cost: "Cost"
        }
    }

    /// Samples kept for plots: of what happens once a turn or less as many as there are turns, so that an hour of
    /// conversation fills every history and ten hours keep no more.
    public var sampleLimit: Int {
        switch self {
        case .chunk, .jitter: 256
        default: 100
        }
    }

    public var unit: Unit {
        switch self {
        case .setup, .response, .leadingSilence, .bargeIn, .stop, .backlog, .tool, .resumeGap, .chunk, .jitter:
            .milliseconds
        case .snr: .decibels
        case .realTimeFactor: .ratio
        case .contextRatio: .share
        case .cost: .dollars
        }
    }

    public enum Unit: CaseIterable, Hashable, Sendable {
        case milliseconds
        case decibels
        case ratio
        /// Of a whole: 1 is all of it.
        case share
        case dollars

        /// As `stats --json` names it; empty for what has none.
        public var symbol: String {
            switch self {
            case .milliseconds: "ms"
            case .decibels: "dB"
            case .ratio, .share: ""
            case .dollars: "USD"
            }
        }

        /// What percentiles tell apart near zero; further out they are good to one in a hundred.
        var resolution: Double {
            switch self {
            case .milliseconds, .decibels: 0.1
            case .ratio: 0.001
            case .share: 0.000_1
            case .dollars: 0.000_001
            }
        }
    }

    /// How a value of the metric came about, at best: where samples have an anchor, it depends on the anchor.
    public var exactness: Exactness {
        switch self {
        case .setup, .response, .bargeIn, .stop, .tool, .resumeGap, .realTimeFactor, .contextRatio: .exact
        case .leadingSilence, .chunk, .jitter: .derived
        case .backlog, .snr, .cost: .estimated
        }
    }

    /// A sample's exactness, which is that of its anchor where it has one.
    public func exactness(from anchor: Anchor?) -> Exactness { max(exactness, anchor?.exactness ?? .exact) }
}

extension Metric {
    /// Where the metric is good and where it is bad, unless configured otherwise. Nil for what is only information.
    public var thresholds: Thresholds? {
        switch self {
        case .setup: Thresholds(good: 1_000)
        case .response: Thresholds(good: 800, bad: 1_500)
        case .leadingSilence: Thresholds(good: 100)
        case .bargeIn: Thresholds(good: 300, bad: 600)
        // A blocking call is silence on the line.
        case .tool: Thresholds(good: 3_000, bad: 15_000)
        case .resumeGap: Thresholds(good: 500)
        // 20 to 40 ms is advised, 100 ms is common in working code and does no harm.
        case .chunk: Thresholds(good: 200)
        case .jitter: Thresholds(good: 20)
        case .snr: Thresholds(good: 15, isHigherBetter: true)
        case .realTimeFactor: Thresholds(good: 1.2, bad: 1, isHigherBetter: true)
        case .contextRatio: Thresholds(good: 0.7, bad: 0.9)
        case .stop, .backlog, .cost: nil
        }
    }

    public struct Thresholds: Codable, Hashable, Sendable {
        /// Up to here (from here on, where higher is better) the value is good.
        public var good: Double
        /// Beyond this it is bad, between the two it calls for attention. Nil where nothing is known to be bad.
        public var bad: Double?
        public var isHigherBetter: Bool

        public init(good: Double, bad: Double? = nil, isHigherBetter: Bool = false) {
            self.good = good
            self.bad = bad
            self.isHigherBetter = isHigherBetter
        }

        public func grade(_ value: Double) -> Grade {
            let isBeyond = { (limit: Double) in isHigherBetter ? value < limit : value > limit }
            if let bad, isBeyond(bad) { return .bad }
            return isBeyond(good) ? .warning : .good
        }
    }

    public enum Grade: String, CaseIterable, Hashable, Sendable {
        case good
        case warning
        case bad
    }
}

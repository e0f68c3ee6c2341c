internal import LiveProtocol

/// Every name that OpenTelemetry is told, in one table: the conventions for generative AI are in development, and those for
/// live sessions have been renamed twice before anybody released them.
///
/// Those that begin with `gen_ai.` are of open-telemetry/semantic-conventions-genai (v1.44.0, and its pull request 394
/// for live sessions); those that begin with `livetop.` are ours.
enum SemanticNames {
    // Identity
    static let operation = "gen_ai.operation.name"
    static let provider = "gen_ai.provider.name"
    static let requestModel = "gen_ai.request.model"
    static let serverAddress = "server.address"
    static let serverPort = "server.port"
    static let errorType = "error.type"
    static let session = "gen_ai.realtime_session.id"
    static let outputType = "gen_ai.output.type"
    static let temperature = "gen_ai.request.temperature"
    static let topP = "gen_ai.request.top_p"
    static let topK = "gen_ai.request.top_k"
    static let maxTokens = "gen_ai.request.max_tokens"

    // Outcome and usage
    static let finishReasons = "gen_ai.response.finish_reasons"
    static let inputTokens = "gen_ai.usage.input_tokens"
    static let outputTokens = "gen_ai.usage.output_tokens"
    static let cachedTokens = "gen_ai.usage.cache_read.input_tokens"
    static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"

    /// Nil for a modality without an attribute of its own: it is in the total, and in the metrics.
    static func tokens(_ modality: Modality, isInput: Bool) -> String? {
        guard [.text, .audio, .image].contains(modality) else { return nil }
        return "gen_ai.usage.\(modality.label).\(isInput ? "input" : "output")_tokens"
    }

    // Tools
    static let toolName = "gen_ai.tool.name"
    static let toolType = "gen_ai.tool.type"
    static let toolCall = "gen_ai.tool.call.id"

    // Content: only where somebody asks for it
    static let inputMessages = "gen_ai.input.messages"
    static let outputMessages = "gen_ai.output.messages"
    static let toolArguments = "gen_ai.tool.call.arguments"
    static let findingTitle = "livetop.finding.title"
    static let closeReason = "livetop.close.reason"

    // Ours
    static let tag = "livetop.tag"
    static let turnIndex = "livetop.turn.index"
    static let turnOutcome = "livetop.turn.outcome"
    static let firstAnswer = "livetop.turn.ttfb"
    static let firstAnswerAnchor = "livetop.turn.ttfb.anchor"
    static let firstAnswerExactness = "livetop.turn.ttfb.exactness"
    static let interruptionLatency = "livetop.interruption.latency"
    static let contextRatio = "livetop.context.used_ratio"
    static let isEstimated = "livetop.estimated"
    static let speechConfidence = "livetop.speech.confidence"
    static let speechLevel = "livetop.speech.level_dbfs"
    static let speechToNoise = "livetop.speech.snr_db"
    static let closeCode = "livetop.close.code"
    static let closeSide = "livetop.close.side"
    static let connections = "livetop.session.connections"
    static let turns = "livetop.session.turns"
    static let duration = "livetop.session.duration"
    static let rule = "livetop.finding.rule"
    static let variant = "livetop.finding.variant"
    static let severity = "livetop.finding.severity"
    static let isPrediction = "livetop.finding.is_prediction"

    // Resource
    static let serviceName = "service.name"
    static let serviceVersion = "service.version"
    static let serviceInstance = "service.instance.id"
    static let hostName = "host.name"
    static let processID = "process.pid"
    static let sdkName = "telemetry.sdk.name"
    static let sdkLanguage = "telemetry.sdk.language"
    static let sdkVersion = "telemetry.sdk.version"

    // Spans and log records
    static let toolOperation = "execute_tool"
    static let speechOperation = "user_speech"
    static let sessionStarted = "gen_ai.client.realtime_session.started"
    static let sessionEnded = "gen_ai.client.realtime_session.ended"
    static let finding = "livetop.finding"

    /// The attribute that a label of `/metrics` becomes.
    static func attribute(ofLabel label: String) -> String { labels[label] ?? "livetop.\(label)" }

    private static let labels = [
        "model": requestModel, "tool": toolName, "modality": "gen_ai.token.modality", "rule": rule,
        "severity": severity, "code": closeCode, "side": closeSide,
    ]

    /// What a family of `/metrics` is called, where it has another name than its own with dots; nil for what is said by the
    /// resource.
    static func metric(_ family: MetricFamily, _ conventions: SemanticConventions) -> OTLPMetricName? {
        switch family {
        case .build, .processStart: return nil
        case .processTime: return OTLPMetricName("process.cpu.time", "s")
        case .processMemory: return OTLPMetricName("process.memory.usage", "By")
        case .processFiles: return OTLPMetricName("process.open_file_descriptor.count", "{file_descriptor}")
        default: return realtime(family, conventions) ?? OTLPMetricName(of: family)
        }
    }

    private static func realtime(_ family: MetricFamily, _ conventions: SemanticConventions) -> OTLPMetricName? {
        switch (family, conventions) {
        case (.turnDuration, _): OTLPMetricName("gen_ai.client.operation.duration", "s", of: conventions.generation)
        case (.toolDuration, _): OTLPMetricName("gen_ai.execute_tool.duration", "s")
        case (.cachedTokens, .realtime):
            OTLPMetricName(
                "gen_ai.client.inference.usage.cache_read.input_tokens", "{token}", of: conventions.generation)
        case (.thoughtTokens, .realtime):
            OTLPMetricName(
                "gen_ai.client.inference.usage.reasoning.output_tokens", "{token}", of: conventions.generation)
        case (.tokens, .realtime):
            OTLPMetricName(
                "gen_ai.client.inference.usage", "{token}", of: conventions.generation, splitBy: "direction",
                ["input": ".input_tokens", "output": ".output_tokens"])
        default: nil
        }
    }
}

/// What one family of `/metrics` is called in OTLP.
struct OTLPMetricName: Hashable, Sendable {
    var name: String
    /// In UCUM.
    var unit: String
    /// Said of each point; nil where it is about no operation of the model.
    var operation: String?
    /// A label that makes metrics of their own instead of points, and what is put behind the name for each of its values.
    var split: String?
    var suffixes: [String: String] = [:]

    init(
        _ name: String, _ unit: String, of operation: String? = nil, splitBy split: String? = nil,
        _ suffixes: [String: String] = [:]
    ) {
        (self.name, self.unit, self.operation, self.split, self.suffixes) = (name, unit, operation, split, suffixes)
    }

    /// `livetop.turn_ttfb` in `s` of `livetop_turn_ttfb_seconds`: what translates it for Prometheus makes that name of it
    /// again.
    init(of family: MetricFamily) {
        let name = family.name.replacing("livetop_", with: "livetop.", maxReplacements: 1)
        switch family.unit {
        case "seconds"?: self.init(String(name.dropLast("_seconds".count)), "s")
        case "bytes"?: self.init(String(name.dropLast("_bytes".count)), "By")
        case "ratio"? where family.kind == .gauge: self.init(String(name.dropLast("_ratio".count)), "1")
        default: self.init(name, family.kind == .histogram ? "1" : "")
        }
    }
}

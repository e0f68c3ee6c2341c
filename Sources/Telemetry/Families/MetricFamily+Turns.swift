/// Turns, tokens, tools and findings.
extension MetricFamily {
    public static let turns = counter(
        "livetop_turns", "Turns of the model that ended, by how.", by: "model", "outcome")
    public static let response = histogram(
        "livetop_turn_ttfb_seconds",
        "End of the user's turn to the first model audio, or text in a text session; without the first turn of a session.",
        by: "model", bounds: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10])
    public static let turnDuration = histogram(
        "livetop_turn_duration_seconds", "First output of the model to the end of its turn.", by: "model",
        bounds: [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120])
    public static let interruptions = counter(
        "livetop_interruptions", "Turns that the service interrupted.", by: "model")
    public static let interruptionLatency = histogram(
        "livetop_interruption_latency_seconds", "The user's onset while the model sounded to interrupted.",
        by: "model", bounds: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2.5, 5])
    public static let tokens = counter(
        "livetop_tokens", "Tokens billed, by the service's usage messages.", by: "model", "direction", "modality")
    public static let cachedTokens = counter(
        "livetop_cached_tokens", "Tokens read from the service's cache: a part of those billed in.", by: "model")
    public static let thoughtTokens = counter(
        "livetop_thought_tokens", "Tokens of thoughts: a part of those billed out.", by: "model")
    public static let cost = counter(
        "livetop_cost_usd", "What the tokens cost in US dollars, where their prices are known.", by: "model", "modality"
    )
    public static let contextUsed = histogram(
        "livetop_context_used_ratio", "Context used of the model's limit, at each usage message.", by: "model",
        bounds: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1])
    public static let contextUsedMax = gauge(
        "livetop_context_used_max_ratio", "The highest share of its context that an open session uses.")
    public static let toolCalls = counter(
        "livetop_tool_calls", "Tool calls of the model that ended, by how.", by: "tool", "outcome")
    public static let toolDuration = histogram(
        "livetop_tool_call_duration_seconds", "Tool call to its answer.", by: "tool",
        bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])
    public static let findings = counter(
        "livetop_findings", "Sessions in which a rule found something.", by: "rule", "severity")

    static let conversation = [
        turns, response, turnDuration, interruptions, interruptionLatency, tokens, cachedTokens, thoughtTokens, cost,
        contextUsed, contextUsedMax, toolCalls, toolDuration, findings,
    ]
}

package import Runtime

extension Configuration {
    /// Starts a proxy of this process, with what the configuration says of models, prices, rules and texts that no
    /// recording may hold.
    ///
    /// - Parameter settings: those of this configuration, or what a command makes of them.
    package func startProxy(_ settings: ProxySettings, command: String) async throws -> ProxyRuntime {
        var settings = settings
        if let file = settings.otlp?.headersFile { settings.otlp?.headers.fields += try OTLPHeaders.read(file).fields }
        settings.upstreamRules = try settings.upstreamChoices.map { try $0.resolved() }
        let runtime = try await ProxyRuntime.start(settings, knowledge, redacting: redaction.rule, command: command)
        // Nothing is exported of staged calls.
        if command != "demo" { otlp.warnings(self[.otlp]).forEach { StandardError.say("livetop: \($0)") } }
        return runtime
    }
}

/// Which names are used: `semconv` in the configuration, `OTEL_SEMCONV_STABILITY_OPT_IN` in the environment.
public enum SemanticConventions: String, CaseIterable, Hashable, Sendable {
    /// Those drafted for live sessions.
    case realtime
    /// Those that tools know which know released names only: a generation is `generate_content`.
    case legacy

    /// What a generation of the model is called.
    var generation: String {
        switch self {
        case .realtime: "realtime_inference"
        case .legacy: "generate_content"
        }
    }

    /// Speech of the user as spans: nothing that has been released knows them.
    var knowsSpeech: Bool { self == .realtime }
}

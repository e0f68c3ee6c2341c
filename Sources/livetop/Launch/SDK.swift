import ArgumentParser
import Runtime

/// The kinds of clients that `livetop env --sdk` knows.
enum SDK: String, CaseIterable, ExpressibleByArgument, Sendable {
    case python, livekit, pipecat, adk, js, go, java, raw

    /// LiveKit, Pipecat and ADK stand on the Python SDK; Go and OpenSSL's clients read a bundle as Python does.
    var audience: ClientEnvironment.Audience {
        switch self {
        case .python, .livekit, .pipecat, .adk, .go: .bundle
        case .js: .node
        case .java: .java
        case .raw: [.bundle, .node]
        }
    }
}

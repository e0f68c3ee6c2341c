import LiveProtocol

/// Which versions of the API the services have, and what to say of a path that they do not.
enum EndpointPath {
    /// As of `ModelFields.dated`: google-genai 3.6.1 and the services' own pages.
    private static func versions(of surface: Endpoint.Surface) -> [String] {
        switch surface {
        case .geminiAPI: ["v1beta", "v1alpha", "v1"]
        case .vertex: ["v1beta1", "v1"]
        case .unknown: []
        }
    }

    /// `/ws/google.cloud.aiplatform.v1alpha.LlmBidiService/BidiGenerateContent`, without its query.
    static func words(_ opening: ConnectionInfo?) -> String {
        guard let target = opening?.target else { return "an unknown path" }
        return String(target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
    }

    /// Nil where nothing is known to be wrong with it but that the service does not have it.
    static func cure(_ opening: ConnectionInfo?) -> (cause: String, fix: String)? {
        guard let opening else { return nil }
        let (endpoint, path) = (opening.endpoint, words(opening))
        let known = versions(of: endpoint.surface)
        guard let version = endpoint.version, let best = known.first else {
            return (
                "There is nothing at \(path) on \(opening.upstream).",
                """
                Check the path: the Gemini API has /ws/google.ai.generativelanguage.v1beta.GenerativeService.\
                BidiGenerateContent, Vertex /ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent.
                """
            )
        }
        let service = endpoint.surface == .vertex ? "Vertex" : "The Gemini API"
        if !known.contains(version) {
            return (
                "\(service) has no version \(version): \(path).",
                "Use \(best): api_version=\"\(best)\" in the SDK's HTTP options. "
                    + (endpoint.surface == .vertex && version == "v1alpha"
                        ? "v1alpha is the Gemini API's; frameworks ask for it with affective dialog or proactive audio."
                        : "The versions are \(known.joined(separator: ", ")).")
            )
        }
        return (
            "\(path) does not exist on \(opening.upstream), or the model is not served there.",
            "Version \(version) is one of \(service)'s; check method, region and host, or try \(best)."
        )
    }
}

import LiveProtocol
import SessionModel

/// What is wrong with the path of a model; nil where nothing is.
struct ModelPath {
    var variant: String
    var words: String
    var cure: String

    static let rule = "On the Gemini API write models/ID; on Vertex projects/P/locations/L/publishers/google/models/ID."

    init?(_ setup: SetupSummary) {
        guard let path = setup.setup.model, !path.isEmpty else { return nil }
        let id = ModelTable.bareID(path)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isVertexPath = parts.contains("publishers") || parts.contains("projects") || parts.contains("locations")
        if parts.contains(where: \.isEmpty) || path.contains(where: \.isWhitespace) || path.hasPart("://") {
            self.init(variant: "shape", words: "which is no resource name", cure: Self.rule)
        } else if isVertexPath, setup.surface == .geminiAPI {
            self.init(
                variant: "vertex-path", words: "a path of Vertex, and the host is the Gemini API's",
                cure: """
                    For the Gemini API write models/\(id). If Vertex is meant, build the client for it (vertexai=True with \
                    project and location), so that the host is the location's aiplatform.googleapis.com.
                    """)
        } else if parts.first == "models", setup.surface == .vertex {
            self.init(
                variant: "gemini-path", words: "a path of the Gemini API, and the host is Vertex's",
                cure: "On Vertex write projects/P/locations/L/publishers/google/models/\(id).")
        } else if parts.count > 1, parts.first == "models", parts.count != 2 {
            self.init(variant: "shape", words: "which has one prefix too many", cure: "Write models/\(id).")
        } else {
            return nil
        }
    }

    private init(variant: String, words: String, cure: String) {
        (self.variant, self.words, self.cure) = (variant, words, cure)
    }
}

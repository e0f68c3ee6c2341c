import LiveProtocol
import SessionModel

/// Which names of models belong to which service.
enum ModelPlatform {
    /// Why a name is not expected to work where it was sent.
    enum Doubt: String {
        /// The name is one of Vertex, the address is the Gemini API's, or the reverse.
        case otherPlatform = "other-platform"
        /// Vertex has no Live at that location.
        case location
        /// The name was a preview's, or never a Live model.
        case notLive = "not-live"
    }

    static func doubt(about setup: SetupSummary) -> Doubt? {
        guard let model = setup.model else { return nil }
        switch setup.surface {
        case .geminiAPI:
            if vertexNames.contains(model) { return .otherPlatform }
        case .vertex:
            if setup.setup.model?.contains("/locations/global/") == true { return .location }
            if isGeminiAPIName(model) { return .otherPlatform }
        case .unknown: return nil
        }
        return isKnownNotLive(model) ? .notLive : nil
    }

    private static let vertexNames: Set = ["gemini-live-2.5-flash", "gemini-live-2.5-flash-native-audio"]

    /// `…-latest` and `…-preview-12-2025`.
    private static func isGeminiAPIName(_ model: String) -> Bool {
        if model.hasSuffix("-latest") { return true }
        guard let preview = model.firstRange(of: "-preview-") else { return false }
        let rest = model[preview.upperBound...].split(separator: "-")
        return rest.count == 2 && rest[0].count == 2 && rest[1].count == 4 && rest.allSatisfy { Int($0) != nil }
    }

    /// Text models (`gemini-2.5-flash`) and previews that have ended.
    static func isKnownNotLive(_ model: String) -> Bool {
        if retired.contains(model) { return true }
        guard model.hasPrefix("gemini-") else { return false }
        var words = model.split(separator: "-").dropFirst()
        guard let version = words.popFirst(), version.allSatisfy({ $0.isNumber || $0 == "." }) else { return false }
        guard let kind = words.popFirst(), kind == "pro" || kind == "flash" else { return false }
        if words.first == "lite" { _ = words.popFirst() }
        if let number = words.first, number.allSatisfy(\.isNumber) { _ = words.popFirst() }
        return words.isEmpty
    }

    /// Withdrawn or never served by the Live API, by the reports that `model-not-live` cites.
    private static let retired: Set = ["gemini-2.0-flash-exp", "gemini-live-2.5-flash-preview"]
}

/// What a client identified itself with. Only the kind is left of it.
enum Credential: String {
    case key, token, oauth, none

    init(of opening: ConnectionInfo) {
        let target = opening.target.lowercased()
        let authorization = opening.header("authorization")?.lowercased() ?? ""
        self =
            switch true {
            case target.hasPart("access_token="), authorization.hasPrefix("token"): .token
            case target.hasPart("key="), opening.header("x-goog-api-key") != nil: .key
            case authorization.hasPrefix("bearer"): .oauth
            default: .none
            }
    }
}

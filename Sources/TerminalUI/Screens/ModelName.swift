import SessionModel
import Wording

/// What a model is called where there is little room: what says least goes first.
enum ModelName {
    /// The name in at most `width` columns where that can be had without cutting a word: `gemini-3.8-live` becomes
    /// `3.8-live`.
    static func short(_ model: String, width: Int) -> String {
        var name = ModelTable.bareID(model)
        for part in ["gemini-", "-preview", "-audio", "-flash"] where TextWidth.width(name) > width {
            name = name.replacing(part, with: "", maxReplacements: 1)
        }
        return name
    }
}

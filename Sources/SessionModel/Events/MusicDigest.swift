public import LiveProtocol

extension WeightedPrompt {
    /// Text and weight for people.
    public var digest: String { weight.map { "\(text) × \($0)" } ?? text }
}

extension MusicGenerationConfig {
    /// What it sets, for people: `bpm 120`.
    public var settings: [String] {
        let settings: [(String, String?)] = [
            ("bpm", bpm?.description), ("scale", scale), ("mode", mode), ("guidance", guidance?.description),
            ("density", density?.description), ("brightness", brightness?.description),
            ("temperature", temperature?.description), ("topK", topK?.description), ("seed", seed?.description),
            ("muteBass", muteBass?.description), ("muteDrums", muteDrums?.description),
            ("onlyBassAndDrums", onlyBassAndDrums?.description),
        ]
        return settings.compactMap { name, value in value.map { "\(name) \($0)" } }
    }
}

public import Simulator

extension Script {
    /// A call that pastes a long document into every turn and never asked for compression: it fills a context window of
    /// 128k in about eight turns, and the service then ends it.
    public static func longCall(model: String = "gemini-robotics-er-2-streaming-preview", turns: Int = 9) -> Script {
        let document = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 1_500)
        return Script {
            client(.setup(SetupLine(model: model, modality: "TEXT")))
            server(.setupComplete)
            for number in 1...max(turns, 1) {
                client(.content("Summarise chapter \(number): \(document)"), after: .seconds(1))
                server(.turnComplete)
            }
        }
    }
}

public import Simulator

extension Script {
    /// A call that pastes a long document into every turn and never asked for compression: it fills the context
    /// window of a 32k model in about eight turns, and the service then ends it.
    public static func longCall(model: String = "gemini-2.0-flash-live-001", turns: Int = 9) -> Script {
        let document = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 360)
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

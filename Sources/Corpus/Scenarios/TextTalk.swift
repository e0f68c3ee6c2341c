public import Simulator

extension Script {
    /// Typed questions, written answers: 3.8 only speaks.
    public static func textTalk(model: String = "gemini-robotics-er-2-streaming-preview", turns: Int = 3) -> Script {
        Script {
            client(.setup(SetupLine(model: model, modality: "TEXT")))
            server(.setupComplete)
            for number in 1...max(turns, 1) {
                client(.content("Question \(number): what would you do next?"), after: .seconds(1))
                server(.text(""))
                server(.turnComplete)
            }
        }
    }
}

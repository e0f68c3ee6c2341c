public import Simulator

extension Script {
    /// Asks for a story and talks over it, again and again: the first interruption comes a second after the setup.
    public static func talkingOver(model: String = "gemini-3.8-live", turns: Int = 4) -> Script {
        Script {
            client(.setup(SetupLine(model: model, resumption: .newest)))
            server(.setupComplete)
            for _ in 1...max(turns, 1) {
                client(.text("Tell me a long story."))
                // The room, while the model thinks and begins to speak.
                client(.audio(.silence(.milliseconds(900))))
                server(.audio(.seconds(3)))
                client(.audio(.speech(.milliseconds(900))))
                server(.interrupted)
                client(.audio(.silence(.milliseconds(700))))
                server(.inputTranscription(""))
                server(.audio(.seconds(3)))
                client(.audio(.silence(.seconds(4))))
                server(.turnComplete)
            }
        }
    }
}

public import Simulator

extension Script {
    /// A phone call: speech, silence, an answer, again and again. In every second turn the caller talks over the model.
    public static func voiceTalk(model: String = "gemini-3.8-live", turns: Int = 4) -> Script {
        Script {
            client(.setup(SetupLine(model: model, resumption: .newest)))
            server(.setupComplete)
            for number in 1...max(turns, 1) {
                client(.audio(.speech(.milliseconds(1400))))
                client(.audio(.silence(.milliseconds(700))))
                server(.inputTranscription(""))
                server(.audio(.seconds(3)))
                if number.isMultiple(of: 2) {
                    client(.audio(.silence(.milliseconds(800))))
                    client(.audio(.speech(.milliseconds(700))))
                    server(.interrupted)
                    client(.audio(.silence(.milliseconds(700))))
                }
                server(.turnComplete)
                client(.audio(.silence(.milliseconds(600))))
            }
        }
    }
}

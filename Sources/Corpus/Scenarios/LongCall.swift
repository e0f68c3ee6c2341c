public import Simulator

extension Script {
    /// A call that pastes a long document into every turn and never asked for compression: it fills a context window of
    /// 128k in about eight turns, and the service then ends it.
    public static func longCall(model: String = "gemini-robotics-er-2-streaming-preview", turns: Int = 9) -> Script {
        let document = String(repeating: sentence, count: 1_500)
        return Script {
            client(.setup(SetupLine(model: model, modality: "TEXT")))
            server(.setupComplete)
            for number in 1...max(turns, 1) {
                client(.content("Summarise chapter \(number): \(document)"), after: .seconds(1))
                server(.turnComplete)
            }
        }
    }

    /// The same with a document that fills nine tenths of the window at once, and questions with a page each behind it: so
    /// that it stays near the limit for a while before the service ends it.
    public static func nearlyFull(model: String = "gemini-robotics-er-2-streaming-preview") -> Script {
        let (document, page) = (String(repeating: sentence, count: 10_500), String(repeating: sentence, count: 60))
        return Script {
            client(.setup(SetupLine(model: model, modality: "TEXT")))
            server(.setupComplete)
            client(.content("Read this: \(document)"))
            server(.turnComplete)
            for number in 1...24 {
                client(.content("And what of page \(number): \(page)"), after: .milliseconds(2_500))
                server(.turnComplete)
            }
        }
    }

    private static let sentence = "The quick brown fox jumps over the lazy dog. "
}

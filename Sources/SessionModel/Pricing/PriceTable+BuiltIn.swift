import LiveProtocol

extension PriceTable {
    /// Published prices, checked on the day of the table: replace them by those of the bill.
    public static let builtIn = PriceTable(
        dated: "2026-11-28",
        models: [
            three("gemini-3.8-live"), three("gemini-3.8-live-extended-thinking"),
            three("gemini-3.1-flash-live-preview"),
            twoFive("gemini-2.5-flash-native-audio-preview-12-2025"), twoFive("gemini-2.5-flash-native-audio-latest"),
            twoFive("gemini-2.5-flash-native-audio-preview-09-2025"), twoFive("gemini-live-2.5-flash-native-audio"),
            twoFive("gemini-live-2.5-flash"),
            robotics(1, 5), robotics(2, 10, from: CalendarDay(year: 2027, month: 1, day: 1)),
            task("gemini-3.5-live-translate-preview", [.text: 21, .audio: 21]),
            task("gemini-3.5-transcribe-live", [.text: 21]), task("gemini-3.5-transcribe-live-preview", [.text: 21]),
        ])

    private static let source = "litellm 1.110.2; genai-prices 0.2.3; read on 2026-11-28"

    private static func three(_ id: String) -> ModelPrices {
        ModelPrices(
            id: id, input: [.text: 0.75, .audio: 3, .image: 1, .video: 1], output: [.text: 4.5, .audio: 12],
            thousandSearches: 14, source: source)
    }

    private static func twoFive(_ id: String) -> ModelPrices {
        ModelPrices(
            id: id, input: [.text: 0.5, .audio: 3, .image: 3, .video: 3], output: [.text: 2, .audio: 12],
            thousandSearches: 35, source: source)
    }

    /// One price for all that goes in; it answers in text alone.
    private static func robotics(_ input: Double, _ output: Double, from: CalendarDay? = nil) -> ModelPrices {
        ModelPrices(
            id: "gemini-robotics-er-2-streaming-preview", from: from,
            input: [.text: input, .audio: input, .image: input, .video: input], output: [.text: output], source: source)
    }

    private static func task(_ id: String, _ output: [Modality: Double]) -> ModelPrices {
        ModelPrices(id: id, input: [.text: 3.5, .audio: 3.5], output: output, source: source)
    }
}

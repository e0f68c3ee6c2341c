import LiveProtocol
import SessionModel
import Testing

/// What is known of the models, and on which day it holds.
@Suite struct ModelTableTests {
    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    @Test(arguments: [
        ("2026-11-17", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false), ("2026-1-1", false),
        ("2026-11-31", false), ("+026-11-17", false), ("", false), ("2026-11-17T00:00", false),
    ])
    func `a day is one of the calendar`(text: String, isDay: Bool) {
        #expect(CalendarDay(text)?.description == (isDay ? text : nil))
    }

    @Test func `an instant has its day in UTC`() {
        #expect(Timestamp(nanoseconds: 1_796_083_199_999_000_000).day?.description == "2026-11-30")
        #expect(Timestamp(nanoseconds: 1_796_083_200_000_000_000).day?.description == "2026-12-01")
    }

    @Test(arguments: [
        ("2026-12-31", 1.0), ("2027-01-01", 2.0), ("2024-01-01", 1.0),
    ])
    func `the price that held on the day of the call counts`(text: String, price: Double) throws {
        let prices = PriceTable.builtIn.prices(for: Self.robotics, on: try day(text))
        #expect(prices?.input[.text] == price)
        #expect(prices?.output[.text] == price * 5)
    }

    @Test func `where nobody knows the day, a price that has changed is unknown`() {
        #expect(PriceTable.builtIn.prices(for: Self.robotics, on: nil) == nil)
        #expect(PriceTable.builtIn.prices(for: "models/gemini-3.8-live", on: nil)?.output[.audio] == 12)
    }

    @Test func `rows of a file go before what is built in, each from its day on`() throws {
        var table = PriceTable.builtIn
        func row(_ price: Double, from: CalendarDay?) -> ModelPrices {
            ModelPrices(
                id: "gemini-3.8-live", from: from, input: [.text: price], output: [:], source: "contract", origin: "f")
        }
        table.models = [row(7, from: try day("2026-06-01")), row(9, from: try day("2026-09-01"))] + table.models
        #expect(table.prices(for: "gemini-3.8-live", on: try day("2026-05-31"))?.input[.text] == 0.75)
        #expect(table.prices(for: "gemini-3.8-live", on: try day("2026-06-01"))?.input[.text] == 7)
        #expect(table.prices(for: "gemini-3.8-live", on: try day("2026-12-01"))?.input[.text] == 9)
    }

    @Test(arguments: ["models/gemini-9-live", "models/gemini-2.5-flash-native-audio-preview-01-2027", "llama", ""])
    func `a model that no row names has no price, and no end`(model: String) throws {
        #expect(PriceTable.builtIn.prices(for: model, on: try day("2026-11-28")) == nil)
        #expect(ModelTable.builtIn.profile(of: model) == nil)
    }

    @Test(arguments: [
        ("models/gemini-3.1-flash-live-preview", "2026-11-16", false),
        ("models/gemini-3.1-flash-live-preview", "2026-11-17", true),
        ("google/gemini-live-2.5-flash-native-audio", "2026-12-12", false),
        ("google/gemini-live-2.5-flash-native-audio", "2026-12-13", true),
        ("gemini-3.8-live", "2030-01-01", false), ("gemini-2.0-flash-exp", "2024-01-01", true),
    ])
    func `a model has ended from its day on`(model: String, text: String, isOver: Bool) throws {
        let profile = try #require(ModelTable.builtIn.profile(of: model))
        #expect(profile.hasEnded(by: try day(text)) == isOver)
        #expect(profile.source != nil && profile.contextLimit != nil)
        if isOver { #expect(profile.replacement == "gemini-3.8-live") }
    }

    @Test func `ids are there once, and every price has a model`() {
        let ids = ModelTable.builtIn.models.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(PriceTable.builtIn.models.allSatisfy { ids.contains($0.id) })
    }

    @Test func `a call is billed at the price of its day`() {
        let model = "models/\(Self.robotics)"
        func cost(at start: Double) -> Double? {
            var call = Call(1, start: start)
            call.client(#"{"setup":{"model":"\#(model)"}}"#)
            call.completeTurn(
                usage: """
                    {"promptTokenCount":1000000,"promptTokensDetails":[{"modality":"TEXT","tokenCount":1000000}]}
                    """)
            return call.state.tokens.cost
        }
        // 2026-12-31 and 2027-01-01.
        #expect(cost(at: 1_798_675_200) == 1)
        #expect(cost(at: 1_798_761_600) == 2)
    }

    private static let robotics = "gemini-robotics-er-2-streaming-preview"
}

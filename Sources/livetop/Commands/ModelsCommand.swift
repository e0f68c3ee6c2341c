import ArgumentParser
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import Settings

/// `livetop models`: what is known of the models, what ends when, and who still calls it.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models: limits, prices, what ends when, and which recorded clients use it.",
        discussion: """
            Prices are US dollars per million tokens, as they hold today. models.toml and prices.toml beside config.toml \
            go before what is built in; livetop config --explain says what they change. No recording is needed.

            Examples:
              livetop models
              livetop models --json | jq '.models[] | select(.isEnded) | .usedBy'
            """)

    @OptionGroup var data: DataOptions

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let configuration = try data.configuration()
        let report = ModelReport(
            models: configuration.catalogue.models, prices: configuration.catalogue.prices,
            uses: try configuration.modelUses(), today: Timestamp.wallClock.day)
        try StandardOutput.say(json ? report.json.text : report.text(within: StandardOutput.columns))
    }
}

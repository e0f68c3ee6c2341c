/// Words of a screen that are no keys, for the help over it.
struct HelpLegend {
    let title: String
    let lines: [(name: String, help: String)]
}

/// What can be typed after `:`.
struct Command: Sendable {
    enum Verb: Hashable, Sendable {
        case show(Screen)
        case goTo, sort, time, privacy, freeze, follow, mouse, fault, help
        case quit, quitNow
    }

    let verb: Verb
    let name: String
    var alias: String?
    /// What follows the name, as help spells it.
    var argument: String?
    let help: String

    /// Such as `goto TIME`.
    var usage: String { name + (argument.map { " " + $0 } ?? "") }

    static let all =
        Screen.allCases.map { screen in
            Command(
                verb: .show(screen), name: screen.title.lowercased(),
                argument: screen.isOfSession ? "[TAG or ID]" : nil,
                help: "the view \(screen.title), as key \(screen.rawValue)")
        } + [
            Command(
                verb: .goTo, name: "goto", argument: "TIME or #TURN",
                help: "to that time since the beginning, such as 03:12, or to that turn"),
            Command(
                verb: .sort, name: "sort", argument: "COLUMN", help: "order of the sessions; `worst` for the usual"),
            Command(verb: .time, name: "time", argument: "wall, elapsed or delta", help: "how times are shown"),
            Command(verb: .privacy, name: "privacy", help: "mask what identifies people, or show it"),
            Command(verb: .freeze, name: "freeze", help: "freeze the picture, or go back to now"),
            Command(verb: .follow, name: "follow", help: "follow the newest, or stop following"),
            Command(verb: .mouse, name: "mouse", help: "give the mouse to the terminal, or take it"),
            Command(
                verb: .fault, name: "fault", argument: "[FAULT]",
                help: "break calls on purpose, such as goaway@30s; show and end what is on"),
            Command(verb: .help, name: "help", help: "the keys of this view"),
            Command(verb: .quit, name: "quit", alias: "q", help: "quit; asks first while calls run through livetop"),
            Command(verb: .quitNow, name: "quit!", alias: "q!", help: "quit at once, cleanly"),
        ]

    /// The command that `word` names in full, by its alias, or by the beginning of its name where only one begins so.
    static func named(_ word: String) -> Command? {
        let word = word.lowercased()
        if let exact = all.first(where: { $0.name == word || $0.alias == word }) { return exact }
        let matching = all.filter { $0.name.hasPrefix(word) }
        return matching.count == 1 ? matching[0] : nil
    }
}

extension Model {
    /// Commands that begin with what has been typed after `:`, until one is typed whole.
    var commandChoices: [(name: String, help: String)] {
        guard let typed, typed.kind == .command, !typed.text.contains(" ") else { return [] }
        let word = typed.text.lowercased()
        return Command.all.filter { $0.name.hasPrefix(word) }.map { (":" + $0.usage, $0.help) }
    }
}

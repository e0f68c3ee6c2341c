import ArgumentParser
import Drills
import Foundation
import LiveProtocol
import Proxy
import Recordings
import Reports
import Runtime
import SessionStore
import Settings
import Snapshots
import Wording

/// `livetop fault`: asks a running livetop to break a call, shows what it can break, and ends it.
struct FaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault", abstract: "Break a call that runs, or the next ones, on purpose.",
        usage: "livetop fault [<options>] <fault> ... [<session>]",
        discussion: """
            The session stands behind the fault: @last, an identifier, tag:NAME. docs/faults.md says what each fault does \
            and what a good client makes of it.

            Examples:
              livetop fault goaway @last --time-left 10s
              livetop fault close 1011 'Internal error encountered.' @last
              livetop fault refuse 429 --next 2
              livetop fault 'goaway silent' @last
              livetop fault --running
              livetop fault --stop 3
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The fault with its arguments, and the session.", valueName: "fault"))
    var words: [String] = []

    @Option(help: ArgumentHelp("Of goaway: how much time it leaves.", valueName: "time"))
    var timeLeft: String?

    @Option(help: ArgumentHelp("When: 30s, 2turns, 5messages, toolCall, audio. (default: now)", valueName: "moment"))
    var at: String?

    @Option(help: ArgumentHelp("Break the next calls instead of one that runs, so many.", valueName: "count"))
    var next: Int?

    @Option(help: ArgumentHelp("Break all calls with that tag until --stop.", valueName: "name"))
    var tag: Tag?

    @Flag(help: "Break every call that comes, until --stop.")
    var all = false

    @Flag(help: "Show what can be broken: ready scenarios, and every fault.")
    var list = false

    @Flag(help: "Show what is being broken.")
    var running = false

    @Flag(help: "End all faults, or the one whose number stands behind it.")
    var stop = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        let targets = [next != nil, tag != nil, all].count { $0 }
        guard targets < 2 else { throw ValidationError("name one of --next, --tag and --all") }
        guard (next ?? 1) > 0 else { throw ValidationError("it can never fire: --next takes a number above 0") }
    }

    func run() async throws {
        if list { return try StandardOutput.say(json ? FaultCatalogue.json.text : FaultCatalogue.text) }
        let folder = try data.folder().path
        if running { return try show(try await ask(.list, folder)) }
        if stop {
            let number = try stopped()
            _ = try await ask(.stop(number), folder)
            let told = number.map { "livetop: fault \($0) is off" } ?? "livetop: no faults any more"
            return try StandardOutput.say(json ? #"{"ok":true}"# : told)
        }
        let (choice, target) = try await request()
        var calls: Int64 = 0
        // A single fault has its moment in its text.
        for request in choice.requests(at: choice.isScenario ? at : nil, for: target) {
            calls = max(calls, try await ask(request, folder)["calls"]?.integer ?? 0)
        }
        guard !json else { return try StandardOutput.say(#"{"ok":true,"calls":\#(calls)}"#) }
        let remedy = SuggestedCommands.here(Livetop.self).completed("livetop fault --stop ends it")
        try StandardOutput.say("livetop: \(choice.name) is on for \(target.words(calls)); \(remedy)")
    }

    /// The number behind `--stop`; nil for all.
    private func stopped() throws(UserError) -> Int? {
        guard !words.isEmpty else { return nil }
        guard words.count == 1, let number = Int(words[0]), number > 0 else {
            throw UserError(
                .usage, what: "cannot end ‘\(words.joined(separator: " "))’", why: "faults are ended by their number",
                remedy: "livetop fault --running shows the numbers; livetop fault --stop ends all")
        }
        return number
    }

    // MARK: What is asked for

    private func request() async throws -> (FaultChoice, FaultRequest.Target) {
        var words = words
        var target = next.map(FaultRequest.Target.next) ?? tag.map { .tag($0.name) } ?? (all ? .all : nil)
        if target == nil, words.count > 1, let name = words.last, Self.isSession(name) {
            words.removeLast()
            target = .session(try data.recordings().find(name))
        }
        guard !words.isEmpty else {
            throw UserError(
                .usage, what: "there is nothing to break", why: "no fault is named",
                remedy: "livetop fault goaway @last, or livetop fault --list")
        }
        let choice = try scenario(words) ?? single(words)
        guard let target else {
            throw UserError(
                .usage, what: "nobody is named whose call is to be broken", why: "‘\(choice.name)’ stands alone",
                remedy:
                    "name a session (livetop fault \(words.joined(separator: " ")) @last), --next 1, --tag NAME or --all"
            )
        }
        return (choice, target)
    }

    /// A ready scenario that is no single fault; nil for one that is, which may have arguments and a moment.
    private func scenario(_ words: [String]) throws(UserError) -> FaultChoice? {
        let name = words.joined(separator: " ").lowercased()
        let text = words.joined(separator: words.count > 1 ? ":" : "")
        guard let scenario = FaultChoices.all.first(where: { $0.isScenario && $0.name == name }),
            (try? FaultText.parse(text)) == nil
        else { return nil }
        guard timeLeft == nil else {
            throw UserError(
                .usage, what: "the scenario ‘\(name)’ has its own times", why: "--time-left is for goaway alone",
                remedy: "livetop fault goaway --time-left 10s @last")
        }
        return scenario
    }

    /// `@last`, `tag:NAME`, or an identifier or its beginning.
    private static func isSession(_ word: String) -> Bool {
        word.hasPrefix("@") || word.hasPrefix("tag:") || (word.count >= 4 && SessionID(word) != nil)
    }

    private func single(_ words: [String]) throws(UserError) -> FaultChoice {
        let text = words.joined(separator: words.count > 1 ? ":" : "")
        do throws(FaultError) {
            var values = try FaultText.values(of: text)
            if let timeLeft { values.named["left"] = timeLeft }
            if let at { values.named["at"] = at }
            return FaultChoice(single: try values.fault().description)
        } catch {
            throw UserError(fault: words.joined(separator: " "), error, .usage)
        }
    }

    // MARK: Asking

    private func ask(_ request: FaultRequest, _ folder: String) async throws(UserError) -> JSONValue {
        guard let answer = await ControlClient.answer(to: request.json, in: folder) else {
            throw UserError(
                .unavailable, what: "no livetop runs on \(folder)", why: "nobody answers there",
                remedy: "livetop serve --fault goaway@30s starts one with faults")
        }
        let value = JSONValue(answer.root)
        guard value["ok"]?.bool == true else {
            throw UserError(
                .failure, what: stop ? "livetop cannot end that fault" : "livetop does not break that call",
                why: value["error"]?.string ?? "it does not say why",
                remedy: value["do"]?.string ?? "that livetop may be older: livetop version")
        }
        return value
    }

    private func show(_ answer: JSONValue) throws {
        guard !json else { return try StandardOutput.say(answer.text) }
        let rows = (answer["faults"]?.array ?? []).map {
            [
                "\($0["number"]?.integer ?? 0)", $0["fault"]?.string ?? "", $0["phase"]?.string ?? "",
                $0["for"]?.string ?? "", "\($0["hits"]?.integer ?? 0)",
            ]
        }
        guard !rows.isEmpty else { return try StandardOutput.say("livetop: no faults are on") }
        let table = TextTable(header: ["NUMBER", "FAULT", "STATE", "FOR", "HITS"], rightAligned: [0, 4], rows: rows)
        try StandardOutput.say(table.text)
    }
}

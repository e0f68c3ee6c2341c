import Diagnosis
import Filters
import Foundation
import LiveProtocol
import Reports
import Runtime
import TOMLKit

/// `NAME.toml` of a folder of tests. Every mistake in it is an error: an expectation that is silently ignored is worse than
/// none.
struct RehearsalFile {
    private let path: String
    private let table: TOMLTable

    init(_ path: String) throws(UserError) {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UserError(
                .noPermission, what: "cannot read \(path)", why: "the system does not let this user open it",
                remedy: "chmod u+r '\(path)'")
        }
        do { table = try TOMLTable(string: String(decoding: data, as: UTF8.self)) } catch {
            let place = (error as? TOMLParseError).map { ":\($0.source.begin.line):\($0.source.begin.column)" } ?? ""
            let why = (error as? TOMLParseError)?.description ?? "\(error)"
            throw UserError(
                .badData, what: "\(path)\(place): not valid TOML", why: why, remedy: "mend that line")
        }
    }

    /// - Parameter names: of the files of the folder.
    func rehearsal(among names: [String], in folder: String) throws(UserError) -> Rehearsal {
        let name = Rehearsal.stem(of: path.split(separator: "/").last.map(String.init) ?? path)
        var rehearsal = Rehearsal(name: name, recording: "")
        for key in table.keys.sorted() {
            switch key {
            case "recording": rehearsal.recording = folder + "/" + (try text(key, table))
            case "session": rehearsal.session = try text(key, table)
            case "strict": rehearsal.isStrict = try flag(key, table)
            case "speed": rehearsal.speed = try number(key, table, 0.25...1_000)
            case "timeout_s": rehearsal.timeout = .seconds(1) * (try number(key, table, 0.1...86_400))
            case "expect": try read(expectations(), into: &rehearsal)
            default: throw mistake("there is no '\(key)'", Self.nearest(key, Self.keys))
            }
        }
        if rehearsal.recording.isEmpty {
            let own = names.first { Rehearsal.isRecording($0) && Rehearsal.stem(of: $0) == name }
            guard let own else {
                throw mistake("it names no recording, and there is none called \(name)", "recording = \"FILE.ndjson\"")
            }
            rehearsal.recording = folder + "/" + own
        }
        return rehearsal
    }

    private static let keys = ["recording", "session", "strict", "speed", "timeout_s", "expect"]
    private static let expected = [
        "exit", "complete", "tools", "model_says", "user_says", "answered_within_ms", "no_finding_from", "allowed",
        "closed_by", "close_code", "connections",
    ]

    private func expectations() throws(UserError) -> TOMLTable {
        guard let expect = table["expect"]?.table else { throw mistake("expect is no table", "[expect]") }
        return expect
    }

    private func read(_ expect: TOMLTable, into rehearsal: inout Rehearsal) throws(UserError) {
        for key in expect.keys.sorted() {
            switch key {
            case "exit":
                rehearsal.exit =
                    expect[key]?.string == "any" ? nil : Int32(try number(key, expect, 0...255))
            case "complete": rehearsal.isComplete = try flag(key, expect)
            default: try read(key, expect, into: &rehearsal.expectation)
            }
        }
    }

    private func read(
        _ key: String, _ expect: TOMLTable, into expectation: inout CallExpectation
    ) throws(UserError) {
        switch key {
        case "tools": expectation.tools = try tools(expect)
        case "model_says": expectation.modelSays = try sayings(key, expect)
        case "user_says": expectation.userSays = try sayings(key, expect)
        case "answered_within_ms": expectation.answeredWithin = try milliseconds(key, expect)
        case "no_finding_from": expectation.noFindingFrom = try choice(key, expect, Severity.allCases)
        case "allowed": expectation.allowed = Set(try texts(key, expect).map { RuleID(rawValue: $0) })
        case "closed_by": expectation.closedBy = try choice(key, expect, Party.allCases)
        case "close_code": expectation.closeCode = UInt16(try number(key, expect, 1_000...4_999))
        case "connections": expectation.connections = Int(try number(key, expect, 0...10_000))
        default: throw mistake("there is no '\(key)' in [expect]", Self.nearest(key, Self.expected))
        }
        let unknown = expectation.allowed.first { Diagnosis.rule($0) == nil }
        if let unknown {
            throw mistake(
                "there is no rule '\(unknown)'", Self.nearest(unknown.rawValue, Diagnosis.rules.map(\.id.rawValue)))
        }
    }

    private func tools(_ expect: TOMLTable) throws(UserError) -> [CallExpectation.Tool] {
        guard let list = expect["tools"]?.array else {
            throw mistake("tools is no list", "tools = [{ name = \"get_order\" }]")
        }
        var tools: [CallExpectation.Tool] = []
        for element in list {
            guard let table = element.table else { throw mistake("a tool is no table", "{ name = \"get_order\" }") }
            var tool = CallExpectation.Tool(name: try text("name", table))
            for key in table.keys where key != "name" {
                switch key {
                case "arguments": tool.arguments = try json(table["arguments"])
                case "within_ms": tool.within = try milliseconds(key, table)
                default: throw mistake("a tool has no '\(key)'", Self.nearest(key, ["name", "arguments", "within_ms"]))
                }
            }
            tools.append(tool)
        }
        return tools
    }

    // MARK: Values

    private func text(_ key: String, _ table: TOMLTable) throws(UserError) -> String {
        guard let text = table[key]?.string, !text.isEmpty else { throw mistake("\(key) is no text", "\(key) = \"…\"") }
        return text
    }

    private func texts(_ key: String, _ table: TOMLTable) throws(UserError) -> [String] {
        guard let list = table[key]?.array else { throw mistake("\(key) is no list", "\(key) = [\"…\"]") }
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { throw mistake("\(key) holds what is no text", "\(key) = [\"…\"]") }
        return texts
    }

    private func sayings(_ key: String, _ table: TOMLTable) throws(UserError) -> [CallExpectation.Saying] {
        var sayings: [CallExpectation.Saying] = []
        for text in try texts(key, table) {
            do { sayings.append(try CallExpectation.Saying(text)) } catch {
                throw mistake("\(key): \(error)", "mend the pattern, or leave out the slashes")
            }
        }
        return sayings
    }

    private func flag(_ key: String, _ table: TOMLTable) throws(UserError) -> Bool {
        guard let flag = table[key]?.bool else { throw mistake("\(key) is neither true nor false", "\(key) = true") }
        return flag
    }

    private func number(
        _ key: String, _ table: TOMLTable, _ range: ClosedRange<Double>
    ) throws(UserError) -> Double {
        let value = table[key]
        guard let number = value?.double ?? value?.int.map(Double.init), range.contains(number) else {
            let (low, high) = (Self.words(range.lowerBound), Self.words(range.upperBound))
            throw mistake("\(key) is no number from \(low) to \(high)", "\(key) = \(low)")
        }
        return number
    }

    /// As it is written in such a file: `255`, `0.25`.
    private static func words(_ number: Double) -> String {
        (Int64(exactly: number).map(JSONValue.integer) ?? .number(number)).text
    }

    private func milliseconds(_ key: String, _ table: TOMLTable) throws(UserError) -> Duration {
        .milliseconds(1) * (try number(key, table, 0...86_400_000))
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ key: String, _ table: TOMLTable, _ choices: [Choice]
    ) throws(UserError) -> Choice {
        guard let choice = Choice(rawValue: try text(key, table)) else {
            throw mistake(
                "\(key) is none of \(choices.map(\.rawValue).joined(separator: ", "))",
                "\(key) = \"\(choices.first?.rawValue ?? "")\"")
        }
        return choice
    }

    private func json(_ value: (any TOMLValueConvertible)?) throws(UserError) -> JSONValue {
        if let text = value?.string { return .string(text) }
        if let flag = value?.bool { return .bool(flag) }
        if let whole = value?.int { return .integer(Int64(whole)) }
        if let number = value?.double { return .number(number) }
        if let array = value?.array {
            var elements: [JSONValue] = []
            for element in array { elements.append(try json(element)) }
            return .array(elements)
        }
        guard let table = value?.table else { throw mistake("a date is no argument of a tool", "write it as a text") }
        var members: [JSONValue.Member] = []
        for key in table.keys.sorted() { members.append(JSONValue.Member(key, try json(table[key]))) }
        return .object(members)
    }

    private static func nearest(_ name: String, _ names: [String]) -> String {
        Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
            ?? "there is: \(names.joined(separator: ", "))"
    }

    private func mistake(_ why: String, _ remedy: String) -> UserError {
        UserError(.badData, what: "cannot use \(path)", why: why, remedy: remedy)
    }
}

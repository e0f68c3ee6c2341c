import Drills
import Foundation
import LiveProtocol
import Proxy
import Recordings
import Runtime
import SessionStore
import Settings
import Snapshots

/// What `livetop mcp --allow-faults` offers besides: it runs programs and breaks calls.
struct AgentFaultTools {
    let configuration: Configuration

    var all: [AgentTool] { [drill, fault, faults, stopFaults] }

    private static let format = AgentTool.Parameter(
        "format", .string, "text (default) for reading, json for computing", choices: ["text", "json"])

    // MARK: Drill

    private var drill: AgentTool {
        AgentTool(
            name: "drill", title: "Try a client",
            summary: """
                Runs a program against the simulated service, breaks its first call by a scenario, and says how it took \
                it: reconnected, resumed with the newest handle, lost or sent twice. Ask it after a change to code that \
                reconnects; faults lists the scenarios. Needs no key and reaches no network.
                """,
            parameters: [
                .init("command", .string, "the program, as a line for sh; livetop sets the base URL", isRequired: true),
                .init("scenario", .string, "a scenario, or several with commas; goaway unless told otherwise"),
                .init("max_duration_s", .number, "seconds after which the program is ended; 60 unless told otherwise"),
                Self.format,
            ], isReadOnly: false
        ) { arguments in
            let seconds = arguments.number("max_duration_s") ?? 60
            guard seconds >= 1, seconds <= 600 else {
                throw UserError(
                    .usage, what: "cannot run a drill", why: "\(seconds) seconds are not from 1 to 600",
                    remedy: "leave max_duration_s out, or name 60")
            }
            let scenarios = (arguments.string("scenario") ?? "goaway").split(separator: ",").map { name in
                String(name.drop { $0 == " " })
            }
            for name in scenarios {
                do throws(FaultError) { _ = try FaultScenario.named(name) } catch {
                    throw UserError(fault: name, error, .usage)
                }
            }
            let outcome = try AgentDrill(folder: configuration.folder.path).run(
                scenarios, command: arguments.string("command") ?? "", seconds: seconds)
            guard let report = outcome.report else {
                throw UserError(
                    .failure, what: "the drill came to no verdict", why: outcome.output,
                    remedy: "mend what it says, and ask again")
            }
            guard arguments.string("format") == "json" else { return .text(Self.text(report, outcome.output)) }
            return .document(
                .object((report.members ?? []).map { ($0.name, $0.value) } + [("output", .string(outcome.output))]))
        }
    }

    private static func text(_ report: JSONValue, _ output: String) -> String {
        let verdicts = (report["scenarios"]?.array ?? []).map { scenario in
            let checks = (scenario["checks"]?.array ?? []).map { check in
                let verdict = check["passed"]?.bool == true ? "ok" : "FAILED"
                return "  \(verdict)  \(check["name"]?.string ?? ""): \(check["detail"]?.string ?? "")"
            }
            let verdict =
                scenario["tested"]?.bool == false
                ? "not tested: the fault never came" : scenario["passed"]?.bool == true ? "as a good client" : "FAILED"
            return (["\(scenario["scenario"]?.string ?? ""): \(verdict)"] + checks).joined(separator: "\n")
        }
        return verdicts.joined(separator: "\n") + "\n\nThe program and the drill wrote:\n\(output)"
    }

    // MARK: Faults of calls that run

    private var fault: AgentTool {
        AgentTool(
            name: "fault", title: "Break a call",
            summary: """
                Breaks a call that goes through a running livetop, or those that come: a scenario or a fault as text, such \
                as goaway@30s,left=10s. faults lists them. A real call is broken for whoever is speaking.
                """,
            parameters: [
                .init("fault", .string, "a scenario or a fault as text", isRequired: true),
                .init("session", .string, "the call: its id or the beginning of it, or @last"),
                .init("tag", .string, "instead: calls with this tag, until it is ended"),
                .init("next", .integer, "instead: so many of the calls that come"),
                .init("at", .string, "when: now, 30s, 2turns, 5messages, toolCall, interrupted, audio"), Self.format,
            ], isReadOnly: false
        ) { arguments in
            let text = arguments.string("fault") ?? ""
            let target = try target(arguments)
            var calls: Int64 = 0
            for request in try Self.choice(text).requests(at: arguments.string("at"), for: target) {
                calls = max(calls, try ask(request)["calls"]?.integer ?? 0)
            }
            return arguments.string("format") == "json"
                ? .document(.object([("calls", .integer(calls))])) : .text("\(text) is on for \(target.words(calls)).")
        }
    }

    /// A fault as text, else a scenario by its name, as `livetop fault` takes it.
    private static func choice(_ text: String) throws(UserError) -> FaultChoice {
        do throws(FaultError) {
            return FaultChoice(single: try FaultText.parse(text).description)
        } catch {
            let scenario = FaultChoices.all.first { $0.isScenario && $0.name == text.lowercased() }
            guard let scenario else { throw UserError(fault: text, error, .usage) }
            return scenario
        }
    }

    private func target(_ arguments: AgentArguments) throws -> FaultRequest.Target {
        switch (arguments.string("session"), arguments.string("tag"), arguments.integer("next")) {
        case (let session?, nil, nil): return .session(try configuration.recordings().find(session))
        case (nil, let tag?, nil): return .tag(tag)
        case (nil, nil, let count?) where count > 0: return .next(count)
        default:
            throw UserError(
                .usage, what: "cannot break a call", why: "it takes one of session, tag and next (above 0)",
                remedy: "name one of them: session @last")
        }
    }

    private var faults: AgentTool {
        AgentTool(
            name: "faults", title: "What can be broken, and what is",
            summary: "Lists faults that are on, each with its number, then the scenarios and every fault.",
            parameters: [Self.format]
        ) { arguments in
            let answer = ControlClient.awaitAnswer(to: FaultRequest.list.json, in: configuration.folder.path)
            let running = answer?["faults"]?.array ?? []
            guard arguments.string("format") != "json" else {
                return .document(.object([("running", .array(running)), ("catalogue", FaultCatalogue.json)]))
            }
            let lines = running.map { fault in
                "\(fault["number"]?.integer ?? 0)  \(fault["fault"]?.string ?? "")  \(fault["phase"]?.string ?? "")  \(fault["for"]?.string ?? "")"
            }
            let on = lines.isEmpty ? "No faults are on." : "On now:\n\(lines.joined(separator: "\n"))"
            return .text("\(on)\n\n\(FaultCatalogue.text)")
        }
    }

    private var stopFaults: AgentTool {
        AgentTool(
            name: "stop_faults", title: "End faults",
            summary: "Ends all faults, or one by the number that faults tells.",
            parameters: [.init("number", .integer, "of the one that is to end; all unless told otherwise")],
            isReadOnly: false
        ) { arguments in
            let number = arguments.integer("number")
            _ = try ask(.stop(number))
            return .text(number.map { "Fault \($0) is off." } ?? "No faults any more.")
        }
    }

    private func ask(_ request: FaultRequest) throws(UserError) -> JSONValue {
        guard let answer = ControlClient.awaitAnswer(to: request.json, in: configuration.folder.path) else {
            throw UserError(
                .unavailable, what: "no livetop runs on \(configuration.folder.path)", why: "nobody answers there",
                remedy: "start one: livetop serve")
        }
        if case .refused(let why, let cure) = FaultAnswer(answer) {
            throw UserError(.failure, what: "livetop does not do that", why: why, remedy: cure)
        }
        return answer
    }
}

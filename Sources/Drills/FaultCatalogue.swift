package import LiveProtocol
import Proxy
import Wording

/// `livetop fault --list`: the ready scenarios, each with what a good client does, and every fault with its arguments.
package enum FaultCatalogue {
    package static var text: String {
        let scenarios = FaultScenario.all.map { scenario in
            """
            \(scenario.name)
                \(scenario.summary)
                a good client: \(scenario.goodClient)
                livetop run \(faults(of: scenario).map { "--fault '\($0)'" }.joined(separator: " ")) -- CMD
            """
        }
        let names = FaultName.allCases.map { name in
            let usage = ([name.rawValue] + name.parameters.map { $0.uppercased() }).joined(separator: ":")
            return """
                \(usage)
                    \(name.summary)
                    a good client: \(name.goodClient)
                """
        }
        return """
            Scenarios (livetop drill NAME -- CMD):

            \(scenarios.joined(separator: "\n"))

            Faults (NAME[:ARGUMENT…][@WHEN][,KEY=VALUE…]; WHEN: 30s, 2turns, 5messages, toolCall, interrupted, audio, …;
            KEY: those arguments, and dir, for, every, seed):

            \(names.joined(separator: "\n"))
            """
    }

    package static var json: JSONValue {
        .object([
            ("schema", "livetop.faults/1"),
            (
                "scenarios",
                .array(
                    FaultScenario.all.map { scenario in
                        .object([
                            ("name", .string(scenario.name)), ("summary", .string(scenario.summary)),
                            ("goodClient", .string(scenario.goodClient)),
                            ("faults", .array(faults(of: scenario).map(JSONValue.string))),
                        ])
                    })
            ),
            (
                "faults",
                .array(
                    FaultName.allCases.map { name in
                        .object([
                            ("name", .string(name.rawValue)),
                            ("arguments", .array(name.parameters.map(JSONValue.string))),
                            ("example", .string(name.example)), ("summary", .string(name.summary)),
                            ("goodClient", .string(name.goodClient)),
                        ])
                    })
            ),
        ])
    }

    private static func faults(of scenario: FaultScenario) -> [String] { scenario.faults + scenario.laterFaults }
}

import Proxy
package import Snapshots

/// What a screen offers to break: ready scenarios, then every fault.
package enum FaultChoices {
    package static let all: [FaultChoice] =
        FaultScenario.all.map { scenario in
            FaultChoice(
                name: scenario.name, faults: scenario.faults, laterFaults: scenario.laterFaults,
                summary: scenario.summary, goodClient: scenario.goodClient, isScenario: true,
                isAtUpgrade: scenario.faults.allSatisfy(isAtUpgrade))
        }
        + FaultName.allCases.map { name in
            FaultChoice(
                name: name.rawValue, faults: [name.example], summary: name.summary, goodClient: name.goodClient,
                isAtUpgrade: isAtUpgrade(name.example))
        }

    private static func isAtUpgrade(_ text: String) -> Bool {
        guard let fault = try? FaultText.parse(text) else { return false }
        return fault.refusal != nil || fault.kind == .resumeRefused
    }
}

import Diagnosis
import LiveProtocol
import Testing

@testable import Runtime

/// When findings were first to be seen, and which of them a replay opens at.
@Suite struct FindingSightingsTests {
    private static func finding(_ rule: RuleID, _ severity: Severity) -> Finding {
        Finding(rule: rule, severity: severity, from: .seconds(0), to: .seconds(0), title: "", fix: "")
    }

    @Test func `a finding is seen once, and is as bad as it came to be`() {
        var sightings = FindingSightings()
        sightings.note([Self.finding("a", .info), Self.finding("b", .warning)], at: .seconds(1))
        sightings.note([Self.finding("a", .error)], at: .seconds(2))
        sightings.note([Self.finding("a", .info)], at: .seconds(3))
        #expect(sightings.all.map(\.finding.rule) == ["a", "b"])
        #expect(sightings.all.map(\.at) == [.seconds(1), .seconds(1)])
        #expect(sightings.all.map(\.severity) == [.error, .warning])
    }

    @Test func `a replay opens at the first error, else at the first warning`() {
        var sightings = FindingSightings()
        sightings.note([Self.finding("a", .info)], at: .seconds(1))
        #expect(sightings.worst == nil)
        sightings.note([Self.finding("b", .warning), Self.finding("c", .warning)], at: .seconds(2))
        #expect(sightings.worst?.finding.rule == "b")
        sightings.note([Self.finding("d", .error)], at: .seconds(3))
        sightings.note([Self.finding("e", .error)], at: .seconds(4))
        #expect(sightings.worst?.finding.rule == "d")
    }
}

import LiveProtocol
import Testing

@testable import Diagnosis

/// One of the examples that stand in a rule's file.
struct RuleExample: Sendable, CustomTestStringConvertible {
    var rule: RuleID
    var number: Int
    var example: Example

    static let all: [RuleExample] = Diagnosis.rules.flatMap { rule in
        rule.examples.enumerated().map { RuleExample(rule: rule.id, number: $0, example: $1) }
    }

    var testDescription: String {
        [rule.rawValue, example.variant, "#\(number + 1)"].compactMap(\.self).joined(separator: "/")
    }

    /// The findings that it is about.
    func own(_ findings: [Finding]) -> [Finding] {
        findings.filter { $0.rule == rule && (example.variant == nil || $0.variant == example.variant) }
    }
}

@Suite struct RuleExampleTests {
    @Test(arguments: RuleExample.all)
    func `a rule finds its failure, with proof and cure, and names it first`(case: RuleExample) throws {
        let example = `case`.example
        let all = example.firing().all(after: example.after)
        let finding = try #require(`case`.own(all).first, "\(all.map(\.label))")
        #expect(finding.severity == example.severity)
        #expect(!finding.title.isEmpty && !finding.cause.isEmpty && !finding.fix.isEmpty)
        #expect(finding.from <= finding.to)
        #expect(finding.evidence.map(\.at) == finding.evidence.map(\.at).sorted())
        if let variant = finding.variant { #expect(Diagnosis.rule(`case`.rule)?.variants.contains(variant) == true) }
        let first = Ranking.ranked(all).first?.rule
        #expect(first == example.behind ?? `case`.rule, "\(Ranking.ranked(all).map(\.label))")
    }

    @Test(arguments: RuleExample.all)
    func `a rule leaves the nearest harmless call alone`(case: RuleExample) {
        let found = `case`.own(`case`.example.silent().all(after: `case`.example.after))
        #expect(found == [])
    }

    @Test func `every rule has an example`() {
        #expect(Diagnosis.rules.filter(\.examples.isEmpty).map(\.id) == [])
    }

    @Test func `an ordinary call has nothing above an advice`() {
        var call = StagedCall()
        call.begin(.resumption)
        call.handle()
        for _ in 1...4 { call.exchange() }
        call.close(1000, by: .client)
        #expect(call.findings().filter { $0.severity > .info } == [])
    }
}

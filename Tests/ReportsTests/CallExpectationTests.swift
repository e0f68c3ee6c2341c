import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

/// What is expected of a call, and what became of it.
@Suite struct CallExpectationTests {
    private func outcomes(
        _ findings: [Finding] = [], _ change: (inout CallExpectation) throws -> Void
    ) throws -> [CheckOutcome] {
        var expectation = CallExpectation()
        try change(&expectation)
        let reported = try #require(Reported([.shop], findings: findings))
        return expectation.outcomes(of: [reported.diagnosed], "t")
    }

    private func verdict(
        _ findings: [Finding] = [], _ change: (inout CallExpectation) throws -> Void
    ) throws -> CheckOutcome.Verdict {
        let outcomes = try outcomes(findings, change)
        #expect(outcomes.count == 1, "\(outcomes)")
        return try #require(outcomes.first).verdict
    }

    @Test func `nothing is looked at that is not expected`() throws {
        #expect(try outcomes { _ in }.isEmpty)
    }

    struct Case: Sendable {
        var name: String
        var arguments: String?
        var within: Int?
        var isMet: Bool
    }

    private static let cases = [
        Case(name: "find_order", isMet: true),
        Case(name: "find_order", arguments: #"{"number":"A-17"}"#, isMet: true),
        Case(name: "find_order", arguments: #"{"number":"A-18"}"#, isMet: false),
        Case(name: "find_order", arguments: #"{"other":1}"#, isMet: false),
        Case(name: "find_order", within: 600, isMet: true), Case(name: "find_order", within: 400, isMet: false),
        Case(name: "cancel_order", isMet: false),
    ]

    @Test(arguments: cases)
    func `a function is called with what it has to be, and answered in time`(expected: Case) throws {
        let found = try verdict { expectation in
            let json = try expected.arguments.map { try JSONValue(parsing: Array($0.utf8)) }
            let within = expected.within.map { Duration.milliseconds($0) }
            expectation.tools = [.init(name: expected.name, arguments: json, within: within)]
        }
        #expect(found == (expected.isMet ? .passed : .failed))
    }

    @Test func `what was said is found by part and by pattern`() throws {
        #expect(try verdict { $0.modelSays = [try .init("LEFT this morning")] } == .passed)
        #expect(try verdict { $0.modelSays = [try .init("/left .* morning/")] } == .passed)
        #expect(try verdict { $0.modelSays = [try .init("tomorrow")] } == .failed)
        #expect(try verdict { $0.userSays = [try .init("And when")] } == .passed)
        #expect(try verdict { $0.userSays = [try .init("left this morning")] } == .failed)
    }

    @Test func `the slowest turn counts`() throws {
        #expect(try verdict { $0.answeredWithin = .seconds(60) } == .passed)
        #expect(try verdict { $0.answeredWithin = .milliseconds(1) } == .failed)
    }

    @Test func `findings fail by severity, unless they are allowed`() throws {
        let at = WrittenCall.start
        let finding = Finding(rule: "goaway-ignored", severity: .warning, from: at, to: at, title: "t", fix: "f")
        #expect(try verdict([finding]) { $0.noFindingFrom = .warning } == .failed)
        #expect(try verdict([finding]) { $0.noFindingFrom = .error } == .passed)
        #expect(try verdict { $0.noFindingFrom = .info } == .passed)
        let allowed = try verdict([finding]) {
            $0.noFindingFrom = .info
            $0.allowed = ["goaway-ignored"]
        }
        #expect(allowed == .passed)
    }

    @Test func `an end that nobody saw is no pass`() throws {
        var open = WrittenCall()
        open.say(.clientToServer, #"{"setup":{"model":"models/m"}}"#)
        let reported = try #require(Reported([open]))
        var expectation = CallExpectation()
        expectation.closedBy = .client
        #expect(expectation.outcomes(of: [reported.diagnosed], "t").map(\.verdict) == [.unknown])
        expectation.connections = 1
        #expect(expectation.outcomes(of: [reported.diagnosed], "t").map(\.verdict) == [.unknown, .passed])
        #expect(expectation.outcomes(of: [], "t").map(\.verdict) == [.failed])
    }
}

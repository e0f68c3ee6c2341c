import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct DiffReportTests {
    private func side(_ calls: [WrittenCall], _ findings: [Finding] = []) throws -> SessionComparison.Side {
        let state = try #require(Reported(calls)).state
        let turns = state.turns.recent.map { ComparedTurn(turn: $0, contextTokens: state.tokens.context) }
        return SessionComparison.Side(state: state, turns: turns, findings: findings)
    }

    private func report(_ left: SessionComparison.Side, _ right: SessionComparison.Side) -> DiffReport {
        DiffReport(
            SessionComparison(left, right, tolerance: .milliseconds(100)), left: left.state, right: right.state)
    }

    /// The shop's talk, slower, in other words, with another voice and without the tool.
    private static let other: WrittenCall = {
        var call = WrittenCall(1_000_000_000_003)
        call.say(
            .clientToServer,
            #"{"setup":{"model":"models/gemini-live-2.5-flash-preview","generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck\u001b[2J"}}}},"outputAudioTranscription":{}}}"#
        )
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.12)
        for _ in 0..<10 { call.send(milliseconds: 100, level: 8_000, after: 0.1) }
        call.speak("It is on its way, and will be with you before the evening.", milliseconds: 900, after: 2)
        call.complete(prompt: 1_000_000, response: 320, after: 1)
        call.append(.closed(Closure(by: .client, code: CloseCode(rawValue: 1000))), after: 0.5)
        return call
    }()

    @Test func `two talks differ as documented`() throws {
        let report = report(
            try side([.shop, .resumed], [.full, .mild(.warning)]), try side([Self.other], [.mild(.warning)]))
        expectGolden(report.text + "\n", named: "diff")
        expectGolden(report.json.indented, named: "diff.json")
    }

    @Test func `a session does not differ from itself`() throws {
        let side = try side([.shop])
        let report = report(side, side)
        #expect(report.text.hasSuffix("\n\nno differences"))
        #expect(report.json.at("isEqual") == .bool(true))
        #expect(report.json.at("turns") == .array([]))
    }

    @Test func `a turn that one side alone has is named, on which`() throws {
        let report = report(try side([.shop]), try side([Self.other]))
        #expect(report.text.contains("  #2  only in -"))
        #expect(report.json.at("turns.1.in") == "left")
        #expect(self.report(try side([Self.other]), try side([.shop])).text.contains("  #2  only in +"))
    }

    @Test func `changes have their sign`() throws {
        let report = report(try side([.shop]), try side([Self.other]))
        #expect(report.text.contains("2,590 → 1,000,320  (+997,730)"))
        #expect(report.text.contains("1 → 0  (-1)"))
    }

    @Test func `a finding that only one side has is counted`() throws {
        let report = report(try side([.shop], [.full, .full]), try side([.shop]))
        #expect(
            report.text.contains(
                "error goaway-ignored closed: 2 → 0  The server announced the end and nobody left"))
        #expect(report.json.at("findings.0.left") == .integer(2))
        #expect(report.json.at("isEqual") == .bool(false))
    }
}

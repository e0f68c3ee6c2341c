import LiveProtocol
import SessionModel
import Testing

@testable import Diagnosis

@Suite struct SessionComparisonTests {
    private static let start = Timestamp(nanoseconds: 1_000_000_000_000)

    /// A text call: setup, and for each exchange the user's text and, `latency` later, the model's.
    private static func side(
        _ exchanges: [(user: String, model: String, latency: Double)], voice: String = "Puck", tokens: Int = 100,
        findings: [Finding] = []
    ) -> SessionComparison.Side {
        let connection = ConnectionID(rawValue: 200_000_000_001)
        var decoder = LiveDecoder(connection: connection)
        var state = SessionState(id: SessionID(connection), openedAt: start)
        var turns: [ComparedTurn] = []
        var sequence: Int64 = 0
        func cross(_ json: String, _ direction: Direction, _ seconds: Double) {
            sequence += 1
            let event = WireEvent(
                connection: connection, sequence: sequence, at: .seconds(seconds, after: start),
                kind: .frame(direction, Frame(.text, Array(json.utf8))))
            for fact in decoder.decode(event) { state.apply(fact) }
        }
        cross(
            #"{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"\#(voice)"}}}}}}"#,
            .clientToServer, 0)
        cross(#"{"setupComplete":{}}"#, .serverToClient, 0.1)
        for (index, exchange) in exchanges.enumerated() {
            let at = Double(index + 1) * 10
            cross(
                #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"\#(exchange.user)"}]}],"turnComplete":true}}"#,
                .clientToServer, at)
            cross(
                #"{"serverContent":{"modelTurn":{"parts":[{"text":"\#(exchange.model)"}]}}}"#, .serverToClient,
                at + exchange.latency)
            let usage =
                #""usageMetadata":{"promptTokenCount":\#(tokens * (index + 1)),"totalTokenCount":\#(tokens * (index + 1))}"#
            cross(#"{"serverContent":{"turnComplete":true},\#(usage)}"#, .serverToClient, at + exchange.latency + 1)
            if let turn = state.turns.recent.last {
                turns.append(ComparedTurn(turn: turn, contextTokens: state.tokens.context))
            }
        }
        return SessionComparison.Side(state: state, turns: turns, findings: findings)
    }

    private static func finding(_ rule: RuleID, _ severity: Severity = .warning, variant: String? = nil) -> Finding {
        Finding(rule: rule, variant: variant, severity: severity, from: start, to: start, title: "t", fix: "f")
    }

    private static func compare(_ left: SessionComparison.Side, _ right: SessionComparison.Side) -> SessionComparison {
        SessionComparison(left, right, tolerance: .milliseconds(100))
    }

    @Test func `a session equals itself`() {
        let side = Self.side([("Hi", "Hello", 0.5), ("Bye", "See you", 0.7)], findings: [Self.finding("a")])
        #expect(side.turns.count == 2)
        #expect(Self.compare(side, side).isEmpty)
    }

    @Test func `settings come first, with defaults filled in`() {
        let comparison = Self.compare(
            Self.side([("Hi", "Hello", 0.5)]), Self.side([("Hi", "Hello", 0.5)], voice: "Kore"))
        #expect(comparison.setup == [Difference("voice", .text("Puck"), .text("Kore"))])
        #expect(comparison.turns.isEmpty)
    }

    @Test func `latency counts beyond the tolerance, text in its words, tokens always`() {
        let comparison = Self.compare(
            Self.side([("Hi", "Hello  you", 0.50), ("Bye", "Go", 0.5)]),
            Self.side([("Hi", "Hello you", 0.59), ("Bye", "Stay", 0.9)], tokens: 101))
        #expect(comparison.turns.map(\.index) == [1, 2])
        #expect(comparison.turns[0].differences == [Difference("contextTokens", .count(100), .count(101))])
        #expect(
            comparison.turns[1].differences == [
                Difference("responseLatencyMs", .milliseconds(500), .milliseconds(900)),
                Difference("contextTokens", .count(200), .count(202)),
                Difference("modelText", .text("Go"), .text("Stay")),
            ])
    }

    @Test func `a turn that only one side has is told`() {
        let one = Self.side([("Hi", "Hello", 0.5)])
        let two = Self.side([("Hi", "Hello", 0.5), ("More", "Yes", 0.5)])
        #expect(Self.compare(one, two).turns == [TurnComparison(index: 2, presence: .right, differences: [])])
        #expect(Self.compare(two, one).turns == [TurnComparison(index: 2, presence: .left, differences: [])])
    }

    @Test func `findings are compared by rule and variant, the worst first`() {
        let one = Self.side([], findings: [Self.finding("a"), Self.finding("a"), Self.finding("same")])
        let two = Self.side(
            [], findings: [Self.finding("a"), Self.finding("same"), Self.finding("b", .error, variant: "v")])
        let found = Self.compare(one, two).findings
        #expect(found.map(\.rule) == ["b", "a"])
        #expect(found.map(\.leftCount) == [0, 2])
        #expect(found.map(\.rightCount) == [1, 1])
        #expect(found.first?.variant == "v")
    }

    @Test func `the order of the sides only swaps the sides`() {
        let one = Self.side([("Hi", "Hello", 0.5)], voice: "Kore", findings: [Self.finding("a")])
        let two = Self.side([("Ho", "Hello", 0.9), ("x", "y", 0.1)], tokens: 7)
        let (there, back) = (Self.compare(one, two), Self.compare(two, one))
        #expect(there.setup == back.setup.map { Difference($0.name, $0.right, $0.left) })
        #expect(
            there.turns.flatMap(\.differences)
                == back.turns.flatMap(\.differences).map { Difference($0.name, $0.right, $0.left) })
        #expect(there.totals == back.totals.map { Difference($0.name, $0.right, $0.left) })
    }
}

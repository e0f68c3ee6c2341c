import LiveProtocol
import SessionModel
import Testing

@testable import Diagnosis

/// What was found is kept when it is over, and withdrawn when it was not so.
@Suite struct LedgerTests {
    private static func found(_ rule: RuleID, _ calls: [StagedCall], after seconds: Double = 0) -> [Finding] {
        calls.all(after: seconds).filter { $0.rule == rule }
    }

    private static func found(
        _ rule: RuleID, after seconds: Double = 0, _ fill: (inout StagedCall) -> Void
    ) -> [Finding] {
        var call = StagedCall()
        fill(&call)
        return found(rule, [call], after: seconds)
    }

    // MARK: States that pass

    @Test func `a fault of the first minute is found after a healthy one`() throws {
        let found = Self.found("input-clipping") {
            $0.begin()
            $0.microphone.gain = 12
            $0.talkAloud(4)
            $0.microphone.gain = 1
            $0.talkAloud(12)
        }
        #expect(found.count == 1)
        let clipping = try #require(found.first)
        let over = try #require(clipping.resolvedAt)
        #expect(clipping.severity == .error)
        #expect(clipping.times == 1)
        #expect(clipping.from == .seconds(0))
        #expect(over == clipping.to)
        #expect(over > .seconds(25) && over < .seconds(65))
        // At its worst, and not as it was when the last of it left the window.
        let ratio = try #require(clipping.numbers.first { $0.name == "clipped_ratio" }?.value)
        let fresh = Self.found("input-clipping") {
            $0.begin(); $0.microphone.gain = 12; $0.talkAloud(4)
        }
        #expect(fresh.first?.resolvedAt == nil)
        #expect(fresh.first?.numbers.first { $0.name == "clipped_ratio" }.map { $0.value <= ratio } == true)
    }

    @Test func `what comes and goes is one finding, with the times that it came`() throws {
        let found = Self.found("session-gone-silent") {
            $0.talk()
            for _ in 1...3 { $0.text("Are you there?", after: 1); $0.speak(after: 17); $0.completeTurn(prompt: 100) }
            $0.exchange()
        }
        #expect(found.map(\.variant) == ["text"])
        #expect(found.first?.times == 3)
        #expect(found.first?.resolvedAt != nil)
    }

    @Test func `what lasts a moment is neither kept nor told while the call goes on`() {
        var call = StagedCall()
        call.begin()
        call.talkAloud(2)
        call.microphone.gain = 12
        call.say(0.6)
        call.microphone.gain = 1
        call.hush(1.4)
        #expect(call.findings().filter { $0.rule == "input-clipping" } == [])
        call.talkAloud(10)
        #expect(call.findings().filter { $0.rule == "input-clipping" } == [])
    }

    // MARK: What is disproved

    @Test func `a microphone that stopped is forgiven by the answer that comes all the same`() {
        let answered = Self.found("audio-paused-no-stream-end") {
            $0.begin(); $0.exchangeAloud(); $0.say(1.5); $0.hush(0.2)
            $0.speak(2, after: 4.5); $0.completeTurn(prompt: 100, after: 2); $0.exchangeAloud()
        }
        #expect(answered == [])
        let resumed = Self.found("audio-paused-no-stream-end") {
            $0.begin(); $0.exchangeAloud(); $0.say(1.5); $0.hush(0.2)
            $0.wait(8); $0.hush(3); $0.exchangeAloud()
        }
        #expect(resumed.count == 1 && resumed.first?.resolvedAt != nil)
    }

    @Test func `what is said on the next connection is no speech before the microphone stopped on the last`() {
        var first = StagedCall(1)
        first.begin(.resumption)
        first.handle("h1")
        first.exchangeAloud()
        first.hush(2)
        first.wait(9)
        first.drop()
        var second = StagedCall(2, start: first.elapsed + 2)
        second.begin(.resuming("h1"))
        second.say(2)
        second.hush(1)
        #expect(Self.found("audio-paused-no-stream-end", [first, second]) == [])
    }

    @Test func `a prediction that does not come true is none any more`() {
        let found = Self.found("idle-input-abort") {
            $0.talk(); $0.wait(120); $0.exchange()
        }
        #expect(found == [])
    }

    @Test func `a call that is answered late is one finding, whose word is the last`() {
        let found = Self.found("tool-response-missing") {
            $0.begin(.function); $0.exchange(); $0.call(); $0.answer(after: 20); $0.exchange()
        }
        #expect(found.map(\.title) == ["find (c1) was answered after 20 s."])
    }

    // MARK: What the state forgets

    @Test func `a turn that was cut short is found behind hundreds of others`() throws {
        let found = Self.found("turn-empty-or-blocked") {
            $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100, reason: "RESPONSE_REJECTED")
            for _ in 0..<150 { $0.exchange() }
        }
        #expect(found.map(\.variant) == ["blocked"])
        let over = try #require(found.first?.resolvedAt)
        #expect(over < .seconds(10))
    }

    @Test func `a session keeps so many findings and says that there were more`() {
        let calls = (0..<90).map { number -> StagedCall in
            var call = StagedCall(UInt64(number + 1), start: Double(number) * 40)
            call.begin(number == 0 ? .resumption : .resuming("h"))
            call.handle("h")
            call.exchange()
            call.text("Are you there?", after: 1)
            call.speak(after: 17)
            call.close(1000, by: .client, after: 1)
            return call
        }
        var folding = Folding(Fleet(), watches: [FindingLedgers(Diagnosis())])
        for call in calls { for event in call.wire { folding.apply(event) } }
        #expect(folding.fleet.sessions.count == 1)
        guard let session = folding.fleet.sessions.first else { return }
        let ledger = folding.ledger(of: session.id)
        let result = Diagnosis().result(in: session, at: session.lastAt, ledger: ledger)
        #expect(ledger.map { $0.leftOutCount >= 20 } == true)
        #expect(result.findings.filter { $0.rule == "session-gone-silent" }.count <= FindingLedger.limit)
        #expect(result.note?.hasSuffix("more are over and were not kept") == true)
    }

    // MARK: At every instant

    @Test func `what is found at an instant does not depend on who looked before`() {
        var call = StagedCall()
        call.begin()
        call.microphone.gain = 12
        call.talkAloud(3)
        call.microphone.gain = 1
        call.talkAloud(8)
        var folding = Folding(Fleet(), watches: [FindingLedgers(Diagnosis())])
        var seen: [Finding] = []
        for event in call.wire {
            folding.apply(event)
            guard let session = folding.fleet.sessions.first else { continue }
            seen = Diagnosis().all(in: session, at: event.at, ledger: folding.ledger(of: session.id))
        }
        #expect(seen == [call].all(after: 0))
    }

    @Test func `rules that are asked on the way do not ask for verdicts of closes`() {
        for rule in Diagnosis.passingRules {
            #expect(rule.closes.isEmpty && !rule.traits.contains(.endsConnection), "\(rule.id)")
        }
    }

    @Test func `what was over explains what happened about then, and nothing an hour later`() {
        func finding(_ rule: RuleID, _ from: Double, _ to: Double, isOver: Bool) -> Finding {
            var finding = Finding(
                rule: rule, severity: .error, from: .seconds(from), to: .seconds(to),
                connection: ConnectionID(rawValue: 1), title: "t", fix: "f")
            finding.resolvedAt = isOver ? .seconds(to) : nil
            return finding
        }
        let cause = finding("audio-paused-no-stream-end", 10, 20, isOver: true)
        let near = finding("speech-unanswered", 15, 30, isOver: false)
        let far = finding("speech-unanswered", 3_600, 3_610, isOver: false)
        #expect(Ranking.ranked([cause, near]).map(\.rule) == ["audio-paused-no-stream-end"])
        #expect(Ranking.ranked([cause, far]).count == 2)
    }
}

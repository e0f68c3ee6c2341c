import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

/// How a call ended and what was wrong with it, in half a line.
struct CallVerdictTests {
    private static func words(
        _ calls: [WrittenCall], findings: [Finding] = [], muted: Int = 0, running: Duration? = nil
    ) throws -> String {
        let reported = try #require(Reported(calls, findings: findings, muted: muted, running: running))
        return CallVerdict(reported.diagnosed).words
    }

    private static func call(lasting length: Duration, _ closure: Closure) -> WrittenCall {
        var call = WrittenCall()
        call.append(.closed(closure), after: length.seconds)
        return call
    }

    @Test func `who ended it, with which code, after how long, and the worst finding`() throws {
        let closure = Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal error encountered.")
        let words = try Self.words([Self.call(lasting: .seconds(70), closure)], findings: [.full])
        #expect(words == "ended by server 1011 after 1:10 · 1 error: goaway-ignored")
    }

    @Test func `the worst is named and the others are counted`() throws {
        let closure = Closure(by: .client, code: CloseCode(rawValue: 1000))
        let call = Self.call(lasting: .milliseconds(1_500), closure)
        let findings = [Finding.mild(.warning), .full, .mild(.warning), .mild(.info)]
        #expect(
            try Self.words([call], findings: findings)
                == "ended by client 1000 after 1.5 s · 1 error, 2 warnings: goaway-ignored +2")
    }

    @Test func `what is only worth knowing, and what was only foreseen, is not wrong`() throws {
        let call = Self.call(lasting: .seconds(59), Closure(by: .client, code: CloseCode(rawValue: 1000)))
        let findings = [Finding.mild(.info), .mild(.error, isPrediction: true)]
        #expect(
            try Self.words([call], findings: findings, muted: 2)
                == "ended by client 1000 after 59 s · nothing wrong was found (2 findings muted)")
    }

    @Test func `an end without a close frame, one of livetop's own and a lost connection`() throws {
        let ends = [
            (Closure(by: .server), "ended by server without a close frame after 2 s"),
            (Closure(by: .proxy, detail: "the upstream is gone"), "ended by livetop (the upstream is gone) after 2 s"),
            (Closure(by: .transport, detail: "reset\u{1B}[2J by peer"), "broken off (reset␛[2J by peer) after 2 s"),
        ]
        for (closure, expected) in ends {
            #expect(
                try Self.words([Self.call(lasting: .seconds(2), closure)]) == expected + " · nothing wrong was found")
        }
    }

    @Test func `a handshake that was refused, and a call that goes on`() throws {
        #expect(try Self.words([.refused], findings: [.full]).hasPrefix("refused with 403"))
        var call = WrittenCall()
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 5)
        #expect(try Self.words([call], running: .seconds(85)) == "still running after 1:30 · nothing wrong was found")
    }

    @Test func `of a call that nobody looked at, nothing is said of findings`() throws {
        let reported = try #require(Reported([.shop]))
        #expect(CallVerdict(reported.diagnosed.opened.summary).words == "ended by client 1000 after 9 s")
        #expect(CallVerdict(reported.diagnosed.opened.summary).worst == nil)
    }
}

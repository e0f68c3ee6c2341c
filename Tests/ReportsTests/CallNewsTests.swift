import Diagnosis
import LiveProtocol
import SessionModel
import Testing

@testable import Reports

/// The log of calls that `serve` writes.
@Suite struct CallNewsTests {
    private static let start = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    private static let id = SessionID(ConnectionID(rawValue: 7))

    private static func session(
        closedAfter: Duration? = nil, by: Party = .server, code: UInt16? = 1000, reason: String? = nil
    ) -> SessionSummary {
        var session = SessionSummary(id: id, model: "models/m", activity: .listening, openedAt: start)
        guard let closedAfter else { return session }
        session.closedAt = start + closedAfter
        session.closure = Closure(by: by, code: code.map(CloseCode.init(rawValue:)), reason: reason)
        return session
    }

    private static func finding(_ severity: Severity) -> Finding {
        Finding(
            rule: "goaway-ignored", severity: severity, from: start, to: start, title: "It was ignored.",
            fix: "Heed it.")
    }

    @Test func `each thing is told once, in its order`() {
        var news = CallNews()
        #expect(news.take([]).isEmpty)
        #expect(news.take([(Self.session(), [])]).map(\.words) == ["begun"])
        #expect(news.take([(Self.session(), [])]).isEmpty)
        let found = [Self.finding(.error), Self.finding(.error)]
        let told = news.take([(Self.session(), found)])
        #expect(told.map(\.words) == ["goaway-ignored: It was ignored."] && told[0].level == .error)
        let ended = Self.session(closedAfter: .seconds(52), code: 1011, reason: "Internal error")
        #expect(
            news.take([(ended, found)]).map(\.words)
                == ["ended after 52 s, by server with 1011: Internal error"])
        #expect(news.take([(ended, found)]).isEmpty)
        #expect(
            news.take([(Self.session(), found)]).map(\.event) == [.sessionContinued])
    }

    @Test func `a call that came and went in between has all of it`() {
        var news = CallNews()
        let notes = news.take([(Self.session(closedAfter: .seconds(1)), [Self.finding(.warning)])])
        #expect(notes.map(\.event) == [.sessionStarted, .finding, .sessionEnded])
        #expect(notes.map(\.level) == [.info, .warning, .info])
    }

    @Test func `what is only worth knowing is not told`() {
        var news = CallNews()
        #expect(news.take([(Self.session(), [Self.finding(.info)])]).map(\.event) == [.sessionStarted])
    }

    @Test func `an end that is not ordinary is a warning`() {
        for (by, code, level) in [
            (Party.client, 1000, Severity.info), (.server, 1001, .info), (.server, 1011, .warning),
            (.transport, nil, .warning),
        ] as [(Party, UInt16?, Severity)] {
            var news = CallNews()
            let ended = Self.session(closedAfter: .seconds(1), by: by, code: code)
            #expect(news.take([(ended, [])]).last?.level == level)
        }
        var refused = Self.session(closedAfter: .seconds(1), code: nil)
        refused.refusal = Refusal(status: 429, by: .server, reason: "quota")
        var news = CallNews()
        let note = news.take([(refused, [])]).last
        #expect(note?.level == .warning && note?.words == "ended after 1 s, refused with 429")
    }

    @Test func `lines are one line, whatever was said`() throws {
        var news = CallNews()
        let ended = Self.session(closedAfter: .seconds(1), code: 1008, reason: "a\nb\u{1B}[2J \"c\"")
        let note = try #require(news.take([(ended, [])]).last)
        #expect(
            note.line(.text, time: "T")
                == "T warning \(Self.id) m ended after 1 s, by server with 1008: a b␛[2J \"c\"")
        let json = note.line(.json, time: "T")
        #expect(!json.contains("\n") && !json.contains("\u{1B}"))
        #expect(
            json.hasPrefix(
                #"{"time":"T","level":"warning","event":"session_ended","session":"\#(Self.id)","tag":null,"#))
        #expect(json.contains(#""code":"1008""#))
    }
}

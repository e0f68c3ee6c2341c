import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

@testable import Telemetry

/// What is told of calls: everything that is over, once, whenever somebody looks.
@Suite struct CallTelemetryTests {
    private static let start = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    private static let trace = "ca303e4e052ff1c63ac43fb9af492b4c"
    private static let identity = TraceIdentity(high: 1, low: 2)

    private struct Told {
        var fleet: Fleet
        var news = CallTelemetry.News()

        func spans(_ name: String) -> [OTLPSpan] { news.spans.filter { $0.name.hasPrefix(name) } }
    }

    private static func events(_ script: Script, traceParent: String? = nil) -> [WireEvent] {
        script.wireEvents(connection: ConnectionID(rawValue: 7), from: start, seed: 7).map { event in
            guard let traceParent, case .opened(var info) = event.kind else { return event }
            info.headers.append(HeaderField("traceparent", traceParent))
            return WireEvent(
                connection: event.connection, sequence: event.sequence, at: event.at, kind: .opened(info))
        }
    }

    /// Looks after every so many events, and once more at the end.
    private static func told(
        _ events: [WireEvent], every step: Int = 40, findings: [Finding] = [],
        _ change: (inout CallTelemetry.Options) -> Void = { _ in }
    ) -> Told {
        var options = CallTelemetry.Options(identity: identity)
        change(&options)
        var telemetry = CallTelemetry(options)
        var folding = Folding(Fleet())
        var told = Told(fleet: folding.fleet)
        let look = { (folding: Folding, now: Timestamp, isLast: Bool, news: inout CallTelemetry.News) in
            let known = Dictionary(uniqueKeysWithValues: folding.fleet.sessions.map { ($0.id, findings) })
            let new = telemetry.take(folding.fleet, findings: known, isLast: isLast) { _ in now }
            news.spans += new.spans
            news.logs += new.logs
            news.missedSpans += new.missedSpans
        }
        for (index, event) in events.enumerated() {
            for fact in folding.decode(event) { folding.apply(fact) }
            if index % step == 0 { look(folding, event.at, false, &told.news) }
        }
        look(folding, events.last?.at ?? start, true, &told.news)
        look(folding, events.last?.at ?? start, true, &told.news)
        told.fleet = folding.fleet
        return told
    }

    private static func value(_ key: String, of attributes: [OTLPAttribute]) -> OTLPValue? {
        attributes.first { $0.key == key }?.value
    }

    private static let scripts: [Script] = [
        .voiceTalk(), .bargeIn, .toolUse(), .toolCancelled(), .textTalk(), .longCall(), .failing(), .wrongModel,
    ]

    @Test(arguments: scripts.indices)
    func `each turn, tool call and stretch of speech is told once, however often somebody looks`(index: Int) throws {
        let events = Self.events(Self.scripts[index])
        let told = Self.told(events)
        let state = try #require(told.fleet.sessions.first)
        #expect(told.spans("realtime_inference").count == state.turns.recent.count)
        #expect(told.spans("execute_tool").count == state.tools.recent.filter { $0.outcome != .unknown }.count)
        #expect(told.spans("user_speech").count == state.utterances.recent.filter { $0.isEcho != true }.count)
        #expect(told.news.missedSpans == 0)
        #expect(Set(told.news.spans.map(\.id)).count == told.news.spans.count)
        #expect(told.news.spans.allSatisfy { $0.start <= $0.end })
        #expect(
            told.news.logs.map(\.event) == [
                "gen_ai.client.realtime_session.started", "gen_ai.client.realtime_session.ended",
            ])
        for step in [1, 1_000_000] {
            let other = Self.told(events, every: step)
            #expect(Set(other.news.spans.map(\.id)) == Set(told.news.spans.map(\.id)), "every \(step)")
            #expect(other.news.logs == told.news.logs)
        }
    }

    @Test func `a generation tells its figures`() throws {
        let told = Self.told(Self.events(.voiceTalk()))
        let state = try #require(told.fleet.sessions.first)
        for (turn, span) in zip(state.turns.recent, told.spans("realtime_inference")) {
            #expect(span.name == "realtime_inference gemini-3.8-live" && span.kind == .client && span.parent == nil)
            #expect(span.start == turn.openedAt && span.end == turn.interruptedAt ?? turn.completedAt)
            #expect(Self.value("gen_ai.realtime_session.id", of: span.attributes) == .string(state.id.description))
            #expect(Self.value("livetop.turn.index", of: span.attributes) == .integer(Int64(turn.index)))
            #expect(
                Self.value("livetop.turn.ttfb", of: span.attributes)
                    == turn.countedResponse.map { .number($0.duration.seconds) })
            #expect(
                Self.value("livetop.turn.ttfb.exactness", of: span.attributes)
                    == turn.countedResponse.map { .string($0.exactness.rawValue) })
            let tokens = try #require(state.tokens.tokens(ofTurn: turn.index))
            #expect(Self.value("gen_ai.usage.input_tokens", of: span.attributes) == .integer(tokens.input.total))
            #expect(
                Self.value("gen_ai.usage.audio.output_tokens", of: span.attributes) == .integer(tokens.output.audio))
        }
    }

    @Test func `a turn that was interrupted ends there, and nothing is wrong with it`() throws {
        let told = Self.told(Self.events(.bargeIn))
        let turn = try #require(told.fleet.sessions.first?.turns.recent.first { $0.interruptedAt != nil })
        let span = try #require(told.spans("realtime_inference").first { $0.end == turn.interruptedAt })
        #expect(Self.value("gen_ai.response.finish_reasons", of: span.attributes) == .strings(["interrupted"]))
        #expect(span.error == nil)
    }

    @Test func `speech is marked as estimated, and is not told by released names`() {
        let speech = Self.told(Self.events(.voiceTalk())).spans("user_speech")
        #expect(!speech.isEmpty)
        #expect(speech.allSatisfy { Self.value("livetop.estimated", of: $0.attributes) == .bool(true) })
        let legacy = Self.told(Self.events(.voiceTalk())) { $0.conventions = .legacy }
        #expect(legacy.spans("user_speech").isEmpty && !legacy.spans("generate_content gemini").isEmpty)
    }

    @Test func `everything is below the span that the client names, where it keeps that one`() {
        let parent = "00-\(Self.trace)-1cc163f27e2782d8-"
        let told = Self.told(Self.events(.toolUse(), traceParent: parent + "01"))
        #expect(!told.news.spans.isEmpty && Set(told.news.spans.map(\.trace.description)) == [Self.trace])
        let generations = told.spans("realtime_inference")
        #expect(generations.allSatisfy { $0.parent?.description == "1cc163f27e2782d8" && $0.isParentRemote })
        #expect(told.news.logs.allSatisfy { $0.trace?.description == Self.trace })
        #expect(Self.told(Self.events(.toolUse(), traceParent: parent + "00")).news.spans.isEmpty)
        // What cannot be read is no trace: the session has one of its own.
        let own = Self.told(Self.events(.toolUse(), traceParent: "nonsense"))
        #expect(Set(own.news.spans.map(\.trace)).count == 1 && own.news.spans.first?.trace.description != Self.trace)
    }

    @Test func `a tool belongs into the turn that waited for it`() throws {
        let told = Self.told(Self.events(.toolUse()))
        let state = try #require(told.fleet.sessions.first)
        for span in told.spans("execute_tool") {
            let around = told.spans("realtime_inference").first { $0.start <= span.start && span.end <= $0.end }
            #expect(span.parent == around?.id && span.trace == told.news.spans.first?.trace)
            #expect(Self.value("gen_ai.tool.call.id", of: span.attributes) != nil)
        }
        let cancelled = try #require(Self.told(Self.events(.toolCancelled())).spans("execute_tool").first)
        #expect(Self.value("error.type", of: cancelled.attributes) == .string("cancelled") && cancelled.error == nil)
        #expect(state.tools.recent.count == told.spans("execute_tool").count)
    }

    @Test func `a call that nobody will answer any more is told as such`() throws {
        var folding = Folding(Fleet())
        var telemetry = CallTelemetry(CallTelemetry.Options(identity: Self.identity))
        var last: WireEvent?
        for event in Self.events(.toolUse()) where folding.fleet.sessions.first?.tools.pending.isEmpty ?? true {
            for fact in folding.decode(event) { folding.apply(fact) }
            last = event
        }
        let called = try #require(last)
        let close = WireEvent(
            connection: called.connection, sequence: called.sequence, at: called.at + .seconds(1),
            kind: .closed(Closure(by: .transport)))
        for fact in folding.decode(close) { folding.apply(fact) }
        let calls = { (telemetry: inout CallTelemetry, after: Duration) in
            telemetry.take(folding.fleet, findings: [:]) { _ in close.at + after }.spans.filter {
                $0.error == "unanswered"
            }
        }
        // It may be answered on the connection that continues the session.
        #expect(calls(&telemetry, .seconds(9)).isEmpty)
        let span = try #require(calls(&telemetry, .seconds(11)).first)
        #expect(span.start == called.at && span.end == close.at)
        #expect(calls(&telemetry, .seconds(12)).isEmpty)
    }

    @Test func `a finding that replaces another one is told, though nothing else happened`() throws {
        var folding = Folding(Fleet())
        for event in Self.events(.textTalk()) { for fact in folding.decode(event) { folding.apply(fact) } }
        let id = try #require(folding.fleet.sessions.first?.id)
        var telemetry = CallTelemetry(CallTelemetry.Options(identity: Self.identity))
        let told = { (telemetry: inout CallTelemetry, rule: RuleID) in
            let finding = Finding(rule: rule, severity: .info, from: Self.start, to: Self.start, title: "", fix: "")
            let news = telemetry.take(folding.fleet, findings: [id: [finding]]) { _ in Self.start }
            return news.logs.filter { $0.event == "livetop.finding" }.count
        }
        #expect(told(&telemetry, "goaway-ignored") == 1)
        #expect(told(&telemetry, "goaway-ignored") == 0)
        #expect(told(&telemetry, "turn-cut-short") == 1)
    }

    @Test func `nothing that was said is told, unless somebody asks for it`() throws {
        let finding = Finding(
            rule: "turn-cut-short", severity: .warning, from: Self.start, to: Self.start, title: "in “secret words”",
            fix: "")
        for script in [Script.textTalk(), .toolUse(), .voiceTalk()] {
            let quiet = Self.told(Self.events(script), findings: [finding])
            let state = try #require(quiet.fleet.sessions.first)
            let texts = state.turns.recent.flatMap { [$0.userText.value, $0.modelText.value] }
            let arguments = state.tools.recent.compactMap(\.arguments)
            let words = (texts + arguments + [finding.title]).filter { $0.count > 4 }
            #expect(!words.isEmpty)
            let told = "\(quiet.news)"
            for text in words { #expect(!told.contains(text), "\(text)") }
            let whole = Self.told(Self.events(script), findings: [finding]) { $0.capturesContent = true }
            let messages = whole.news.spans.compactMap { Self.value("gen_ai.output.messages", of: $0.attributes) }
            #expect(messages.count == state.turns.recent.filter { !$0.modelText.isEmpty }.count)
            #expect("\(whole.news.logs)".contains("secret words"))
        }
    }

    @Test func `a finding is told once by its rule, and again when it has come true`() throws {
        var finding = Finding(
            rule: "goaway-ignored", severity: .error, from: Self.start, to: Self.start, title: "t", fix: "")
        let events = Self.events(.textTalk())
        let told = Self.told(events, findings: [finding, finding]).news.logs.filter { $0.event == "livetop.finding" }
        #expect(told.count == 1 && told.first?.severity == .error)
        let attributes = try #require(told.first?.attributes)
        #expect(Self.value("livetop.finding.rule", of: attributes) == .string("goaway-ignored"))
        #expect(Self.value("livetop.finding.severity", of: attributes) == .string("error"))
        #expect(told.first?.body == Diagnosis.rules.first { $0.id == "goaway-ignored" }?.title)
        finding.isPrediction = true
        var happened = finding
        happened.isPrediction = false
        #expect(
            Self.told(events, findings: [finding, happened]).news.logs.count { $0.event == "livetop.finding" } == 2)
    }

    @Test func `only what is wanted is told`() {
        let events = Self.events(.voiceTalk())
        #expect(Self.told(events) { $0.wantsSpans = false }.news.spans.isEmpty)
        let silent = Self.told(events) { $0.wantsLogs = false }
        #expect(silent.news.logs.isEmpty && !silent.news.spans.isEmpty)
    }
}

import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

/// Sessions that go on, and what is known of them only later.
@Suite struct RunningSessionTests {
    /// A call in which the model speaks.
    private func speaking() -> WrittenCall {
        var call = WrittenCall()
        call.say(
            .clientToServer,
            #"{"setup":{"model":"models/gemini-2.0-flash-live-001","sessionResumption":{}}}"#, after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.hear("Tell me a story.", after: 1)
        call.speak("Once upon a time.", milliseconds: 5_000, after: 0.5)
        return call
    }

    private func json(_ call: WrittenCall, after seconds: Double) throws -> JSONValue {
        let running = Duration.milliseconds(Int64(seconds * 1_000))
        return SessionDocument(try #require(Reported([call], running: running)).diagnosed).json
    }

    @Test func `what was heard grows with the present`() throws {
        let call = speaking()
        for (seconds, heard, backlog) in [(0.0, 0.0, 5_000.0), (2, 2, 3_000), (5, 5, 0), (60, 5, 0)] {
            let json = try json(call, after: seconds)
            #expect(json.at("outputAudio.heardSeconds") == .number(heard))
            #expect(json.at("outputAudio.backlogMs") == .number(backlog))
            #expect(json.at("turns.0.heardSeconds") == .number(heard))
            #expect(json.at("outputAudio.deliveredSeconds") == .number(5))
        }
    }

    @Test func `ages and caps count to the present`() throws {
        let json = try json(speaking(), after: 58.3)
        #expect(json.at("connections.0.ageSeconds") == .number(60))
        #expect(json.at("session.closedAt") == .null)
        #expect(json.at("cap.limitSeconds") == .number(900))
        guard case .number(let left)? = json.at("cap.secondsLeft") else { return #expect(Bool(false)) }
        #expect(abs(left - 840) < 1)
    }

    @Test func `a receiver that takes nothing is counted as long as it does`() throws {
        var call = speaking()
        call.append(.paused(.serverToClient), after: 1)
        #expect(try json(call, after: 3).at("connections.0.pausedSeconds.down") == .number(3))
        call.append(.resumed(.serverToClient), after: 2)
        let json = try json(call, after: 10)
        #expect(json.at("connections.0.pausedSeconds.down") == .number(2))
        #expect(json.at("connections.0.pausedSeconds.up") == .number(0))
    }

    @Test func `an announced end has its deadline`() throws {
        var call = speaking()
        call.say(.serverToClient, #"{"goAway":{"timeLeft":"10s"}}"#, after: 0.3)
        let json = try json(call, after: 1)
        #expect(json.at("connections.0.goAway.at") == .number(2))
        #expect(json.at("connections.0.goAway.timeLeftSeconds") == .number(10))
        #expect(json.at("connections.0.goAway.deadline") == .number(12))
        let story = SessionStory(try #require(Reported([call], running: .seconds(1))).diagnosed).text
        #expect(story.contains("the server announced the end (10.0 s left)"))
    }

    @Test func `a handle may be resumable, not, or unknown`() throws {
        var call = speaking()
        #expect(try json(call, after: 1).at("resumption.isResumable") == .null)
        call.say(.serverToClient, #"{"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}}"#, after: 1)
        #expect(try json(call, after: 4).at("resumption.isResumable") == .bool(true))
        #expect(try json(call, after: 4).at("resumption.handleAgeSeconds") == .number(4))
        call.say(.serverToClient, #"{"sessionResumptionUpdate":{}}"#, after: 1)
        #expect(try json(call, after: 1).at("resumption.isResumable") == .bool(false))
        let story = SessionStory(try #require(Reported([call], running: .zero)).diagnosed).text
        #expect(story.contains("resumption\n  not resumable at the end"))
    }

    @Test func `frames that were not captured are told`() throws {
        var call = speaking()
        call.append(.captureGap(CaptureGap(frames: 1_200, bytes: 900, cause: .tapFull)), after: 1)
        let reported = try #require(Reported([call], running: .zero))
        #expect(
            SessionStory(reported.diagnosed).text.contains("  dropped    1,200 frames were relayed but not recorded"))
        #expect(try json(call, after: 0).at("traffic.droppedFrames") == .integer(1_200))
        #expect(try json(call, after: 0).at("traffic.droppedBytes") == .integer(900))
    }

    @Test func `a message that cannot be read is counted, with the reason`() throws {
        var call = speaking()
        call.say(.serverToClient, "no JSON", after: 0.5)
        let json = try json(call, after: 0)
        #expect(json.at("drift.undecodableMessages") == .integer(1))
        #expect(json.at("drift.lastReason")?.string?.isEmpty == false)
        let story = SessionStory(try #require(Reported([call], running: .zero)).diagnosed).text
        #expect(story.contains("  unreadable 1 message"))
        #expect(!story.contains("1 messages"))
    }

    @Test func `tokens are told by what they are for`() throws {
        var call = speaking()
        call.say(
            .serverToClient,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":30,"responseTokenCount":12,"thoughtsTokenCount":5,"totalTokenCount":47,"promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"AUDIO","tokenCount":20}],"responseTokensDetails":[{"modality":"AUDIO","tokenCount":12}]}}"#,
            after: 6)
        let json = try json(call, after: 0)
        #expect(json.at("tokens.billed.input.text") == .integer(10))
        #expect(json.at("tokens.billed.input.audio") == .integer(20))
        #expect(json.at("tokens.billed.input.total") == .integer(30))
        #expect(json.at("tokens.billed.output.audio") == .integer(12))
        #expect(json.at("tokens.billed.thoughts") == .integer(5))
        #expect(json.at("tokens.reports") == .integer(1))
        let story = SessionStory(try #require(Reported([call], running: .zero)).diagnosed).text
        #expect(story.contains("billed     30 in (text 10, audio 20)"))
        #expect(story.contains(", of which 5 thinking"))
    }

    @Test func `an open tool call has no end and no length`() throws {
        var call = speaking()
        call.say(
            .serverToClient, #"{"toolCall":{"functionCalls":[{"id":"1","name":"fi\u001b[2Jnd","args":{}}]}}"#, after: 1)
        let json = try json(call, after: 3)
        #expect(json.at("tools.0.endedAt") == .null)
        #expect(json.at("tools.0.durationMs") == .null)
        let story = SessionStory(try #require(Reported([call], running: .zero)).diagnosed).text
        #expect(story.contains("pending  fi␛[2Jnd") || story.contains("fi␛[2Jnd"))
    }
}

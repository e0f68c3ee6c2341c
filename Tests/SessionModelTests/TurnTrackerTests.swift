import LiveProtocol
import SessionModel
import Testing

@Suite struct TurnTrackerTests {
    private func turns(_ write: (inout Call) -> Void) -> TurnTracker {
        var call = Call()
        call.begin()
        write(&call)
        return call.state.turns
    }

    @Test func `a spoken turn has its instants and both transcripts`() throws {
        let turns = turns { call in
            call.server(#"{"serverContent":{"inputTranscription":{"text":" How high"}}}"#, after: 1)
            call.server(#"{"serverContent":{"inputTranscription":{"text":" is it?"}}}"#, after: 1)
            call.speak(milliseconds: 500, after: 1)
            call.server(#"{"serverContent":{"outputTranscription":{"text":"Very"}}}"#)
            call.speak(milliseconds: 500, after: 1)
            call.server(#"{"serverContent":{"generationComplete":true}}"#, after: 1)
            call.completeTurn(after: 1)
        }
        let turn = try #require(turns.recent.last)
        #expect(turns.current == nil)
        #expect(turn.index == 1)
        #expect(turn.userAt == .seconds(1))
        #expect(turn.openedAt == .seconds(3))
        #expect(turn.firstAudioAt == .seconds(3))
        #expect(turn.lastAudioAt == .seconds(4))
        #expect(turn.generationCompleteAt == .seconds(5))
        #expect(turn.completedAt == .seconds(6))
        #expect(turn.userText.value == " How high is it?")
        #expect(turn.modelText.value == "Very")
        #expect(turn.audioDuration == .seconds(1))
        #expect(turn.interruptedAt == nil)
    }

    @Test func `an interrupted turn keeps the audio already heard`() throws {
        let turns = turns { call in
            call.speak(milliseconds: 800, after: 1)
            call.server(#"{"serverContent":{"interrupted":true}}"#, after: 0.5)
            call.speak(milliseconds: 40)
            call.server(#"{"serverContent":{"inputTranscription":{"text":"No!"}}}"#)
            call.completeTurn()
        }
        let turn = try #require(turns.recent.last)
        #expect(turn.interruptedAt == .seconds(1.5))
        #expect(turn.audioDuration == .milliseconds(840))
        #expect(turn.audioAfterInterruption == .milliseconds(40))
        #expect(turns.interruptions == 1)
        // What the user said to interrupt belongs to the next turn.
        #expect(turns.pendingInput?.text.value == "No!")
    }

    @Test func `text turns carry both texts and the reason of their end`() throws {
        let turns = turns { call in
            call.client(#"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"2+2?"}]}],"turnComplete":true}}"#)
            call.server(#"{"serverContent":{"modelTurn":{"parts":[{"text":"hm","thought":true},{"text":"4"}]}}}"#)
            call.server(#"{"serverContent":{"turnComplete":true,"turnCompleteReason":"RESPONSE_REJECTED"}}"#)
        }
        let turn = try #require(turns.recent.last)
        #expect(turn.userText.value == "2+2?")
        #expect(turn.modelText.value == "4")
        #expect(turn.thoughts.value == "hm")
        #expect(turn.reason == "RESPONSE_REJECTED")
    }

    @Test func `what is typed in several messages does not run together`() throws {
        let turns = turns { call in
            call.client(#"{"realtimeInput":{"text":"One moment."}}"#)
            call.client(#"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"2+2?"}]}],"turnComplete":true}}"#)
            call.completeTurn(after: 1)
        }
        #expect(turns.recent.last?.userText.value == "One moment. 2+2?")
    }

    @Test func `a transcript keeps its pieces together and away from what was typed`() throws {
        let turns = turns { call in
            call.client(#"{"realtimeInput":{"text":"One moment."}}"#)
            call.server(#"{"serverContent":{"inputTranscription":{"text":"Wha"}}}"#, after: 1)
            call.server(#"{"serverContent":{"inputTranscription":{"text":"t is"}}}"#, after: 1)
            call.server(#"{"serverContent":{"inputTranscription":{"text":" 2+2?"}}}"#, after: 1)
            call.speak(milliseconds: 500, after: 1)
            call.completeTurn(after: 1)
        }
        #expect(turns.recent.last?.userText.value == "One moment. What is 2+2?")
    }

    @Test func `usage alone opens no turn and a turn without content is one`() {
        let usageOnly = turns { $0.server(#"{"serverContent":{},"usageMetadata":{"promptTokenCount":1}}"#) }
        #expect(usageOnly.current == nil)
        #expect(usageOnly.count == 0)
        #expect(turns { $0.completeTurn() }.count == 1)
    }

    @Test func `a turn that the connection's end cuts off says so`() throws {
        let turns = turns { call in
            call.speak(milliseconds: 100)
            call.close()
        }
        let turn = try #require(turns.recent.last)
        #expect(turn.isCutOff && !turn.isOpen && turn.completedAt == nil)
    }

    @Test func `text is kept up to its limit, on the border of a character`() {
        var text = BoundedText(String(repeating: "x", count: BoundedText.limit - 1))
        text.append("ü")
        #expect(text.isCut)
        #expect(text.value.utf8.count == BoundedText.limit - 1)
        text.append("y")
        #expect(text.value.last == "x")
    }

    @Test func `a call that was taken back ends as cancelled, and not as answered`() throws {
        let call = #"{"toolCall":{"functionCalls":[{"id":"1","name":"f","args":{}},{"id":"2","name":"g","args":{}}]}}"#
        let turns = turns {
            $0.server(call, after: 1)
            $0.server(#"{"toolCallCancellation":{"ids":["1"]}}"#, after: 1)
            $0.client(#"{"toolResponse":{"functionResponses":[{"id":"2","name":"g","response":{}}]}}"#, after: 1)
        }
        let tools = try #require((turns.current ?? turns.recent.last)?.tools)
        #expect(tools.map(\.isCancelled) == [true, false])
        #expect(tools.map(\.endedAt) == [.seconds(2), .seconds(3)])
    }
}

import Listening
import LiveProtocol
import SessionModel
import Testing

/// What user and model do to each other: barge-ins that were missed or that nobody made, echo, half duplex, and what
/// was heard of the model.
struct OverlapTests {
    /// The user says something 1.5 s after the model began, and the model does not mind: speech from 3.5 s to 5 s.
    private static func objection(setup: String = "") -> Call {
        var call = Call()
        call.client(#"{"setup":{"model":"m"\#(setup)}}"#)
        call.server(#"{"setupComplete":{}}"#)
        call.hear(Sounds.room(seconds: 2))
        call.speak(milliseconds: 8_000)
        call.hear(Sounds.room(seconds: 1.5))
        call.hear(Sounds.speech(seconds: 1.5))
        return call
    }

    @Test func `speech over the model that nothing answers is a missed barge-in`() throws {
        var call = Self.objection()
        call.hear(Sounds.room(seconds: 3))
        let interruptions = call.state.interruptions
        #expect(interruptions.missedCount == 1 && interruptions.count == 0)
        let missed = try #require(interruptions.missed.last)
        #expect(abs((missed.onset - .seconds(3.5)).milliseconds) <= 40)
        #expect(abs((missed.overlap - .milliseconds(1_500)).milliseconds) <= 80)
        #expect(!missed.isAfterTurn && missed.isCertain)
    }

    /// 0.7 s are too little to be told from echo.
    @Test(arguments: [true, false]) func `a short sound over the model in a call with echo is no barge-in`(
        hasEcho: Bool
    ) {
        var call = Call()
        call.begin()
        call.hear(Sounds.room(seconds: 2))
        if hasEcho {
            call.say(Sounds.speech(seconds: 4, rate: 24_000, seed: 7))
            call.hear(Sounds.room(seconds: 0.1))
            call.hear(Sounds.speech(seconds: 3.9, seed: 7).map { $0 / 4 })
            call.hear(Sounds.room(seconds: 3))
            call.completeTurn()
        }
        let before = call.state.interruptions.missedCount
        call.say(Sounds.speech(seconds: 5, rate: 24_000, seed: 3))
        call.hear(Sounds.room(seconds: 0.5))
        call.hear(Sounds.speech(seconds: 0.7, seed: 9))
        call.hear(Sounds.room(seconds: 3.5))
        #expect(call.state.interruptions.missedCount - before == (hasEcho ? 0 : 1))
        #expect(call.state.interruptions.missed.allSatisfy { !$0.isCertain })
    }

    @Test func `where the service was asked not to be interrupted nothing is missed`() {
        var call = Self.objection(setup: #","realtimeInputConfig":{"activityHandling":"NO_INTERRUPTION"}"#)
        call.hear(Sounds.room(seconds: 3))
        #expect(call.state.interruptions.missedCount == 0)
    }

    @Test func `an interruption is of the speech before it, and false without any`() throws {
        var spoken = Self.objection()
        spoken.server(#"{"serverContent":{"interrupted":true}}"#)
        spoken.completeTurn()
        spoken.hear(Sounds.room(seconds: 2))
        let meant = try #require(spoken.state.interruptions.recent.last)
        #expect(meant.isSettled && meant.isFalse == false)
        #expect(meant.detection?.anchor == .localVAD)
        #expect(abs(try #require(meant.detection).duration.milliseconds - 1_500) <= 40)
        #expect(spoken.state.interruptions.missedCount == 0)

        var quiet = Call()
        quiet.begin()
        quiet.hear(Sounds.room(seconds: 2))
        quiet.speak(milliseconds: 8_000)
        quiet.hear(Sounds.room(seconds: 1.5))
        quiet.server(#"{"serverContent":{"interrupted":true}}"#)
        quiet.completeTurn()
        quiet.hear(Sounds.room(seconds: 2))
        let interruptions = quiet.state.interruptions
        #expect(interruptions.recent.last?.isFalse == true && interruptions.recent.last?.detection == nil)
        #expect(interruptions.judged == 1 && interruptions.falseCount == 1)
    }

    @Test func `without the user's audio no interruption is called false`() {
        var call = Call()
        call.begin()
        call.speak(milliseconds: 4_000)
        call.server(#"{"serverContent":{"interrupted":true}}"#, after: 1)
        call.completeTurn()
        call.client(#"{"realtimeInput":{"text":"x"}}"#, after: 5)
        #expect(call.state.interruptions.recent.last?.isFalse == nil)
        #expect(call.state.interruptions.judged == 0)
    }

    @Test func `what was heard is what had been played when the model was interrupted`() throws {
        var call = Call()
        call.begin()
        call.speak(milliseconds: 4_000)
        call.server(#"{"serverContent":{"interrupted":true}}"#, after: 1)
        call.speak(milliseconds: 1_000, after: 0.2)
        call.completeTurn()
        let interruption = try #require(call.state.interruptions.recent.last)
        #expect(interruption.backlog == .seconds(3) && interruption.heard == .seconds(1))
        #expect(interruption.stop == .milliseconds(200) && interruption.audioAfter == .seconds(1))
        #expect(interruption.heardRatio == 0.2)
        #expect(call.state.playback.heard(at: call.at) == .seconds(1))
        #expect(call.state.playback.discarded == .seconds(4))
    }

    @Test func `audio that comes after the last was played is an underrun`() {
        var call = Call()
        call.begin()
        call.speak(milliseconds: 500)
        call.speak(milliseconds: 500, after: 0.4)
        call.speak(milliseconds: 500, after: 1.6)
        let playback = call.state.playback
        #expect(playback.underruns == 1 && playback.starved == .seconds(1))
        #expect(playback.turn.realTimeFactor == 0.75)
    }

    @Test func `the model's own voice in the microphone is echo, somebody else's is not`() throws {
        func speech(seed: UInt64) throws -> (score: Double?, isEcho: Bool?) {
            var call = Call()
            call.begin()
            call.hear(Sounds.room(seconds: 2))
            call.say(Sounds.speech(seconds: 5, rate: 24_000, seed: 7))
            call.hear(Sounds.room(seconds: 0.1))
            call.hear(Sounds.speech(seconds: 4, seed: seed).map { $0 / 4 })
            call.hear(Sounds.room(seconds: 2))
            let input = call.state.inputAudio
            return (input.echoScore, try #require(input.speech.last).isEcho)
        }
        let own = try speech(seed: 7)
        #expect(try #require(own.score) > 0.8 && own.isEcho == true)
        let other = try speech(seed: 99)
        #expect(try #require(other.score) < 0.6 && other.isEcho == false)
    }

    @Test(arguments: [true, false])
    func `a client that falls silent while the model speaks is half duplex`(isHalf: Bool) {
        var call = Call()
        call.begin()
        for turn in 1...4 {
            call.hear(Sounds.room(seconds: 2))
            // Three whole turns are needed, and the third ends with what follows it.
            if turn < 4 { #expect(call.state.inputAudio.isHalfDuplex == nil) }
            call.speak(milliseconds: 700)
            call.speak(milliseconds: 900, after: 0.1)
            if isHalf { call.wait(1.5) } else { call.hear(Sounds.room(seconds: 1.5)) }
            call.completeTurn()
        }
        call.hear(Sounds.room(seconds: 0.2))
        #expect(call.state.inputAudio.isHalfDuplex == isHalf)
    }

    @Test(arguments: [true, false])
    func `zeros while the model speaks are muting only where there are none between`(isMuted: Bool) {
        let zeros = { (seconds: Double) in [Int16](repeating: 0, count: Int(16_000 * seconds)) }
        var call = Call()
        call.begin()
        for _ in 1...4 {
            call.hear(Sounds.speech(seconds: 1.4))
            // Noise suppression makes zeros of every pause.
            call.hear(isMuted ? Sounds.room(seconds: 0.6) : zeros(0.6))
            call.speak(milliseconds: 700)
            call.speak(milliseconds: 900, after: 0.1)
            call.hear(zeros(1.5))
            call.completeTurn()
        }
        call.hear(Sounds.room(seconds: 0.2))
        #expect(call.state.inputAudio.duplex.isMuted == isMuted)
    }

    // MARK: Where speech begins and ends

    @Test func `what comes late after a pressed button is no beginning of what is said at the next press`() throws {
        let end = #"{"realtimeInput":{"activityEnd":{}}}"#
        var call = Call()
        call.begin()
        call.hear(Sounds.room(seconds: 1))
        call.hear(Sounds.speech(seconds: 2))
        call.client(end)
        // The last message was under way, and ends in the middle of a frame.
        call.hear(Array(Sounds.speech(seconds: 0.05)))
        call.completeTurn(after: 6)
        let pressed = call.at
        call.hear(Sounds.speech(seconds: 2))
        call.client(end)
        let last = try #require(call.state.inputAudio.speech.last)
        #expect(last.onset >= pressed && last.onset - pressed < .milliseconds(60))
        let whole = try #require(last.end) - last.onset
        #expect(whole > .seconds(1.9) && whole <= .seconds(2))
    }

    // MARK: What the client does not say

    @Test(arguments: [true, false])
    func `audio that stops after speech has to be announced`(isAnnounced: Bool) {
        var call = Call()
        call.begin()
        call.hear(Sounds.room(seconds: 2))
        call.hear(Sounds.speech(seconds: 1))
        if isAnnounced { call.client(#"{"realtimeInput":{"audioStreamEnd":true}}"#) }
        call.hear(Sounds.room(seconds: 0.1))
        if isAnnounced { call.client(#"{"realtimeInput":{"audioStreamEnd":true}}"#) }
        call.server(#"{"sessionResumptionUpdate":{"resumable":false}}"#, after: 2)
        #expect(call.state.inputAudio.missingStreamEnds == (isAnnounced ? 0 : 1))
    }

    @Test func `images have a rate and a size`() {
        var call = Call()
        call.begin()
        #expect(call.state.inputAudio.video.rate == nil && call.state.inputAudio.video.medianByteCount == nil)
        for size in [300, 600, 900] {
            let data = Base64.encode([UInt8](repeating: 0, count: size))
            call.client(#"{"realtimeInput":{"video":{"mimeType":"image/jpeg","data":"\#(data)"}}}"#, after: 0.5)
        }
        let video = call.state.inputAudio.video
        #expect(video.count == 3 && video.byteCount == 1_800)
        #expect(video.rate == 2 && video.medianByteCount == 600 && video.mimeType == "image/jpeg")
    }
}

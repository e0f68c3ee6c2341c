import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Testing

@testable import TerminalUI

/// A replay on the screens: where it is, and what its keys ask for.
@Suite struct PlaybackTests {
    private static let length = Duration.seconds(60)

    private static func playback(
        at seconds: Double = 0, speed: Double = 1, isPlaying: Bool = true
    ) -> Playback {
        Playback(
            session: Staged.id(1), position: .nanoseconds(Int64(seconds * 1e9)), length: length, speed: speed,
            isPlaying: isPlaying)
    }

    @Test(arguments: [(0.25, 15.0), (1, 18.0), (4, 30.0), (50, 60.0)])
    func `it goes on at its speed, to the end`(speed: Double, position: Double) {
        var playback = Self.playback(at: 14, speed: speed)
        playback.advance(by: .seconds(4))
        #expect(playback.position == .seconds(position))
        #expect(playback.isPlaying == (position < 60))
    }

    @Test func `a pause stands still, and at the end playing begins again`() {
        var playback = Self.playback(at: 10, isPlaying: false)
        playback.advance(by: .seconds(4))
        #expect(playback.position == .seconds(10))
        playback.move(to: .seconds(90))
        #expect(playback.position == Self.length)
        playback.togglePlaying()
        #expect(playback.isPlaying)
        #expect(playback.position == .zero)
        playback.togglePlaying()
        #expect(!playback.isPlaying)
        playback.move(to: .seconds(-3))
        #expect(playback.position == .zero)
    }

    @Test func `the speeds go from a quarter to fifty, no further`() {
        var playback = Self.playback()
        for _ in 0..<20 { playback.faster() }
        #expect(playback.speed == 50)
        for _ in 0..<20 { playback.slower() }
        #expect(playback.speed == 0.25)
        #expect(Self.playback(speed: 3.4).speed == 4)
        #expect(Self.playback(speed: .nan).speed == 1)
    }

    // MARK: On screen

    /// A replay that has just begun to be shown.
    private static func model(_ playback: Playback = playback(), size: Size = Size(120, 40)) -> Model {
        var model = Model(ownsCalls: false)
        _ = model.update(.resized(size))
        _ = model.update(.snapshot(snapshot(playback)))
        return model
    }

    private static func snapshot(_ playback: Playback) -> FleetSnapshot {
        var snapshot = StagedCall.talk.snapshot(at: 12, Staged.one.gauges)
        snapshot.playback = playback
        return snapshot
    }

    @Test func `it opens on its session, whose views can then be changed as always`() {
        var model = Self.model()
        #expect(model.place.session == Staged.id(1))
        #expect(model.place.screen == .session)
        _ = model.update(.key(.character("3")))
        _ = model.update(.snapshot(Self.snapshot(Self.playback(at: 1))))
        #expect(model.place.screen == .turns)
        #expect(model.mode.playback?.position == .seconds(1))
    }

    @Test(arguments: [
        (Key.character(" "), PlaybackCommand.togglePlaying), (.character(">"), .faster), (.character("<"), .slower),
        (.right, .skip(.seconds(5))), (.left, .skip(.seconds(-5))), (.shiftRight, .skip(.seconds(1))),
        (.shiftLeft, .skip(.seconds(-1))), (.character("."), .stepFrames(1)), (.character(","), .stepFrames(-1)),
        (.character("]"), .stepTurns(1)), (.character("["), .stepTurns(-1)), (.character("}"), .stepFindings(1)),
        (.character("{"), .stepFindings(-1)),
    ])
    func `its keys work in every view, and none of them live`(key: Key, command: PlaybackCommand) {
        for screen in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            var model = Self.model()
            _ = model.update(.key(.character(Character(screen))))
            #expect(model.update(.key(key)).contains(.playback(command)), "in view \(screen)")
        }
        var live = Model.showing(Staged.many.snapshot, on: Size(120, 40), .enter)
        #expect(!live.update(.key(key)).contains(.playback(command)))
    }

    @Test func `what is typed is text, and an overlay has its own keys`() {
        var model = Self.model()
        _ = model.update(.key(.character(":")))
        #expect(model.update(.key(.character("."))).isEmpty)
        #expect(model.typed?.text == ".")
        _ = model.update(.key(.escape))
        _ = model.update(.key(.character("?")))
        #expect(model.update(.key(.character(" "))).isEmpty)
        #expect(view(model, size: model.size).golden.contains("Keys: Replay, Session"))
    }

    @Test(arguments: [
        ("goto 0:12.5", PlaybackCommand.seek(.milliseconds(12_500))), ("goto #3", .seekTurn(3)),
    ])
    func `goto seeks`(line: String, command: PlaybackCommand) {
        var model = Self.model()
        #expect(model.run(line) == [.playback(command)])
        #expect(model.run("goto nowhere").isEmpty)
        #expect(model.notice?.hasPrefix("✗") == true)
    }

    @Test func `the finding that was gone to is selected and named`() throws {
        var model = Self.model()
        var snapshot = Self.snapshot(Self.playback(at: 5))
        let finding = Finding(
            rule: "goaway-ignored", severity: .error, from: snapshot.now, to: snapshot.now,
            title: "the client ignored goAway", fix: "reconnect")
        let other = Finding(
            rule: "prompt-hygiene", severity: .info, from: snapshot.now, to: snapshot.now, title: "no prompt", fix: "")
        snapshot.findings = [Staged.id(1): [other, finding]]
        snapshot.playback?.finding = finding.key
        _ = model.update(.snapshot(snapshot))
        #expect(model.findings.selected(model.context)?.rule == "goaway-ignored")
        #expect(model.notice == "goaway-ignored: the client ignored goAway")
    }

    @Test func `before the first picture of a replay nothing is said to be forgotten`() {
        var snapshot = Self.snapshot(Self.playback(at: 5))
        snapshot.summaries = []
        var model = Model.showing(Self.snapshot(Self.playback(at: 5)), on: Size(80, 24), .enter)
        _ = model.update(.snapshot(snapshot))
        let text = view(model, size: Size(80, 24)).text
        #expect(text.contains("reading the recording…"))
        #expect(!text.contains("no longer in memory"))
    }

    @Test func `while the recording is read for the first time, the status says so`() {
        var playback = Self.playback(at: 30, isPlaying: false)
        playback.isReading = true
        #expect(playback.words.text == "REPLAY  reading: 0:30")
        #expect(Self.playback(at: 30, isPlaying: true).words.text.contains("  0:30 of "))
        // One frame on is to be seen.
        #expect(Self.playback(at: 30, isPlaying: false).words.text.contains("  00:30.000 of "))
    }
}

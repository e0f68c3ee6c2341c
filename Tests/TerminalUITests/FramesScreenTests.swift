import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FramesScreenTests {
    enum Scene: String, CaseIterable, Sendable {
        case empty, one, many, alarm, replaying
        case nonLatin = "non-latin"

        var call: StagedCall {
            switch self {
            case .empty: StagedCall(Staged.id(1), tag: "checkout", openedAt: Staged.now - .seconds(252))
            case .one, .replaying: .talk
            case .many: .chattering
            case .alarm: .failed
            case .nonLatin: .nonLatin
            }
        }

        /// The Frames screen of the call, with whatever its recording answers.
        func model(on size: Size, privacy: Bool = false) -> Model {
            var model = Model()
            let recording = StagedRecording(call.events)
            if self == .replaying {
                model.mode = .replay(
                    Playback(session: Staged.id(1), position: .seconds(9), length: .seconds(252), speed: 4))
            }
            let snapshot = call.snapshot(at: 252, Staged.one.gauges)
            model.update([.resized(size), .snapshot(snapshot)], answering: recording)
            model.press("4", answering: recording)
            return model
        }
    }

    @Test(arguments: Scene.allCases, SessionsScreenTests.sizes)
    func `the frames screen looks as reviewed`(scene: Scene, size: Size) {
        expectGolden(
            view(scene.model(on: size), size: size).golden, named: "frames-\(scene.rawValue)-\(size.name)")
    }

    /// From the list: how far up the frame is, and how often `v` is pressed.
    @Test(arguments: [("tree", 2, 0), ("json", 2, 1), ("bytes", 2, 2), ("wave", 0, 0)], SessionsScreenTests.sizes)
    func `what is in a frame looks as reviewed`(look: (name: String, up: Int, views: Int), size: Size) {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: size)
        model.press(String(repeating: "k", count: look.up), answering: recording)
        model.press(.tab, answering: recording)
        model.press(String(repeating: "v", count: look.views), answering: recording)
        expectGolden(view(model, size: size).golden, named: "frame-\(look.name)-\(size.name)")
    }

    @Test func `a masked screen shows neither words nor bytes`() {
        let size = Size(120, 40)
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: size)
        model.press("kkkkkkp", answering: recording)
        for _ in 0..<4 {
            let text = view(model, size: size).text
            for word in ["warehouse", "order", "A-17"] { #expect(!text.contains(word), "\(model.frames.detail.mode)") }
            model.press("v", answering: recording)
        }
    }

    @Test func `Enter shows the frames of a run, and hides them`() throws {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: Size(120, 40))
        let before = model.frames.list.rows.count
        guard case .run(let count, false) = try #require(model.frames.list.selectedRow).shape else {
            Issue.record("the last row is no run")
            return
        }
        model.press(.enter, answering: recording)
        #expect(model.frames.list.rows.count == before + count)
        model.press(.enter, answering: recording)
        #expect(model.frames.list.rows.count == before)
    }

    @Test func `v on a narrow list shows what is in the frame before it shows that in another way`() {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: Size(80, 24))
        model.press("kkv", answering: recording)
        #expect(model.frames.pane == .detail)
        let mode = model.frames.detail.mode
        model.press("v", answering: recording)
        #expect(model.frames.detail.mode != mode)
    }

    @Test func `search goes from match to match, and says when there is none`() throws {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: Size(120, 40))
        model.press("g", answering: recording)
        model.press(.enter, answering: recording)
        model.press("/transcription", answering: recording)
        let first = model.frames.detail.tree?.selectedText
        #expect(first == "inputAudioTranscription")
        model.press(.enter, answering: recording)
        model.press("n", answering: recording)
        #expect(model.frames.detail.tree?.selectedText == "outputAudioTranscription")
        model.press("N", answering: recording)
        #expect(model.frames.detail.tree?.selectedText == first)
        model.press("/nothing of the kind", answering: recording)
        #expect(view(model, size: Size(120, 40)).text.contains("✗ not in this frame"))
    }

    @Test func `Esc leads from the frame to the list, clears the filter, then leaves`() {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: Size(120, 40))
        model.press("/dir:down", answering: recording)
        model.press(.enter, .tab, answering: recording)
        #expect(model.frames.pane == .detail)
        model.press(.escape, answering: recording)
        #expect(model.frames.pane == .list)
        #expect(model.frames.filter?.isActive == true)
        model.press(.escape, answering: recording)
        #expect(model.frames.filter?.isActive == false)
        #expect(model.place.screen == .frames)
        model.press(.escape, answering: recording)
        #expect(model.place.screen == .session)
    }

    @Test func `a turn leads to its frames`() throws {
        let recording = StagedRecording(Scene.one.call.events)
        var model = Scene.one.model(on: Size(120, 40))
        model.press("3g", answering: recording)
        let turn = try #require(model.turns.selected(model.context))
        model.press(.enter, answering: recording)
        #expect(model.place.screen == .frames)
        #expect(model.frames.list.selectedRow.map { $0.entry.at >= turn.openedAt } == true)
        #expect(!model.frames.list.isFollowing)
    }

    /// The goAway comes on the second connection of the session, as the third frame of it.
    @Test(arguments: [Size(80, 24), Size(120, 40)])
    func `the frame that a finding names is found on the screen that it leads to`(size: Size) {
        var call = StagedCall.talk
        call.reconnect(20)
        call.up(20.2, #"{"setup":{"sessionResumption":{"handle":"h-1"}}}"#)
        call.down(20.4, #"{"setupComplete":{}}"#)
        call.down(30, #"{"goAway":{"timeLeft":"50s"}}"#)
        var finding = StagedFindings.leaving
        finding.evidence = [call.events.last].compactMap(\.self).map {
            Evidence(connection: $0.connection, sequence: $0.sequence, at: $0.at, note: "goAway, timeLeft 50 s")
        }
        call.findings[Staged.id(1)] = [finding]
        let recording = StagedRecording(call.events)
        var model = Model()
        model.update([.resized(size), .snapshot(call.snapshot(at: 32, Staged.one.gauges))], answering: recording)
        model.press("5", answering: recording)
        if size.rows > 30 { #expect(view(model, size: size).text.contains("frame 3 of connection 2")) }
        model.press(.enter, answering: recording)
        let text = view(model, size: size).text
        #expect(model.place.screen == .frames)
        #expect(text.contains("frame 3 of 3 on connection 2 of 2"))
        #expect(text.contains("▸  2#3 "))
    }

    @Test func `an open session that grows is followed`() {
        var call = StagedCall.talk
        var model = Scene.one.model(on: Size(120, 40))
        call.down(251, #"{"goAway":{"timeLeft":"50s"}}"#)
        let recording = StagedRecording(call.events)
        model.update([.snapshot(call.snapshot(at: 252, Staged.one.gauges))], answering: recording)
        #expect(model.frames.list.selectedRow?.entry.kind == "goAway")
    }

    @Test func `a recording that cannot be read is told`() throws {
        let size = Size(80, 24)
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size)
        let effects = model.update(.key(.character("4")))
        guard case .readFrames(let request) = try #require(effects.first) else {
            Issue.record("nothing was asked: \(effects)")
            return
        }
        _ = model.update(.framesUnread(request, reason: "the disk is gone"))
        #expect(view(model, size: size).text.contains("✗ the disk is gone"))
    }
}

extension StagedCall {
    /// Two thousand short messages with audio between them.
    static let chattering = {
        var call = StagedCall.talk
        for index in 0..<2_000 {
            call.down(13 + Double(index) / 10, #"{"serverContent":{"outputTranscription":{"text":"word \#(index)"}}}"#)
        }
        return call
    }()
}

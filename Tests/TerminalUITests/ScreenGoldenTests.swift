import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

/// The views of one session, in every state that a call can be in.
@Suite struct ScreenGoldenTests {
    static let scenes: [SessionScreenTests.Scene] = [.talk, .leaving, .many, .nonLatin, .unknown]

    @Test(arguments: scenes, SessionsScreenTests.sizes)
    func `the turns look as reviewed`(scene: SessionScreenTests.Scene, size: Size) {
        let model = Model.showing(scene.snapshot, on: size, .character("3"))
        expectGolden(view(model, size: size).golden, named: "turns-\(scene.rawValue)-\(size.name)")
    }

    @Test(arguments: scenes, SessionsScreenTests.sizes)
    func `the findings look as reviewed`(scene: SessionScreenTests.Scene, size: Size) {
        let model = Model.showing(scene.snapshot, on: size, .character("5"))
        expectGolden(view(model, size: size).golden, named: "findings-\(scene.rawValue)-\(size.name)")
    }

    @Test(
        arguments: ["1", "2", "3", "5", "7", "8"].map { Key.character($0) }, SessionsScreenTests.sizes)
    func `a replay looks as reviewed`(key: Key, size: Size) {
        let snapshot = StagedCall.talk.snapshot(at: 12, Staged.one.gauges)
        var model = Model.showing(snapshot, on: size, .enter, key)
        model.mode = .replay(
            Playback(session: Staged.id(1), position: .seconds(12), length: .seconds(252), speed: 4, isPlaying: false))
        expectGolden(view(model, size: size).golden, named: "replay-\(key.name)-\(size.name)")
    }

    /// Nothing, a line, more than fit, an error, and words in other scripts.
    @Test(arguments: ["empty", "one", "many", "alarm", "non-latin"], SessionsScreenTests.sizes)
    func `the log looks as reviewed`(scene: String, size: Size) {
        var snapshot = Staged.one.snapshot
        let start = LogLine(
            number: 1, at: Staged.now - .seconds(300), level: .info,
            text: "listening on https://localhost:8910, upstream https://generativelanguage.googleapis.com")
        let failure = LogLine(
            number: 2, at: Staged.now - .seconds(9), level: .error, text: "recording: The disk is full.")
        let foreign = LogLine(
            number: 2, at: Staged.now - .seconds(9), level: .warning, text: "注文 \u{1B}[31mخدمة\u{202E} ‖ not recorded")
        switch scene {
        case "one": snapshot.log = [start]
        case "many":
            snapshot.log = (1...80).map { number in
                LogLine(
                    number: number, at: Staged.now - .seconds(90 - number),
                    level: LogLine.Level.allCases[number % LogLine.Level.allCases.count], text: "line \(number)")
            }
        case "alarm": snapshot.log = [start, failure]
        case "non-latin": snapshot.log = [start, foreign]
        default: break
        }
        let model = Model.showing(snapshot, on: size, .character("8"))
        expectGolden(view(model, size: size).golden, named: "log-\(scene)-\(size.name)")
    }

    @Test(arguments: SessionPane.allCases)
    func `each part of the session fits a narrow screen`(pane: SessionPane) {
        var model = Model.showing(SessionScreenTests.Scene.leaving.snapshot, on: Size(80, 24), .enter)
        while model.session.pane != pane { _ = model.update(.key(.tab)) }
        expectGolden(view(model, size: Size(80, 24)).golden, named: "session-part-\(pane.rawValue)-80x24")
    }

    /// Repeats that are shown, marks, what can be done, the question before something is deleted.
    @Test(
        arguments: [
            ("unfolded", [Key.down, .down, .down, .enter]),
            ("marked", [Key.character("m"), .down, .down, .character("m")]),
            ("actions", [Key.down, .down, .character("a")]), ("deleting", [Key.down, .down, .character("D")]),
            ("commands", [Key.character(":")]), ("sorted", [Key.character("o"), .character("o"), .character("o")]),
        ], SessionsScreenTests.sizes)
    func `what is done with sessions looks as reviewed`(scene: (name: String, keys: [Key]), size: Size) {
        var model = Model.showing(Staged.folded.snapshot, on: size)
        for key in scene.keys { _ = model.update(.key(key)) }
        expectGolden(view(model, size: size).golden, named: "sessions-\(scene.name)-\(size.name)")
    }

    /// Before the first call, with everything wrong that can be.
    @Test(arguments: SessionsScreenTests.sizes)
    func `trouble before the first call looks as reviewed`(size: Size) {
        var snapshot = Staged.empty.snapshot
        snapshot.process.refusedCertificates = 3
        snapshot.process.sinceRefusedCertificate = .seconds(20)
        snapshot.process.recorderProblem = "the disk is full"
        snapshot.log = [LogLine(number: 1, at: Staged.now, level: .error, text: "recording: the disk is full")]
        expectGolden(
            view(Model.showing(snapshot, on: size), size: size).golden, named: "sessions-trouble-\(size.name)")
    }

    @Test(arguments: SessionsScreenTests.sizes)
    func `the menus look as reviewed`(size: Size) {
        var model = Model(exportChoices: [
            ExportChoice(name: "ndjson", summary: "one line of JSON per frame"),
            ExportChoice(name: "har", summary: "HTTP archive with messages"),
        ])
        for message in [.resized(size), .snapshot(Staged.one.snapshot), .key(.character("e"))] as [Message] {
            _ = model.update(message)
        }
        expectGolden(view(model, size: size).golden, named: "menu-export-\(size.name)")
        #expect(model.update(.key(.character("j"))).isEmpty)
        #expect(model.update(.key(.enter)) == [.export(Staged.checkout.id, format: "har")])
        for key in [Key.function(2), .character("j")] { _ = model.update(.key(key)) }
        expectGolden(view(model, size: size).golden, named: "menu-settings-\(size.name)")
    }

    /// Of a call that goes on, with everything wrong that livetop itself can have.
    @Test(arguments: ["1", "2", "3", "4", "5", "6", "7", "8"].map { Key.character($0) }, SessionsScreenTests.sizes)
    func `trouble stands on every screen`(key: Key, size: Size) {
        var snapshot = StagedCall.talk.snapshot(at: 252, Staged.alarm.gauges)
        snapshot.process.refusedCertificates = 3
        snapshot.process.sinceRefusedCertificate = .seconds(20)
        snapshot.log = [LogLine(number: 1, at: Staged.now, level: .error, text: "recording: the disk is full")]
        let model = Model.showing(snapshot, on: size, .enter, key)
        expectGolden(view(model, size: size).golden, named: "trouble-\(key.name)-\(size.name)")
    }

    /// Turns that are marked, alone; a question; nothing to be seen.
    @Test(
        arguments: [
            (
                "turns-marked",
                [Key.enter, .character("3"), .character("m"), .character("k"), .character("k"), .character("m")]
            ),
            ("quitting", [.character("q")]),
            ("comment", [.character(";"), .character("w"), .character("h"), .character("y")]),
            ("filter-error", [.character("/")] + "has:foo".map { Key.character($0) }),
            ("frozen", [.enter, .character(" ")]), ("private", [.character("p"), .enter]),
        ], SessionsScreenTests.sizes)
    func `what is done with a call looks as reviewed`(scene: (name: String, keys: [Key]), size: Size) {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size)
        for key in scene.keys { _ = model.update(.key(key)) }
        expectGolden(view(model, size: size).golden, named: "\(scene.name)-\(size.name)")
    }

    /// Of every kind of name, one.
    @Test(arguments: SessionsScreenTests.sizes + [Size(60, 20), Size(300, 100)])
    func `names that nobody would choose look as reviewed`(size: Size) {
        let names = [
            String(repeating: "three hundred columns ", count: 14), " \u{200B}",
            "a\u{1B}[31mred\u{7}b\u{202E}c\u{9B}2J",
            "\u{E000}\u{F8FF}", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "नमस्ते दुनिया", "สวัสดีชาวโลก",
            "مرحبا بالعالم",
            "👩‍👩‍👧 🇩🇪 ❤️", "z\u{321}\u{335}\u{31B}a\u{338}l\u{337}g\u{335}o",
        ]
        var snapshot = Staged.one.snapshot
        snapshot.summaries = names.enumerated().map { index, name in
            var session = Staged.open(UInt64(index), name, .listening, age: 60 + index)
            if index % 2 == 1 {
                (session.activity, session.closedAt) = (.closed, snapshot.now)
                session.closure = Closure(by: .server, code: CloseCode(rawValue: 1011), reason: name)
            }
            return session
        }
        snapshot.findings = Dictionary(uniqueKeysWithValues: snapshot.summaries.map { ($0.id, []) })
        expectGolden(view(Model.showing(snapshot, on: size), size: size).golden, named: "names-\(size.name)")
    }
}

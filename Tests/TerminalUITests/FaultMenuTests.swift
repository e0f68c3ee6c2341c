import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

/// The menu of faults: what it asks of the proxy, what it says where nothing can be broken, and how it looks.
@Suite struct FaultMenuTests {
    static let choices = [
        FaultChoice(
            name: "goaway", faults: ["goaway@1turn,left=3s"],
            summary: "the service ends a connection after some ten minutes and says so before",
            goodClient: "opens a new connection with the newest handle before the time is over, and loses nothing",
            isScenario: true),
        FaultChoice(
            name: "goaway silent", faults: ["goaway@2turns,left=2s,then=none", "stall@2turns,dir=down"],
            summary: "after goAway nothing comes any more, and nobody closes",
            goodClient: "does not wait for the close: reconnects with the newest handle when the time is over",
            isScenario: true),
        FaultChoice(
            name: "refuse 429", faults: ["refuse:429"], summary: "too many calls at a time, or no quota left",
            goodClient: "waits and tries again, longer each time", isScenario: true, isAtUpgrade: true),
        FaultChoice(
            name: "resume refused", faults: ["reset@2turns"], laterFaults: ["resume-refused"],
            summary: "the session of a handle is gone: after two hours, in another region, after an update",
            goodClient: "begins a new session and tells it what was said so far", isScenario: true),
        FaultChoice(
            name: "close", faults: ["close:1011:Internal error encountered."],
            summary: "closes as the service would, with a code and a reason",
            goodClient: "reconnects with the newest handle, after a short pause"),
        FaultChoice(
            name: "delay", faults: ["delay:500ms"], summary: "everything arrives so much later",
            goodClient: "plays without gaps, and goes on"),
    ]

    static let running = [
        RunningFault(number: 1, fault: "refuse:429", phase: .waiting, whom: "the next 2 connections"),
        RunningFault(number: 2, fault: "delay:500ms,dir=up", phase: .active, whom: "checkout \(Staged.id(1))", hits: 0),
        RunningFault(number: 3, fault: "interrupted@audio", phase: .over, whom: "checkout \(Staged.id(1))", hits: 1),
    ]

    private static func model(
        _ snapshot: FleetSnapshot = Staged.many.snapshot, on size: Size = Size(120, 40), isReal: Bool = false,
        _ keys: Key...
    ) -> Model {
        var snapshot = snapshot
        snapshot.process.upstream = isReal ? "https://generativelanguage.googleapis.com" : "http://127.0.0.1:8911"
        var model = Model(faultChoices: choices)
        for message in [.resized(size), .snapshot(snapshot)] + keys.map(Message.key) { _ = model.update(message) }
        return model
    }

    private static func faulted(_ snapshot: FleetSnapshot) -> FleetSnapshot {
        var snapshot = snapshot
        snapshot.process.faultList = running
        snapshot.process.faults = "refuse:429 (waiting, the next 2 connections); delay:500ms,dir=up (active, checkout)"
        return snapshot
    }

    private static func faults(_ effects: [Effect]) -> [FaultRequest] {
        effects.flatMap { effect -> [FaultRequest] in
            if case .fault(let requests) = effect { requests } else { [] }
        }
    }

    // MARK: What it asks for

    /// On the Sessions screen with a row selected, and on each screen of a session.
    @Test(arguments: [
        [], [Key.enter], [.enter, .character("3")], [.enter, .character("4")], [.enter, .character("7")],
    ])
    func `a scenario as it stands is asked for the call that is selected or open`(way: [Key]) {
        var model = Self.model(Staged.one.snapshot)
        for key in way { _ = model.update(.key(key)) }
        for key in [Key.character("x"), .enter, .enter] { #expect(Self.faults(model.update(.key(key))).isEmpty) }
        let asked = Self.faults(model.update(.key(.enter)))
        #expect(asked == [.inject(["goaway@1turn,left=3s"], for: .session(Staged.checkout.id))])
        _ = model.update(.faulted(.done(calls: 1)))
        #expect(model.overlay == nil)
        #expect(model.notice == "goaway is on for 1 call. x shows it, and ends it.")
    }

    @Test func `a moment is chosen with its number, by arrows and by digits`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .down, .down, .down, .down, .down, .enter)
        #expect(view(model, size: Size(120, 40)).text.contains("delay: when?"))
        // As it stands is for scenarios alone: now is the first line.
        for key in [Key.down, .right, .right] { _ = model.update(.key(key)) }
        #expect(view(model, size: Size(120, 40)).text.contains("in 20 s"))
        for key in [Key.character("4"), .character("5"), .enter] { _ = model.update(.key(key)) }
        let asked = Self.faults(model.update(.key(.enter)))
        #expect(asked == [.inject(["delay:500ms"], at: "45s", for: .session(Staged.checkout.id))])
    }

    @Test(arguments: [
        (2, "toolCall"), (3, "interrupted"), (4, "audio"), (5, "2turns"), (6, "5messages"), (0, "now"),
    ])
    func `each moment is asked for by its name`(index: Int, moment: String) {
        var model = Self.model(Staged.one.snapshot, .character("x"), .end, .enter)
        for _ in 0..<index { _ = model.update(.key(.down)) }
        _ = model.update(.key(.enter))
        let asked = Self.faults(model.update(.key(.enter)))
        #expect(asked == [.inject(["delay:500ms"], at: moment, for: .session(Staged.checkout.id))])
    }

    @Test func `it is for a tag, for the next calls, or for every one`() {
        var answers: [FaultRequest] = []
        for (steps, more) in [(1, 0), (2, 2), (3, 0)] {
            var model = Self.model(Staged.one.snapshot, .character("x"), .end, .enter, .enter)
            for _ in 0..<steps { _ = model.update(.key(.down)) }
            for _ in 0..<more { _ = model.update(.key(.right)) }
            answers += Self.faults(model.update(.key(.enter)))
        }
        #expect(
            answers == [
                .inject(["delay:500ms"], at: "now", for: .tag("checkout")),
                .inject(["delay:500ms"], at: "now", for: .next(3)), .inject(["delay:500ms"], at: "now", for: .all),
            ])
    }

    @Test func `what a scenario does to the connection behind it is asked for too`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .down, .down, .down, .enter, .enter)
        let asked = Self.faults(model.update(.key(.enter)))
        #expect(
            asked == [
                .inject(["reset@2turns"], for: .session(Staged.checkout.id)),
                .inject(["resume-refused"], for: .next(1)),
            ])
    }

    @Test func `a fault is changed as text, and one with a moment has no other`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .end, .character("e"))
        #expect(model.typed?.text == "delay:500ms")
        for character in "@2turns,dir=up" { _ = model.update(.key(.character(character))) }
        _ = model.update(.key(.enter))
        #expect(view(model, size: Size(120, 40)).text.contains("delay:500ms@2turns,dir=up: whose call?"))
        let asked = Self.faults(model.update(.key(.enter)))
        #expect(asked == [.inject(["delay:500ms@2turns,dir=up"], for: .session(Staged.checkout.id))])
    }

    @Test func `the command line leads there as well`() {
        var model = Self.model(Staged.one.snapshot)
        _ = model.run("fault reset@30s")
        #expect(Self.faults(model.update(.key(.enter))) == [.inject(["reset@30s"], for: .session(Staged.checkout.id))])
    }

    @Test func `one is ended, or all are`() {
        var model = Self.model(Self.faulted(Staged.one.snapshot), .character("x"), .home, .down, .enter)
        #expect(model.overlay != nil)
        guard case .faults(let menu) = model.overlay else { return }
        #expect(menu.asking == .stop(2))
        _ = model.update(.faulted(.done(calls: 0)))
        #expect(model.notice == "Fault 2 is off.")
        #expect(Self.faults(model.update(.key(.character("X")))) == [.stop()])
        _ = model.update(.faulted(.done(calls: 0)))
        #expect(model.notice == "No faults any more.")
        // One that is over cannot be ended once more.
        #expect(Self.faults(model.update(.key(.down))).isEmpty)
        #expect(Self.faults(model.update(.key(.enter))).isEmpty)
    }

    @Test func `a call of a real service is broken after a question alone`() {
        var model = Self.model(Staged.one.snapshot, isReal: true, .character("x"), .end, .enter, .enter)
        #expect(Self.faults(model.update(.key(.enter))).isEmpty)
        #expect(view(model, size: Size(120, 40)).text.contains("generativelanguage.googleapis.com"))
        #expect(Self.faults(model.update(.key(.enter))).isEmpty)
        _ = model.update(.key(.character("n")))
        _ = model.update(.key(.enter))
        let asked = Self.faults(model.update(.key(.character("y"))))
        #expect(asked == [.inject(["delay:500ms"], at: "now", for: .session(Staged.checkout.id))])
    }

    // MARK: What it does not do

    @Test func `a call that is over stays as it was, and the next one can be broken`() {
        var model = Self.model(Staged.many.snapshot, .character("x"))
        guard case .faults(var menu) = model.overlay else { return #expect(Bool(false)) }
        menu = FaultMenu([Staged.ended.id])
        model.overlay = .faults(menu)
        for key in [Key.end, .enter, .enter, .enter] { #expect(Self.faults(model.update(.key(key))).isEmpty) }
        #expect(view(model, size: Size(120, 40)).text.contains("Not done: this call is over, or was imported."))
        _ = model.update(.key(.down))
        _ = model.update(.key(.down))
        #expect(Self.faults(model.update(.key(.enter))) == [.inject(["delay:500ms"], at: "now", for: .next(1))])
    }

    @Test func `an upgrade is refused to calls that come alone`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .down, .down, .enter)
        #expect(Self.faults(model.update(.key(.enter))).isEmpty)
        #expect(view(model, size: Size(120, 40)).text.contains("this answers the beginning of a call"))
        _ = model.update(.key(.down))
        #expect(Self.faults(model.update(.key(.enter))) == [.inject(["refuse:429"], for: .tag("checkout"))])
    }

    @Test(arguments: [
        ("off", "Nothing is recorded"), ("replay", "This is a replay"), ("database", "This is a recording"),
    ])
    func `where nothing can be broken, it says why`(scene: String, words: String) {
        var snapshot = Staged.one.snapshot
        if scene == "off" { snapshot.process.captureLevel = "off" }
        if scene == "database" { snapshot.process.source = .database("/tmp/livetop.db") }
        var model = Self.model(snapshot)
        if scene == "replay" {
            model.mode = .replay(Playback(session: Staged.id(1), position: .zero, length: .seconds(9)))
        }
        _ = model.update(.key(.character("x")))
        #expect(view(model, size: Size(120, 40)).text.contains(words))
        #expect(Self.faults(model.update(.key(.enter))).isEmpty)
        _ = model.update(.key(.escape))
        #expect(model.overlay == nil)
    }

    @Test func `what the proxy refuses is told in the menu, or on the screen when that is gone`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .end, .enter, .enter, .enter)
        _ = model.update(.faulted(.refused(why: "session 5 has ended", cure: "--next 1 waits for the next call")))
        #expect(view(model, size: Size(120, 40)).text.contains("Not done: session 5 has ended."))
        _ = model.update(.key(.down))
        #expect(!view(model, size: Size(120, 40)).text.contains("Not done"))
        for key in [Key.escape, .escape, .escape] { _ = model.update(.key(key)) }
        #expect(model.overlay == nil)
        _ = model.update(.faulted(.refused(why: "it is gone", cure: "")))
        #expect(model.notice == "✗ not done: it is gone")
    }

    @Test func `every step leads back to the one before`() {
        var model = Self.model(Staged.one.snapshot, .character("x"), .down, .enter, .down, .enter)
        #expect(view(model, size: Size(120, 40)).text.contains("goaway silent, now: whose call?"))
        _ = model.update(.key(.escape))
        #expect(view(model, size: Size(120, 40)).text.contains("▸ now"))
        _ = model.update(.key(.escape))
        #expect(view(model, size: Size(120, 40)).text.contains("▸ goaway silent"))
        _ = model.update(.key(.escape))
        #expect(model.overlay == nil)
    }

    @Test func `tags are masked where the screen is private`() {
        let model = Self.model(Self.faulted(Staged.one.snapshot), .character("p"), .character("x"), .home, .down)
        #expect(!view(model, size: Size(120, 40)).text.contains("checkout"))
    }

    // MARK: How it looks

    /// Each step, faults that are on, what the proxy refuses, and where nothing can be broken.
    @Test(
        arguments: ["what", "running", "when", "whom", "ended", "sure", "error", "refused", "changing"],
        SessionsScreenTests.sizes)
    func `the menu looks as reviewed`(scene: String, size: Size) {
        var snapshot = scene == "running" ? Self.faulted(Staged.many.snapshot) : Staged.many.snapshot
        if scene == "refused" { snapshot.process.captureLevel = "off" }
        var model = Self.model(snapshot, on: size, isReal: scene == "sure", .character("j"), .character("x"))
        if scene == "ended" { model.overlay = .faults(FaultMenu([Staged.ended.id])) }
        let keys: [String: [Key]] = [
            "what": [.down], "running": [.home, .down], "when": [.enter, .down, .down],
            "whom": [.enter, .enter, .down],
            "ended": [.enter, .enter, .enter], "sure": [.enter, .enter, .enter],
            "error": [.end, .enter, .enter, .enter],
            "changing": [.end, .character("e")],
        ]
        for key in keys[scene] ?? [] { _ = model.update(.key(key)) }
        if scene == "error" {
            let cure = "--next 1 waits for the next call, --tag NAME for those of a tag"
            _ = model.update(.faulted(.refused(why: "session \(Staged.id(1)) has ended", cure: cure)))
        }
        expectGolden(view(model, size: size).golden, named: "faults-\(scene)-\(size.name)")
    }
}

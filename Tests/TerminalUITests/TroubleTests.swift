import LiveProtocol
import SessionModel
import Snapshots
import Testing

@testable import TerminalUI

/// What is wrong is said on whatever is shown, with what mends it.
@Suite struct TroubleTests {
    private let size = Size(120, 40)

    private static func line(_ number: Int, _ level: LogLine.Level, _ text: String = "words") -> LogLine {
        LogLine(number: number, at: Staged.now, level: level, text: text)
    }

    @Test func `warnings in the log are a badge until the log was read`() {
        var snapshot = StagedCall.talk.snapshot(at: 252, Staged.one.gauges)
        snapshot.log = [Self.line(1, .info), Self.line(2, .warning)]
        var model = Model.showing(snapshot, on: size)
        #expect(view(model, size: size).text.contains("▲1 in Log, key 8"))
        _ = model.update(.key(.enter))
        #expect(view(model, size: size).text.contains("8 Log ▲1"))
        snapshot.log.append(Self.line(3, .error))
        _ = model.update(.snapshot(snapshot))
        #expect(view(model, size: size).text.contains("8 Log ■2"))
        for key in [Key.character("8"), .escape] { _ = model.update(.key(key)) }
        #expect(!view(model, size: size).text.contains("■2"))
        snapshot.log.append(Self.line(4, .error))
        _ = model.update(.snapshot(snapshot))
        #expect(view(model, size: size).text.contains("8 Log ■1"))
    }

    @Test func `calls that livetop turned away are told on every screen, until one begins`() {
        let snapshot = Staged.folded.snapshot
        for keys in [[], [Key.enter], [.enter, .character("5")], [.character("8")]] {
            var model = Model.showing(snapshot, on: size)
            for key in keys { _ = model.update(.key(key)) }
            #expect(
                view(model, size: size).text.contains("■ 3 calls refused, try livetop doctor: livetop cannot reach"))
        }
        var later = snapshot
        later.summaries.append(Staged.open(99, "well", .listening, age: 1))
        #expect(!view(Model.showing(later, on: size), size: size).text.contains("calls refused"))
        later = snapshot
        later.now = later.now + .seconds(900)
        #expect(!view(Model.showing(later, on: size), size: size).text.contains("calls refused"))
    }

    @Test(arguments: [(403, "see --allow-origin"), (421, "see --allow-host"), (504, "try livetop doctor")])
    func `what mends it depends on why`(status: Int, cure: String) {
        var snapshot = Staged.empty.snapshot
        var session = Staged.unreachable(0)
        session.refusal = Refusal(status: status, by: .proxy, reason: "why")
        snapshot.summaries = [session]
        #expect(view(Model.showing(snapshot, on: size), size: size).text.contains("■ 1 call refused, \(cure): why"))
    }

    @Test func `commands to paste name the folder where it is not the usual one`() {
        var snapshot = Staged.empty.snapshot
        #expect(view(Model.showing(snapshot, on: size), size: size).text.contains("livetop run -- python"))
        snapshot.process.dataDirectory = "/tmp/my calls"
        let text = view(Model.showing(snapshot, on: size), size: size).text
        #expect(text.contains("livetop run --data-dir '/tmp/my calls' -- python app.py"))
    }

    @Test func `lines of the log are looked for and sifted`() {
        var snapshot = Staged.one.snapshot
        snapshot.log = [
            Self.line(1, .info, "listening"), Self.line(2, .warning, "the disk is slow"),
            Self.line(3, .error, "the disk is full"),
        ]
        var model = Model.showing(snapshot, on: size, .character("8"), .character("/"))
        for character in "disk" { _ = model.update(.key(.character(character))) }
        _ = model.update(.key(.enter))
        #expect(view(model, size: size).text.contains("2 of 3 lines"))
        for _ in 0..<2 { _ = model.update(.key(.character("s"))) }
        #expect(view(model, size: size).text.contains("1 of 3 lines"))
        _ = model.update(.key(.escape))
        #expect(view(model, size: size).text.contains("listening"))
    }

    @Test(arguments: [Size(39, 24), Size(80, 5), Size(20, 5)])
    func `a terminal that is too small is told which size is needed`(size: Size) {
        #expect(view(Model.showing(Staged.many.snapshot, on: size), size: size).text.hasPrefix("needs 40x6"))
    }

    @Test func `the command line lists what can be typed before it is`() {
        var model = Model.showing(Staged.many.snapshot, on: size, .character(":"))
        let text = view(model, size: size).text
        for command in Command.all { #expect(text.contains(":" + command.usage)) }
        _ = model.update(.key(.character("f")))
        #expect(
            model.commandChoices.map(\.name) == [
                ":frames [TAG or ID]", ":findings [TAG or ID]", ":freeze", ":follow", ":fault [FAULT]",
            ])
    }
}

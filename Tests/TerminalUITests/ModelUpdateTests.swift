import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ModelUpdateTests {
    private let size = Size(80, 24)

    @Test func `until the user moves, the first row is selected, whichever it is`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        #expect(model.selectedTag == "kiosk-lobby")
        _ = model.update(.snapshot(Staged.alarm.snapshot))
        #expect(model.selectedTag == "drive-thru")
    }

    @Test func `a selection stays on its session while rows move`() {
        var model = Model.showing(Staged.many.snapshot, on: size, .character("j"))
        #expect(model.selectedTag == "checkout")
        _ = model.update(.snapshot(Staged.alarm.snapshot))
        #expect(model.selectedTag == "checkout")
        _ = model.update(.key(.escape))
        #expect(model.selectedTag == "drive-thru")
    }

    @Test func `a selection whose session is forgotten stays at its row`() {
        var model = Model.showing(Staged.alarm.snapshot, on: size, .character("j"))
        var snapshot = Staged.alarm.snapshot
        snapshot.summaries.removeAll { $0.tag == "tutor" }
        _ = model.update(.snapshot(snapshot))
        #expect(model.sessions.selectedIndex(model.context) == 1)
    }

    @Test func `Enter opens the selected session and asks for its details, Esc leads back`() {
        var model = Model.showing(Staged.alarm.snapshot, on: size, .enter)
        #expect(model.openedSession == Staged.leaving.id)
        _ = model.update(.key(.escape))
        #expect(model.openedSession == nil)
        #expect(model.selectedTag == "drive-thru")
    }

    @Test func `a frozen picture stands still and says how far behind it is`() {
        var model = Model.showing(Staged.many.snapshot, on: size, .character(" "))
        var later = Staged.alarm.snapshot
        later.now = later.now + .seconds(42)
        later.process.frames += 1_204
        _ = model.update(.snapshot(later))
        #expect(model.shown?.now == Staged.now)
        #expect(view(model, size: size).text.contains("FROZEN: 0:42 and 1,204 frames behind"))
        _ = model.update(.key(.character(" ")))
        #expect(model.shown?.now == later.now)
    }

    @Test func `quitting asks while calls would end with it`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        #expect(model.update(.key(.character("q"))).isEmpty)
        #expect(view(model, size: size).text.contains("31 calls run through livetop"))
        #expect(model.update(.key(.escape)).isEmpty)
        #expect(model.update(.key(.character("q"))).isEmpty)
        #expect(model.update(.key(.character("q"))) == [.quit])
    }

    @Test func `quitting does not ask without open calls, nor when it only watches`() {
        var empty = Model.showing(Staged.empty.snapshot, on: size)
        #expect(empty.update(.key(.character("q"))) == [.quit])
        var watching = Model(ownsCalls: false)
        _ = watching.update(.snapshot(Staged.many.snapshot))
        #expect(watching.update(.key(.character("q"))) == [.quit])
    }

    @Test(arguments: [Key.control("c"), .character("Q")])
    func `quitting at once asks nothing`(key: Key) {
        var model = Model.showing(Staged.many.snapshot, on: size)
        #expect(model.update(.key(key)) == [.quit])
    }

    @Test func `the screen is drawn afresh on demand, and suspending is refused with the reason`() {
        var model = Model.showing(Staged.many.snapshot, on: size)
        #expect(model.update(.key(.control("l"))) == [.redraw])
        #expect(model.update(.key(.control("z"))).isEmpty)
        #expect(view(model, size: size).text.contains("Not suspended"))
    }

    @Test func `sorting goes through the columns and back to worst first`() {
        var model = Model.showing(Staged.many.snapshot, on: size, .character("o"))
        #expect(model.rows.first?.tag == "caller-10")
        _ = model.update(.key(.character("O")))
        #expect(model.rows.first?.tag == "kiosk-lobby")
        #expect(model.rows.last?.tag == "support", "what is over stays below")
        let more = SessionColumn.ID.allCases.count - 2
        for _ in 0...more { _ = model.update(.key(.character("o"))) }
        #expect(model.rows.first?.tag == "kiosk-lobby")
    }

    @Test func `privacy masks tags, words, hosts and paths`() {
        let masked = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size, .character("p"))
        for key in [nil, Key.enter] {
            var model = masked
            if let key { _ = model.update(.key(key)) }
            let text = view(model, size: Size(200, 60)).text
            for secret in ["checkout", "localhost", "Where is", "warehouse", "A-17"] { #expect(!text.contains(secret)) }
        }
        let empty = Model.showing(Staged.empty.snapshot, on: size, .character("p"))
        #expect(!view(empty, size: size).text.contains("/home/ada"))
    }

    @Test func `the transcript follows the newest until the user scrolls`() {
        let size = Size(80, 8)
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size, .enter)
        #expect(view(model, size: size).text.contains("And when…"))
        for _ in 0..<3 { _ = model.update(.key(.up)) }
        #expect(!view(model, size: size).text.contains("And when…"))
        #expect(view(model, size: size).text.contains("F follows"))
        _ = model.update(.key(.character("G")))
        #expect(view(model, size: size).text.contains("following"))
    }

    @Test func `a session that was forgotten says where its recording is`() {
        var model = Model.showing(Staged.one.snapshot, on: size, .enter)
        _ = model.update(.snapshot(Staged.alarm.snapshot))
        var without = Staged.alarm.snapshot
        without.summaries.removeAll { $0.tag == "checkout" }
        _ = model.update(.snapshot(without))
        #expect(view(model, size: size).text.contains("livetop show \(Staged.checkout.id)"))
    }

    @Test(arguments: SeededGenerator.runs(30))
    func `no message and no size can break the dashboard`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var model = Model(isASCII: random.isOne(in: 2))
        for _ in 0..<20 {
            let size = Size(Int.random(in: 0...300, using: &random), Int.random(in: 0...100, using: &random))
            _ = model.update(random.message())
            let grid = view(model, size: random.isOne(in: 3) ? size : Size(size.columns % 90, size.rows % 30))
            #expect(grid.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        }
    }
}

extension Model {
    fileprivate var selectedTag: String? {
        sessions.selected(context)?.tag
    }
}

extension SeededGenerator {
    fileprivate mutating func message() -> Message {
        switch next() % 8 {
        case 0, 1: .snapshot(snapshot())
        case 2: .mouse(mouse())
        case 3: .resized(Size(Int.random(in: 0...300, using: &self), Int.random(in: 0...100, using: &self)))
        default: .key(key())
        }
    }

    private mutating func mouse() -> MouseEvent {
        let (row, column) = (Int.random(in: -1...100, using: &self), Int.random(in: -1...300, using: &self))
        return switch next() % 4 {
        case 0: .wheelUp
        case 1: .wheelDown
        case 2: .pressed(row: row % 30, column: column)
        default: .doublePressed(row: row, column: column)
        }
    }

    private mutating func key() -> Key {
        let keys = KeyMap.standard.sections.flatMap(\.bindings).flatMap(\.keys) + "日se#".map(Key.character)
        return keys[Int.random(in: 0..<keys.count, using: &self)]
    }

    /// A staged snapshot with numbers and texts that no service would send.
    private mutating func snapshot() -> FleetSnapshot {
        let calls = [StagedCall.talk, .leaving, .failed, .nonLatin]
        var snapshot =
            isOne(in: 2)
            ? calls[Int.random(in: 0..<calls.count, using: &self)].snapshot(at: 252, Staged.alarm.gauges)
            : Staged.allCases[Int.random(in: 0..<Staged.allCases.count, using: &self)].snapshot
        if isOne(in: 3) { snapshot.now = Timestamp(nanoseconds: number()) }
        for index in snapshot.summaries.indices where isOne(in: 2) { distort(&snapshot.summaries[index]) }
        return snapshot
    }

    private mutating func distort(_ session: inout SessionSummary) {
        session.tag = isOne(in: 2) ? anyText(count: 30) : nil
        session.model = isOne(in: 2) ? anyText(count: 60) : nil
        session.usedTokens = number()
        session.limitTokens = isOne(in: 2) ? number() : nil
        session.bytesPerSecond = Double(bitPattern: next())
        session.frames = number()
        session.connectionSince = isOne(in: 2) ? Timestamp(nanoseconds: number()) : nil
        session.goAwayDeadline = isOne(in: 2) ? Timestamp(nanoseconds: number()) : nil
        session.closedAt = isOne(in: 3) ? Timestamp(nanoseconds: number()) : nil
    }

    private mutating func number() -> Int64 { Int64(bitPattern: next()) >> Int64.random(in: 0...63, using: &self) }
}

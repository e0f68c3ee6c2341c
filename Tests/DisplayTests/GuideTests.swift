import LiveProtocol
import Snapshots
import TerminalUI
import Testing

@testable import Display

/// Captions one after the other, by time and by keys.
struct GuideTests {
    private static let snapshot = FleetSnapshot(
        now: .init(nanoseconds: 0),
        process: ProcessGauges(port: 1, baseURL: "", caPath: "", caBundlePath: "", dataDirectory: ""))
    private let start = ContinuousClock.now

    private static func step(_ name: String, keys: [Key] = [], isThere: Bool = true) -> Guide.Step {
        Guide.Step(keys, for: .seconds(10)) { _ in isThere ? Caption(name, "") : nil }
    }

    private func title(_ guide: Guide) -> String? { guide.caption(Self.snapshot)?.title }

    @Test func `each step has its time, presses its keys, and one with nothing to say is left out`() {
        var guide = Guide(
            [Self.step("one"), Self.step("empty", isThere: false), Self.step("two", keys: [.character("2")])], .tour)
        #expect(title(guide) == nil)
        #expect(guide.advance(to: start, Self.snapshot).isEmpty)
        #expect(title(guide) == "one")
        #expect(guide.advance(to: start + .seconds(9), Self.snapshot).isEmpty)
        #expect(guide.advance(to: start + .seconds(10), Self.snapshot) == [.character("2")])
        #expect(title(guide) == "two")
        _ = guide.advance(to: start + .seconds(20), Self.snapshot)
        #expect(guide.isOver)
        #expect(title(guide) == nil)
    }

    @Test func `a tour goes on and back by keys, and stands still while other keys are the screen's`() {
        var guide = Guide(
            [Self.step("one", keys: [.character("1")]), Self.step("two", keys: [.character("2")])], .tour)
        _ = guide.advance(to: start, Self.snapshot)
        #expect(guide.take(.character(" "), at: start, Self.snapshot) == [.character("2")])
        #expect(guide.take(.left, at: start, Self.snapshot) == [.character("1")])
        #expect(guide.take(.left, at: start, Self.snapshot) == [.character("1")])
        #expect(guide.take(.character("j"), at: start, Self.snapshot) == [.character("j")])
        #expect(guide.advance(to: start + .seconds(60), Self.snapshot).isEmpty)
        #expect(title(guide) == "one")
        #expect(guide.take(.enter, at: start + .seconds(60), Self.snapshot) == [.character("2")])
        #expect(guide.take(.escape, at: start, Self.snapshot).isEmpty)
        #expect(guide.isOver)
        #expect(guide.take(.escape, at: start, Self.snapshot) == [.escape])
    }

    @Test func `a story waits for what cannot be told yet, and tells its end last`() {
        let later = FleetSnapshot(now: .init(nanoseconds: 1), process: Self.snapshot.process)
        let steps = [
            Self.step("intro"), Guide.Step(for: .seconds(10)) { $0.now.nanoseconds > 0 ? Caption("later", "") : nil },
            Self.step("never", isThere: false), Self.step("end"),
        ]
        var guide = Guide(steps, .story)
        _ = guide.advance(to: start, Self.snapshot)
        _ = guide.advance(to: start + .seconds(11), Self.snapshot)
        #expect(title(guide) == "intro")
        _ = guide.advance(to: start + .seconds(12), later)
        #expect(guide.caption(later)?.title == "later")
        _ = guide.advance(to: start + .seconds(23), later)
        #expect(guide.caption(later)?.title == "later")
        _ = guide.advance(to: start + .seconds(46), later)
        #expect(guide.caption(later)?.title == "end")
        _ = guide.advance(to: start + .seconds(57), later)
        #expect(guide.isOver)
    }

    @Test func `a story ends with the first key, which is the screen's`() {
        var guide = Guide([Self.step("one"), Self.step("two")], .story)
        _ = guide.advance(to: start, Self.snapshot)
        #expect(guide.take(.character(" "), at: start, Self.snapshot) == [.character(" ")])
        #expect(guide.isOver)
    }

    @Test func `a caption takes its rows from the screen only where there is room`() {
        var guide = Guide([Self.step("one")], .story)
        #expect(guide.room(on: Size(80, 24)) == Size(80, 20))
        #expect(guide.room(on: Size(40, 12)) == Size(40, 12))
        _ = guide.take(.tab, at: start, Self.snapshot)
        #expect(guide.room(on: Size(80, 24)) == Size(80, 24))
        #expect(Guide([], .tour).isOver)
    }
}

import Testing

@testable import Runtime

@Suite struct ResendScheduleTests {
    private static let start = ContinuousClock.now

    private static func places(
        _ begun: [(index: Int, due: ContinuousClock.Instant)]
    ) -> [Int: Duration] {
        Dictionary(uniqueKeysWithValues: begun.map { ($0.index, $0.due - start) })
    }

    @Test func `one after the other where they were, each when the one before has ended`() {
        var schedule = ResendSchedule([(.zero, []), (.seconds(10), [0]), (.seconds(20), [0, 1])])
        #expect(Self.places(schedule.begin(at: Self.start)) == [0: .zero])
        #expect(schedule.begin(at: Self.start).isEmpty)
        schedule.ended(0)
        #expect(Self.places(schedule.begin(at: Self.start + .seconds(3))) == [1: .seconds(3)])
        schedule.ended(1)
        #expect(Self.places(schedule.begin(at: Self.start + .seconds(4))) == [2: .seconds(4)])
    }

    @Test func `beside each other where they were, as far apart as then`() {
        var schedule = ResendSchedule([(.zero, []), (.seconds(2), []), (.seconds(9), [0])])
        #expect(Self.places(schedule.begin(at: Self.start)) == [0: .zero, 1: .seconds(2)])
        schedule.ended(0)
        // The third ran beside the second, and opened seven seconds after it.
        #expect(Self.places(schedule.begin(at: Self.start + .seconds(4))) == [2: .seconds(9)])
    }

    @Test func `after one that came to nothing no other begins`() {
        var schedule = ResendSchedule([(.zero, []), (.seconds(2), [0])])
        _ = schedule.begin(at: Self.start)
        schedule.ended(0)
        schedule.stop()
        #expect(schedule.begin(at: Self.start).isEmpty)
    }
}

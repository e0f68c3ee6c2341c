import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Proxy

/// A wall clock that is set, and a machine that sleeps.
@Suite struct RecordingClockTests {
    private static let start = Timestamp(nanoseconds: 1_790_000_000_000_000_000)

    /// What a test sets: the wall clock, and time since the machine started.
    private final class Clocks: Sendable {
        let wall = NIOLockedValueBox(RecordingClockTests.start)
        let elapsed = NIOLockedValueBox(NIODeadline.uptimeNanoseconds(5_000_000_000))

        func pass(_ duration: Duration) {
            wall.withLockedValue { $0 = $0 + duration }
            elapsed.withLockedValue { $0 = $0 + .nanoseconds(duration.nanoseconds) }
        }

        func set(_ change: Duration) { wall.withLockedValue { $0 = $0 + change } }

        var recording: RecordingClock {
            RecordingClock(anchor: wall.withLockedValue(\.self), wall: { [wall] in wall.withLockedValue(\.self) }) {
                [elapsed] in elapsed.withLockedValue(\.self)
            }
        }
    }

    private let clocks = Clocks()

    @Test(arguments: [Duration.seconds(3_600), .seconds(-3_600), .seconds(86_400 * 365), .seconds(-2)])
    func `a session that opens after the clock was set has the right date, one that runs keeps its axis`(
        change: Duration
    ) {
        let clock = clocks.recording
        let old = clock.forNewSession()
        old.adopt(ConnectionID(rawValue: 100))
        clocks.pass(.seconds(10))
        clocks.set(change)
        let new = clock.forNewSession()
        new.adopt(ConnectionID(rawValue: 200))
        clocks.pass(.seconds(5))
        #expect(old.now() == Self.start + .seconds(15))
        #expect(new.now() == Self.start + .seconds(15) + change)
        #expect(clock.now() == old.now())
        #expect(clock.wasSet)
        #expect(clock.offset(of: ConnectionID(rawValue: 100)) == .zero)
        #expect(clock.offset(of: ConnectionID(rawValue: 199)) == .zero)
        #expect(clock.offset(of: ConnectionID(rawValue: 200)) == change)
        #expect(clock.now(of: ConnectionID(rawValue: 201)) == new.now())
        #expect(clock.now(of: nil) == new.now())
        #expect(new.instant(Self.start) == Self.start + change)
    }

    @Test func `a clock that is set back again leads back to the first axis`() {
        let clock = clocks.recording
        clocks.set(.seconds(60))
        clock.forNewSession().adopt(ConnectionID(rawValue: 1))
        clocks.set(.seconds(-60))
        let third = clock.forNewSession()
        third.adopt(ConnectionID(rawValue: 2))
        #expect(third.now() == clock.now())
        #expect(clock.offset(of: ConnectionID(rawValue: 1)) == .seconds(60))
        #expect(clock.offset(of: ConnectionID(rawValue: 2)) == .zero)
    }

    @Test func `small corrections are left, and do not add up`() {
        let clock = clocks.recording
        for step in 1...10 as ClosedRange<UInt64> {
            clocks.pass(.seconds(60))
            clocks.set(.milliseconds(400))
            let session = clock.forNewSession()
            session.adopt(ConnectionID(rawValue: step))
            let behind = clocks.wall.withLockedValue(\.self) - session.now()
            #expect(behind <= RecordingClock.tolerance && behind >= .zero)
        }
    }

    @Test func `a sleep of the machine is no step: both clocks go on`() {
        let clock = clocks.recording
        clocks.pass(.seconds(8 * 3_600))
        let session = clock.forNewSession()
        session.adopt(ConnectionID(rawValue: 1))
        #expect(!clock.wasSet)
        #expect(session.now() == Self.start + .seconds(8 * 3_600))
    }

    @Test func `an old axis is remembered for a bounded number of steps`() {
        let clock = clocks.recording
        for step in 1...1_000 as ClosedRange<UInt64> {
            clocks.set(.seconds(10))
            clock.forNewSession().adopt(ConnectionID(rawValue: step))
        }
        #expect(clock.offset(of: ConnectionID(rawValue: 1_000)) == .seconds(10_000))
        #expect(clock.offset(of: ConnectionID(rawValue: 1)) == .zero)
    }

    @Test func `the real clock shows the time of day`() {
        let clock = RecordingClock()
        let first = clock.now()
        #expect(first >= clock.anchorWall)
        #expect(first - clock.anchorWall < .seconds(60))
        #expect(clock.forNewSession().now() >= first)
    }
}

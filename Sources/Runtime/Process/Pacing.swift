import Foundation

/// Cuts a burst of work in the background into short runs with rests between them, so that the relay, and whoever else is
/// on the machine, need not wait for a processor until the burst is over.
///
/// A lower priority alone does not do that: a thread that has slept for a while may go on, on Linux, until others have had
/// less than their share for about 4 ms (one turn of the scheduler's clock), and they wait that long
/// (docs/measurements/2026-11-30.md). A burst rests for a limited time only, and not at all while more work waits than one burst
/// takes: then the machine is short of time, and what matters is that nothing is left out.
struct Pacing {
    /// How long this burst may still rest.
    private var remaining: Duration
    private var runEnd: ContinuousClock.Instant

    private static let run = Duration.microseconds(200)
    private static let rest = Duration.microseconds(400)

    /// A burst begins.
    init(restingAtMost limit: Duration, at instant: ContinuousClock.Instant = .now) {
        (remaining, runEnd) = (limit, instant + Self.run)
    }

    /// To be called after each piece of work that takes microseconds: rests when it is time to.
    ///
    /// - Parameter isPressed: whether more work waits than one burst takes; asked once a run.
    mutating func step(unless isPressed: () -> Bool) {
        guard isRestDue(at: .now, unless: isPressed) else { return }
        Thread.sleep(forTimeInterval: Self.rest / .seconds(1))
        goOn(at: .now)
    }

    mutating func isRestDue(at instant: ContinuousClock.Instant, unless isPressed: () -> Bool) -> Bool {
        guard remaining > .zero, instant >= runEnd else { return false }
        guard !isPressed() else {
            remaining = .zero
            return false
        }
        return true
    }

    /// Rests are longer than they were meant to be where others want the processor: it is their length that counts.
    mutating func goOn(at instant: ContinuousClock.Instant) {
        remaining -= instant - runEnd
        runEnd = instant + Self.run
    }
}

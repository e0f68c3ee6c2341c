import LiveProtocol
import Shipping

/// When something that failed is tried again: after half a second to a second, then twice as long each time, up to half a
/// minute, and never before the other side wants it.
struct RetryPlan: Equatable {
    private var backOff = BackOff(first: 1, longest: 30)
    private var waited = Duration.zero

    /// Beyond this, what waits behind it is worth more.
    static let patience = Duration.seconds(300)

    /// - Parameters:
    ///   - wanted: how long the other side says to wait.
    ///   - chance: 0 to 1, so that a fleet does not come back all at once.
    /// - Returns: how long to wait; nil where it has been tried for long enough.
    mutating func next(after wanted: Duration?, chance: Double) -> Duration? {
        let asked = wanted.map { min($0, Self.patience).seconds }
        let wait = Duration.seconds(backOff.fail(asked: asked, chance: 0.5 + chance / 2))
        guard waited + wait <= Self.patience else { return nil }
        waited += wait
        return wait
    }
}

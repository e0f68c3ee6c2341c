package import Snapshots
package import TerminalUI

/// Says something about the screen while somebody looks at it: captions, one after the other, and the keys that lead to
/// what each is about. A value: it is told of time and of keys, and says what is to be pressed.
package struct Guide: Sendable {
    /// One caption, for a while.
    package struct Step: Sendable {
        let keys: [Key]
        let length: Duration
        let caption: @Sendable (FleetSnapshot) -> Caption?

        /// - Parameters:
        ///   - keys: pressed when the step begins.
        ///   - caption: what there is to say now; nil leaves out the step.
        package init(
            _ keys: [Key] = [], for length: Duration, _ caption: @escaping @Sendable (FleetSnapshot) -> Caption?
        ) {
            (self.keys, self.length, self.caption) = (keys, length, caption)
        }
    }

    package enum Manner: Sendable {
        /// For somebody who only looks: the first key ends it, and means what it always means. A step that has nothing to say
        /// yet is waited for a while; the last one is told when nothing else is left.
        case story
        /// For somebody who wants to be led: Space, Enter and → go on, ← goes back, Esc and q end it. Every other key is the
        /// screen's, and stops the clock until one of these.
        case tour
    }

    private let steps: [Step]
    private let manner: Manner
    private var index = 0
    /// When the step is over; nil before the first and while the clock stands.
    private var due: ContinuousClock.Instant?
    private var isHeld = false
    private(set) var isOver = false
    /// Of a story: when it began, and what has been told.
    private var begun: ContinuousClock.Instant?
    private var told: Set<Int> = []

    /// A story waits so long for all that it has to tell, and looks so often whether it can.
    private static let patience = Duration.seconds(45)
    private static let interval = Duration.milliseconds(250)

    package init(_ steps: [Step], _ manner: Manner) {
        (self.steps, self.manner) = (steps, manner)
        isOver = steps.isEmpty
    }

    // MARK: Time and keys

    /// Takes notice of the time: what is to be pressed now.
    mutating func advance(to now: ContinuousClock.Instant, _ snapshot: FleetSnapshot) -> [Key] {
        guard !isOver, !isHeld else { return [] }
        guard let due else { return begin(0, at: now, snapshot) }
        guard now >= due else { return [] }
        return manner == .story ? goOn(at: now, snapshot) : begin(index + 1, at: now, snapshot)
    }

    /// The next part of a story: the first that was not told and can be.
    private mutating func goOn(at now: ContinuousClock.Instant, _ snapshot: FleetSnapshot) -> [Key] {
        let last = steps.count - 1
        let open = steps.indices.filter { !told.contains($0) && $0 != last }
        if let next = open.first(where: { steps[$0].caption(snapshot) != nil }) {
            return begin(next, at: now, snapshot)
        }
        guard open.isEmpty || now - (begun ?? now) >= Self.patience else {
            due = now + Self.interval
            return []
        }
        return begin(told.contains(last) ? steps.count : last, at: now, snapshot)
    }

    /// Takes a key that was pressed: what is to be pressed in its place.
    mutating func take(_ key: Key, at now: ContinuousClock.Instant, _ snapshot: FleetSnapshot) -> [Key] {
        guard !isOver else { return [key] }
        if manner == .story {
            isOver = true
            return [key]
        }
        switch key {
        case .character(" "), .enter, .right: return begin(index + 1, at: now, snapshot)
        case .left, .backspace: return begin(max(0, index - 1), at: now, snapshot, goingBack: true)
        case .escape, .character("q"):
            isOver = true
            return []
        default:
            isHeld = true
            return [key]
        }
    }

    /// Begins with the first step from `start` on that has something to say.
    private mutating func begin(
        _ start: Int, at now: ContinuousClock.Instant, _ snapshot: FleetSnapshot, goingBack: Bool = false
    ) -> [Key] {
        let ahead =
            goingBack ? Array(steps.indices.prefix(start + 1).reversed()) : Array(steps.indices.dropFirst(start))
        guard let next = ahead.first(where: { steps[$0].caption(snapshot) != nil }) else {
            // Backwards there is the first, which stays.
            isOver = !goingBack
            return []
        }
        (index, isHeld, due) = (next, false, now + steps[next].length)
        if begun == nil { begun = now }
        told.insert(next)
        return steps[next].keys
    }

    // MARK: What is said

    /// What is left of a terminal for the screen.
    func room(on size: Size) -> Size { isOver ? size : Caption.room(on: size) }

    /// Nil when it is over.
    func caption(_ snapshot: FleetSnapshot) -> Caption? {
        guard !isOver, steps.indices.contains(index), due != nil else { return nil }
        // What the step was about may be over by now.
        var caption = steps[index].caption(snapshot) ?? Caption("", "")
        if caption.hint.isEmpty { caption.hint = hint }
        return caption
    }

    private var hint: String {
        switch manner {
        case .story: "any key hides this"
        case .tour: "\(index + 1) of \(steps.count) · Space goes on, ← back, Esc ends"
        }
    }
}

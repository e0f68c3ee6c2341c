/// A row of jobs that are done one after the other.
public struct EffectLane: Hashable, Sendable {
    /// The name of its thread, 15 bytes at most.
    public let name: String
    /// Calls go first.
    public let isInBackground: Bool

    public init(_ name: String, isInBackground: Bool = false) {
        self.name = name
        self.isInBackground = isInBackground
    }
}

/// One thing to do for a screen, and how it stands to others.
public struct EffectJob<Answer: Sendable>: Sendable {
    public let lane: EffectLane
    /// A newer job of the same lane and slot takes the place of an older one: that is not begun any more, or told that
    /// nobody wants it. Nil: every job is done.
    public let slot: String?
    /// Done before what waits in its lane and is not urgent.
    public let isUrgent: Bool
    /// Done even when the screen ends meanwhile.
    public let mustFinish: Bool
    /// Asked now and then whether the answer is still wanted; where it is not, it may end without one.
    public let work: @Sendable (_ isWanted: () -> Bool) -> Answer?

    public init(
        on lane: EffectLane, slot: String? = nil, isUrgent: Bool = false, mustFinish: Bool = false,
        _ work: @escaping @Sendable (_ isWanted: () -> Bool) -> Answer?
    ) {
        self.lane = lane
        self.slot = slot
        self.isUrgent = isUrgent
        self.mustFinish = mustFinish
        self.work = work
    }
}

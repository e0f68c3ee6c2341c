internal import LiveProtocol
internal import SessionModel

/// A place in a recorded session with everything that is needed to go on from there.
struct Checkpoint: Sendable {
    /// Events passed.
    var index: Int
    /// The latest instant among them.
    var at: Timestamp
    var last: WireEvent
    var position: StoredEvents.Position
    var folding: Folding
}

/// Checkpoints of one session in their order. When there are too many, every second one goes and the distance doubles:
/// a session of any length is covered evenly in bounded memory.
struct Checkpoints: Sendable {
    private(set) var all: [Checkpoint] = []
    private(set) var distance: Int
    private let limit: Int

    init(limit: Int, distance: Int) {
        self.limit = max(limit, 2)
        self.distance = max(distance, 1)
    }

    /// Places behind the last checkpoint are new; going over a stretch again adds nothing.
    func isDue(at index: Int) -> Bool { index >= (all.last?.index ?? 0) + distance }

    mutating func append(_ checkpoint: Checkpoint) {
        all.append(checkpoint)
        guard all.count > limit else { return }
        distance *= 2
        all = all.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    /// The last checkpoint for which `isBefore` holds, nil when the beginning is nearest.
    func nearest(_ isBefore: (Checkpoint) -> Bool) -> Checkpoint? { all.last(where: isBefore) }
}

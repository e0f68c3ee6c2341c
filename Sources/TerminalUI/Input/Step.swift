/// How far a key or the wheel moves through what is on screen.
enum Step: Hashable, Sendable {
    /// Backwards if negative.
    case lines(Int)
    case pages(Int)
    case start, end

    /// Further than any list is long.
    static let far = 1_000_000

    /// In lines, where a page has `height` of them.
    func lines(ofPage height: Int) -> Int {
        switch self {
        case .lines(let count): max(-Self.far, min(Self.far, count))
        case .pages(let count): max(-Self.far, min(Self.far, max(-1, min(1, count)) * max(1, height)))
        case .start: -Self.far
        case .end: Self.far
        }
    }
}

extension Step {
    /// Nil for an action that does not move.
    init?(_ action: Action) {
        switch action {
        case .up: self = .lines(-1)
        case .down: self = .lines(1)
        case .pageUp: self = .pages(-1)
        case .pageDown: self = .pages(1)
        case .top: self = .start
        case .bottom: self = .end
        default: return nil
        }
    }
}

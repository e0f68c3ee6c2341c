import Wording

extension FaultRequest.Target {
    /// For whom a fault is on.
    ///
    /// - Parameter calls: those that run and that it is for.
    public func words(_ calls: some BinaryInteger) -> String {
        let running = Format.counted(calls, "call")
        return switch self {
        case .session: running
        case .next(1): "the next call"
        case .next(let count): "the next \(Format.counted(count, "call"))"
        case .tag(let tag):
            calls > 0 ? "\(running) and those that come with the tag \(tag)" : "calls that come with the tag \(tag)"
        case .all: calls > 0 ? "\(running) and those that come" : "every call that comes"
        }
    }
}
